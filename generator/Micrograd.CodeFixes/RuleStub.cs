using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.CodeFixes;

/// <summary>
/// The text of a [DerivativeOf] rule without its formula: the instance and the method's parameters, the result's adjoint, and one
/// derivative for each input that carries one.
/// </summary>
internal static class RuleStub
{
    /// <summary>Null for a method that a rule cannot be written for.</summary>
    public static string? TryWrite(IMethodSymbol called)
    {
        IMethodSymbol method = called.ReducedFrom ?? called.OriginalDefinition;
        List<RuleInput> inputs = [.. Inputs(method)];
        if (method.MethodKind != MethodKind.Ordinary || method.ContainingType.IsGenericType || !inputs.Any(static i => i.Derivative is not null)
            || inputs.Any(static i => IsMemory(i.Type) && Carries(i.Type) && i.Derivative is null) || !HasOutput(method, inputs))
        {
            return null;
        }

        HashSet<string> taken = [.. inputs.Select(static i => i.Name)];
        List<string> parameters = [.. inputs.Select(static i => $"{Modifier(i.RefKind)}{Text(i.Type)} {Escape(i.Name)}")];
        if (Carries(method.ReturnType))
        {
            parameters.Add($"{Upstream(method.ReturnType)} {Free("upstream", taken)}");
        }

        foreach (RuleInput input in inputs.Where(static i => i.Derivative is not null))
        {
            parameters.Add($"{input.Derivative} {Free("d" + char.ToUpperInvariant(input.Name[0]) + input.Name.Substring(1), taken)}");
        }

        string type = Text(method.ContainingType);
        string typeParameters = method.Arity == 0 ? "" : $"<{string.Join(", ", method.TypeParameters.Select(static t => t.Name))}>";
        string constraints = string.Concat(method.TypeParameters.Select(Constraints).OfType<string>().Select(static c => "\n    " + c));
        return $$"""
            [DerivativeOf(typeof({{type}}), nameof({{type}}.{{method.Name}}))]
            private static void {{method.Name}}Backward{{typeParameters}}({{string.Join(", ", parameters)}}){{constraints}}
            {
                {{Hint(inputs)}}
                throw new System.NotImplementedException();
            }
            """;
    }

    private static IEnumerable<RuleInput> Inputs(IMethodSymbol method)
    {
        if (!method.IsStatic)
        {
            string name = method.ContainingType.Name;
            yield return new(method.ContainingType, RefKind.None, char.ToLowerInvariant(name[0]) + name.Substring(1), Derivative(method.ContainingType));
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            bool isConstant = parameter.GetAttributes().Any(static a => a.AttributeClass?.ToDisplayString() == "Micrograd.NoDiffAttribute");
            yield return new(parameter.Type, parameter.RefKind, parameter.Name, isConstant ? null : Derivative(parameter.Type));
        }
    }

    // A derivative comes from a result, or from what the method writes.
    private static bool HasOutput(IMethodSymbol method, IEnumerable<RuleInput> inputs) => Carries(method.ReturnType)
        ? !IsMemory(method.ReturnType) || method.ReturnType is IArrayTypeSymbol { Rank: 1 }
        : inputs.Any(static i => i.Derivative is not null && MayBeWritten(i));

    // The derivative of what a method may write holds the adjoint of its exit value first.
    private static string Hint(IEnumerable<RuleInput> inputs) => inputs.Any(static i => i.Derivative is not null && MayBeWritten(i))
        ? "// Where the method writes x, dX comes with the adjoint of what it left there, and leaves with that of what it found."
        : "// Add upstream times the partial derivative to each d: dX += upstream * ...";

    private static bool MayBeWritten(RuleInput input) =>
        input.RefKind is RefKind.Ref or RefKind.Out || input.Type is IArrayTypeSymbol or INamedTypeSymbol { Name: "Span" };

    /// <summary>The declaration of the derivative parameter; null for what carries none, or none that a rule can take.</summary>
    private static string? Derivative(ITypeSymbol type) => Element(type) is { } element
        ? IsNumber(element) ? $"System.Span<{Text(element)}>" : null
        : !IsMemory(type) && Carries(type) ? $"ref {Text(type)}" : null;

    private static string Upstream(ITypeSymbol type) => type is IArrayTypeSymbol array ? $"System.ReadOnlySpan<{Text(array.ElementType)}>" : Text(type);

    private static ITypeSymbol? Element(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", TypeArguments: [var item] } => item,
        _ => null,
    };

    private static bool IsMemory(ITypeSymbol type) => type is IArrayTypeSymbol or INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory", TypeArguments.Length: 1 };

    // Numbers, memory of them, and structs that hold some.
    private static bool Carries(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Carries(array.ElementType),
        INamedTypeSymbol { TypeArguments: [var item] } when IsMemory(type) => Carries(item),
        _ when IsNumber(type) => true,
        INamedTypeSymbol { IsValueType: true, SpecialType: SpecialType.None, TypeKind: TypeKind.Struct } record =>
            record.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T && record.GetMembers().OfType<IFieldSymbol>().Any(static f => !f.IsStatic && Carries(f.Type)),
        _ => false,
    };

    private static bool IsNumber(ITypeSymbol type) =>
        type is { SpecialType: SpecialType.System_Double or SpecialType.System_Single } or INamedTypeSymbol { Name: "Half", ContainingNamespace.Name: "System" }
        || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(static c => c is INamedTypeSymbol { Name: "IFloatingPointIeee754" or "IBinaryFloatingPointIeee754" }));

    private static string? Constraints(ITypeParameterSymbol parameter)
    {
        List<string> constraints = [.. parameter.ConstraintTypes.Select(Text)];
        string? kind = parameter.HasUnmanagedTypeConstraint ? "unmanaged" : parameter.HasValueTypeConstraint ? "struct" : parameter.HasReferenceTypeConstraint ? "class" : parameter.HasNotNullConstraint ? "notnull" : null;
        if (kind is not null)
        {
            constraints.Insert(0, kind);
        }

        if (parameter.HasConstructorConstraint)
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? null : $"where {parameter.Name} : {string.Join(", ", constraints)}";
    }

    private static string Modifier(RefKind kind) => kind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", RefKind.In => "in ", _ => "" };

    private static string Text(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);

    private static string Free(string name, HashSet<string> taken)
    {
        while (!taken.Add(name))
        {
            name += "_";
        }

        return name;
    }

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>The instance or a parameter of the method, and the declaration of its derivative, if it has one.</summary>
    private sealed record RuleInput(ITypeSymbol Type, RefKind RefKind, string Name, string? Derivative);
}
