using System.Text.RegularExpressions;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Writes the body of <c>FGradient</c>: the backward pass of upstream 1 into cleared memory.</summary>
/// <param name="gradient">The declaration of <c>FGradient</c>.</param>
internal sealed class GradientBodyEmitter(CodeWriter writer, MethodSignature method, MemberSignature gradient)
{
    private readonly DerivativeNames _derivatives = new(method);

    public void Emit()
    {
        MemberParameter[] derivatives = [.. MemberSignature.Backward(method)!.Parameters.Where(static p => p.Purpose == MemberParameterPurpose.Derivative)];

        // The caller's variable may lie in an array or object that the method reads: out a[0]. It is stored when all else is done.
        Dictionary<MemberParameter, string> late = MayReadVariables ? derivatives.Where(IsVariable).ToDictionary(static d => d, d => Free(d.Name + "Sum")) : [];
        foreach (MemberParameter derivative in derivatives)
        {
            EmitClear(derivative, late.TryGetValue(derivative, out string? sum) ? sum : null);
        }

        if (method.State is not null)
        {
            writer.WriteLine($"{_derivatives.Gradient}.Clear();");
        }

        string call = $"{Identifier.Escape(method.Name + "Backward")}{TypeArguments}({string.Join(", ", Arguments(derivatives, late))});";
        if (late.Count == 0)
        {
            writer.WriteLine($"return {call}");
            return;
        }

        string value = Free("value");
        writer.WriteLine($"{method.ReturnType.Text} {value} = {call}");
        foreach (MemberParameter derivative in derivatives.Where(late.ContainsKey))
        {
            writer.WriteLine($"{Identifier.Escape(derivative.Name)} = {late[derivative]};");
        }

        writer.WriteLine($"return {value};");
    }

    private bool MayReadVariables => !method.IsStatic || method.Parameters.Any(static p => p.Local.Type is { IsView: true } or StructType { HoldsMemory: true } or OpaqueType { Text: not "string" });

    private bool IsVariable(MemberParameter derivative) =>
        gradient.Parameters.Any(p => p.Purpose == MemberParameterPurpose.Derivative && p.Source == derivative.Source && p.Modifiers.Contains("out "));

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

    private IEnumerable<string> Arguments(MemberParameter[] derivatives, Dictionary<MemberParameter, string> late)
    {
        foreach (MemberParameter parameter in gradient.Parameters.Where(static p => p.Purpose == MemberParameterPurpose.Original))
        {
            yield return parameter.Argument;
        }

        yield return ConstantExpression.Number(1.0, method.ReturnType).Literal;
        foreach (MemberParameter parameter in derivatives)
        {
            yield return (parameter.Modifiers.Length > 0 ? "ref " : "") + (late.TryGetValue(parameter, out string? sum) ? sum : Identifier.Escape(parameter.Name));
        }

        if (method.State is not null)
        {
            yield return _derivatives.Gradient;
        }
    }

    private void EmitClear(MemberParameter derivative, string? sum)
    {
        // What an `out` parameter held on entry is nothing, so FGradient has no derivative parameter for it.
        IrType type = method.Parameters[derivative.Source].Local.Type;
        bool isLocal = sum is not null || method.Parameters[derivative.Source].Mode == ParameterMode.Out;
        string name = (isLocal ? type.Text + " " : "") + (sum ?? Identifier.Escape(derivative.Name));
        if (type is StructType { HoldsMemory: true } whole)
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
