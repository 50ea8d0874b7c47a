using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Writes the bodies of the generated members: guards, and the statements that the transforms made.</summary>
internal sealed class MemberBodyEmitter(CodeWriter writer, MethodSignature method, MemberBodies bodies)
{
    private readonly MemberGuardEmitter _guards = bodies is MemberBodies.Complete { Backward: { } backward }
        ? new(writer, method, backward.WrittenParameters) { WrittenFields = backward.WrittenFields }
        : new(writer, method, default);

    private readonly DerivativeNames _derivatives = new(method);

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

        new GradientBodyEmitter(writer, method, member).Emit();
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

        NameAllocator names = Names(member);
        for (int i = 0; i < method.Parameters.Count; i++)
        {
            if (method.Parameters[i].State is { } access)
            {
                StateBinding.Reserve(names, method.Parameters[i].Local, access, body.Shadows[i], _derivatives.Gradient);
                continue;
            }

            names.Reserve(method.Parameters[i].Local, Identifier.Escape(method.Parameters[i].Local.Name));
            if (body.Shadows.Count > i && body.Shadows[i] is IrLocal shadow && _derivatives.Shadow(i) is string name)
            {
                names.Reserve(shadow, Identifier.Escape(name));
            }
        }

        if (body.Upstream is not null)
        {
            names.Reserve(body.Upstream, Identifier.Escape(_derivatives.Upstream));
        }

        EmitScratch(names, body.All);
        names.Allocate(body.All);
        if (body.Exit.Count == 0)
        {
            new StatementEmitter(writer, names).EmitAll(body.All);
        }
        else
        {
            EmitWithExit(names, body);
        }

        EmitAccessors(body.Accessors);
    }

    // An exception of the user's code passes through, and what was written up to there is the caller's.
    private void EmitWithExit(NameAllocator names, BackwardBody body)
    {
        new StatementEmitter(writer, names).EmitAll(body.Entry);
        writer.WriteLine("try");
        using (writer.Block())
        {
            new StatementEmitter(writer, names).EmitAll(body.Statements);
        }

        writer.WriteLine("finally");
        using (writer.Block())
        {
            new StatementEmitter(writer, names).EmitAll(body.Exit);
        }
    }

    public void EmitTape(MemberSignature member)
    {
        if (bodies is not MemberBodies.Complete { Tape: TapeBody body })
        {
            EmitMissing(member);
            return;
        }

        NameAllocator names = Names(member);
        for (int i = 0; i < body.Parameters.Count; i++)
        {
            if (method.Parameters[i].State is null)
            {
                names.Reserve(body.Parameters[i], Identifier.Escape(body.Parameters[i].Name));
            }
            else if (method.Parameters[i].State is { Name: null })
            {
                names.Reserve(body.Parameters[i], method.State is null ? "this" : $"{_derivatives.Values}.Origin");
            }
        }

        EmitScratch(names, body.Statements);
        EmitStatements(names, body.Statements);
        EmitAccessors(body.Accessors);
    }

    private void EmitAccessors(EquatableArray<string> accessors)
    {
        foreach (string accessor in accessors)
        {
            writer.WriteLine();
            foreach (string line in accessor.Split('\n'))
            {
                writer.WriteLine(line);
            }
        }
    }

    private void EmitMissing(MemberSignature member) => writer.WriteLine(bodies is MemberBodies.Placeholder
        ? "throw null!;"
        : $"throw new global::System.NotSupportedException(\"{member.Name} could not be generated; the build reports why.\");");

    // A local may not have the name of a parameter or of a type parameter, nor hide the member that the method calls itself by.
    private NameAllocator Names(MemberSignature member)
    {
        NameAllocator names = new();
        foreach (string word in member.Parameters.Select(static p => p.Name).Concat(method.TypeParameters).Concat(method.TakenNames))
        {
            names.ReserveWord(word);
        }

        return names;
    }

    private void EmitStatements(NameAllocator names, EquatableArray<IrStatement> statements)
    {
        names.Allocate(statements);
        new StatementEmitter(writer, names).EmitAll(statements);
    }

    private void EmitScratch(NameAllocator names, EquatableArray<IrStatement> statements)
    {
        HashSet<ScratchStack> stacks = [.. statements.AllStatements().SelectMany(StacksUsed)];
        if (stacks.Contains(ScratchStack.Records))
        {
            writer.WriteLine($"using global::Micrograd.ScratchScope {names.Records} = global::Micrograd.ScratchMemory.Enter(\"{method.QualifiedName}\");");
        }

        if (stacks.Contains(ScratchStack.Arrays))
        {
            writer.WriteLine($"using global::Micrograd.ScratchScope {names.Arrays} = global::Micrograd.ScratchMemory.EnterArrays(\"{method.QualifiedName}\");");
        }

        if (stacks.Count > 0)
        {
            writer.WriteLine();
        }
    }

    private static IEnumerable<ScratchStack> StacksUsed(IrStatement statement)
    {
        switch (statement)
        {
            case TakeStatement take:
                yield return take.Stack;
                break;
            case ReleaseStatement release:
                yield return release.Stack;
                break;
            case PushStatement or RecordArrayStatement:
                yield return ScratchStack.Records;
                break;
        }

        IEnumerable<IrExpression> expressions = statement.Expressions().SelectMany(static e => e.SelfAndDescendants());
        bool callsPair = statement is OpaqueStatement { Template: var text } && text.Contains(ExpressionPrinter.RecordsHole);
        if (callsPair || expressions.Any(static e => e is PopExpression || (e is OpaqueExpression { Template: var template } && template.Contains(ExpressionPrinter.RecordsHole))))
        {
            yield return ScratchStack.Records;
        }
    }
}
