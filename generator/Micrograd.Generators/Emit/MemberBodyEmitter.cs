using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Writes the bodies of the generated members: guards, and the statements that the transforms made.</summary>
internal sealed class MemberBodyEmitter(CodeWriter writer, MethodSignature method, MemberBodies bodies)
{
    private readonly MemberGuardEmitter _guards = new(writer, method, bodies is MemberBodies.Complete { Backward: { } backward } ? backward.WrittenParameters : default);

    /// <summary>The gradient is the backward pass of upstream 1 into cleared memory.</summary>
    public void EmitGradient(MemberSignature member)
    {
        if (bodies is not MemberBodies.Complete)
        {
            EmitMissing(member);
            return;
        }

        if (_guards.Emit(member))
        {
            writer.WriteLine();
        }

        foreach (MemberParameter derivative in member.Parameters.Where(static p => p.Purpose == MemberParameterPurpose.Derivative))
        {
            EmitClear(derivative);
        }

        writer.WriteLine($"return {Identifier.Escape(method.Name + "Backward")}({string.Join(", ", BackwardArguments(member))});");
    }

    public void EmitBackward(MemberSignature member)
    {
        if (bodies is not MemberBodies.Complete { Backward: BackwardBody body })
        {
            EmitMissing(member);
            return;
        }

        if (_guards.Emit(member))
        {
            writer.WriteLine();
        }

        EmitStatements(member, body.Statements);
    }

    public void EmitTape(MemberSignature member)
    {
        if (bodies is not MemberBodies.Complete { Tape: TapeBody body })
        {
            EmitMissing(member);
            return;
        }

        EmitStatements(member, body.Statements);
    }

    private void EmitMissing(MemberSignature member) => writer.WriteLine(bodies is MemberBodies.Placeholder
        ? "throw null!;"
        : $"throw new global::System.NotSupportedException(\"{member.Name} could not be generated; the build reports why.\");");

    private void EmitStatements(MemberSignature member, EquatableArray<IrStatement> statements) =>
        _ = (member, statements);

    private void EmitClear(MemberParameter derivative)
    {
        string name = Identifier.Escape(derivative.Name);
        IrType type = method.Parameters[derivative.Source].Local.Type;
        writer.WriteLine(type switch
        {
            { IsFloating: true } => $"{name} = {ConstantExpression.Number(0.0, type).Literal};",
            SpanType or ArrayType { Rank: 1, Element.IsFloating: true } => $"{name}.Clear();",
            ArrayType => $"global::System.Array.Clear({name});",
            _ => $"{name} = default;",
        });
    }

    private IEnumerable<string> BackwardArguments(MemberSignature gradient)
    {
        foreach (MemberParameter parameter in gradient.Parameters.Where(static p => p.Purpose == MemberParameterPurpose.Original))
        {
            yield return parameter.Argument;
        }

        yield return ConstantExpression.Number(1.0, method.ReturnType).Literal;
        foreach (MemberParameter parameter in gradient.Parameters.Where(static p => p.Purpose == MemberParameterPurpose.Derivative))
        {
            yield return (parameter.Modifiers.Length > 0 ? "ref " : "") + Identifier.Escape(parameter.Name);
        }
    }
}
