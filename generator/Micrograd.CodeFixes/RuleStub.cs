using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.CodeFixes;

/// <summary>The text of a [DerivativeOf] rule without its formula: the method's parameters, the result's adjoint, and one derivative for each input.</summary>
internal static class RuleStub
{
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.MinimallyQualifiedFormat;

    /// <summary>Null for a method that a rule cannot be written for.</summary>
    public static string? TryWrite(IMethodSymbol method)
    {
        if (!method.IsStatic || method.IsGenericMethod || method.ContainingType.IsGenericType || !IsNumber(method.ReturnType)
            || method.Parameters.Any(static p => p.RefKind != RefKind.None || MayBeWritten(p.Type)) || !method.Parameters.Any(static p => Derivative(p.Type) is not null))
        {
            return null;
        }

        HashSet<string> taken = [.. method.Parameters.Select(static p => p.Name)];
        string type = method.ContainingType.ToDisplayString();
        List<string> parameters = [.. method.Parameters.Select(static p => $"{p.Type.ToDisplayString(TypeFormat)} {Escape(p.Name)}")];
        parameters.Add($"{method.ReturnType.ToDisplayString(TypeFormat)} {Free("upstream", taken)}");
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (Derivative(parameter.Type) is { } derivative)
            {
                parameters.Add($"{derivative} {Free("d" + char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1), taken)}");
            }
        }

        return $$"""
            [DerivativeOf(typeof({{type}}), nameof({{type}}.{{method.Name}}))]
            private static void {{method.Name}}Backward({{string.Join(", ", parameters)}})
            {
                // Add upstream times the partial derivative to each d: dX += upstream * ...
                throw new System.NotImplementedException();
            }
            """;
    }

    private static string? Derivative(ITypeSymbol type) => type switch
    {
        _ when IsNumber(type) => $"ref {type.ToDisplayString(TypeFormat)}",
        INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments: [var element] } when IsNumber(element) => $"System.Span<{element.ToDisplayString(TypeFormat)}>",
        _ => null,
    };

    // What a method may write to its arguments, no rule describes.
    private static bool MayBeWritten(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { Name: "Span", TypeArguments: [var element] } => IsNumber(element),
        IArrayTypeSymbol array => IsNumber(array.ElementType),
        _ => false,
    };

    private static bool IsNumber(ITypeSymbol type) => type.SpecialType is SpecialType.System_Double or SpecialType.System_Single;

    private static string Free(string name, HashSet<string> taken)
    {
        while (!taken.Add(name))
        {
            name += "_";
        }

        return name;
    }

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
