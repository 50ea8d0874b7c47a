using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Symbols;

/// <summary>The substitute that a [DifferentiateAs] names: a method of the same type with the same signature.</summary>
internal static class Substitutes
{
    public static string? NameOf(IMethodSymbol method) =>
        method.GetAttributes().FirstOrDefault(static a => a.AttributeClass?.ToDisplayString() == "Micrograd.DifferentiateAsAttribute")?.ConstructorArguments is [{ Value: string name }] ? name : null;

    /// <summary>Null where there is none that fits.</summary>
    public static IMethodSymbol? Find(IMethodSymbol method) => NameOf(method) is not { } name ? null : method.ContainingType.GetMembers(name)
        .OfType<IMethodSymbol>()
        .FirstOrDefault(substitute => !SymbolEqualityComparer.Default.Equals(substitute.OriginalDefinition, method.OriginalDefinition) && IsAlike(substitute, method));

    /// <summary>Why the derivative cannot be exchanged, for a method of this kind; null if it can.</summary>
    public static string? WhyUnsupported(IMethodSymbol method)
    {
        return !IsNumber(method.ReturnType) ? "whose result is not one floating-point number"
            : method.Parameters.Any(static p => p.RefKind is RefKind.Ref or RefKind.Out) ? "that takes a variable by reference"
            : method.Parameters.Any(static p => p.Type is INamedTypeSymbol { Name: "Span" } && p.Type.IsSpan()) ? "that could write to a span"
            : null;
    }

    private static bool IsNumber(ITypeSymbol type) =>
        NumberTypes.KindOf(type) is >= ScalarKind.Half || (type is ITypeParameterSymbol parameter && NumberTypes.IsFloating(parameter));

    private static bool IsAlike(IMethodSymbol substitute, IMethodSymbol method)
    {
        if (substitute.IsStatic != method.IsStatic || substitute.Arity != method.Arity || substitute.Parameters.Length != method.Parameters.Length)
        {
            return false;
        }

        IMethodSymbol alike = substitute.IsGenericMethod ? substitute.ConstructedFrom.Construct([.. method.TypeArguments]) : substitute;
        return SymbolEqualityComparer.Default.Equals(alike.ReturnType, method.ReturnType)
            && alike.Parameters.Zip(method.Parameters, static (s, m) => SymbolEqualityComparer.Default.Equals(s.Type, m.Type) && s.RefKind == m.RefKind).All(static same => same);
    }
}
