using System.Text.RegularExpressions;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Writes the body of <c>FGradient</c>: the backward pass of upstream 1 into cleared memory.</summary>
/// <param name="gradient">The declaration of <c>FGradient</c>.</param>
internal sealed class GradientBodyEmitter(CodeWriter writer, MethodSignature method, MemberSignature gradient)
{
    private readonly DerivativeNames _derivatives = new(method);

    private IEnumerable<MemberParameter> Derivatives => MemberSignature.Backward(method)!.Parameters.Where(static p => p.Purpose == MemberParameterPurpose.Derivative);

    public void Emit()
    {
        foreach (MemberParameter derivative in Derivatives)
        {
            EmitClear(derivative);
        }

        if (method.State is not null)
        {
            writer.WriteLine($"{_derivatives.Gradient}.Clear();");
        }

        string call = $"{Identifier.Escape(method.Name + "Backward")}{TypeArguments}({string.Join(", ", Arguments())});";
        MemberParameter[] late = [.. Derivatives.Where(IsLate)];
        if (late.Length == 0)
        {
            writer.WriteLine($"return {call}");
            return;
        }

        string value = Free("value");
        writer.WriteLine($"{method.ReturnType.Text} {value} = {call}");
        foreach (MemberParameter derivative in late)
        {
            writer.WriteLine($"{Identifier.Escape(derivative.Name)} = {LateName(derivative)};");
        }

        writer.WriteLine($"return {value};");
    }

    // The caller's variable may lie in an array or object that the method reads: out a[0]. Stored when all else is done.
    private bool IsLate(MemberParameter derivative) =>
        gradient.Parameters.Any(p => p.Purpose == MemberParameterPurpose.Derivative && p.Source == derivative.Source && p.Modifiers.Contains("out "))
        && (!method.IsStatic || method.Parameters.Any(static p => p.Local.Type is { IsView: true } or OpaqueType { Text: not "string" } || StructViews.IsHeldIn(p.Local.Type)));

    private string LateName(MemberParameter derivative) => Free(derivative.Name + "Sum");

    private string Free(string name)
    {
        while (gradient.Parameters.Any(p => p.Name == name) || method.TypeParameters.Contains(name) || method.TakenNames.Contains(name))
        {
            name += "_";
        }

        return name;
    }

    // Inferred, where each is the type of an argument or part of one.
    private string TypeArguments =>
        method.TypeParameters.All(t => gradient.Parameters.Any(p => Regex.IsMatch(p.TypeText, $@"\b{Regex.Escape(t)}\b"))) ? "" : $"<{string.Join(", ", method.TypeParameters)}>";

    private IEnumerable<string> Arguments()
    {
        foreach (MemberParameter parameter in gradient.Parameters.Where(static p => p.Purpose == MemberParameterPurpose.Original))
        {
            yield return parameter.Argument;
        }

        yield return ConstantExpression.Number(1.0, method.ReturnType).Literal;
        foreach (MemberParameter parameter in Derivatives)
        {
            yield return (parameter.Modifiers.Length > 0 ? "ref " : "") + (IsLate(parameter) ? LateName(parameter) : Identifier.Escape(parameter.Name));
        }

        if (method.State is not null)
        {
            yield return _derivatives.Gradient;
        }
    }

    private void EmitClear(MemberParameter derivative)
    {
        IrType type = method.Parameters[derivative.Source].Local.Type;
        string name = Identifier.Escape(derivative.Name);
        if (IsLate(derivative))
        {
            name = $"{type.Text} {LateName(derivative)}";
        }
        else if (method.Parameters[derivative.Source].Mode == ParameterMode.Out)
        {
            // What an `out` parameter held on entry is nothing, so FGradient has no derivative parameter for it.
            name = $"{type.Text} {name}";
        }

        if (type is StructType whole && StructViews.IsHeldIn(type))
        {
            foreach (string line in StructViews.Clear(name, whole))
            {
                writer.WriteLine(line);
            }

            return;
        }

        if (type is ArrayType { IsJagged: true, Element: var row })
        {
            writer.WriteLine($"foreach ({row.Text} row in {name})");
            using (writer.Block())
            {
                writer.WriteLine("global::System.Array.Clear(row);");
            }

            writer.WriteLine();
            return;
        }

        writer.WriteLine(type switch
        {
            { IsFloating: true } => $"{name} = {ConstantExpression.Number(0.0, type).Literal};",
            SpanType or MemoryType or ArrayType { Rank: 1, Element.IsFloating: true } => $"{name}.Clear();",
            ArrayType => $"global::System.Array.Clear({name});",
            _ => $"{name} = default;",
        });
    }
}
