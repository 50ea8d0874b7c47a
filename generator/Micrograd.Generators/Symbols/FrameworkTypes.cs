using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Symbols;

/// <summary>What comes from .NET itself, by its namespace.</summary>
internal static class FrameworkTypes
{
    /// <summary>Whether a type or member stands in <c>System</c> or a namespace below it, and is not the user's own.</summary>
    public static bool IsFramework(this ISymbol symbol)
    {
        INamespaceSymbol? space = symbol.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System", IsGlobalNamespace: false } && !symbol.Locations.Any(static l => l.IsInSource);
    }

    /// <summary><c>Memory&lt;T&gt;</c> and <c>ReadOnlyMemory&lt;T&gt;</c> of floating-point numbers.</summary>
    public static bool IsFloatingMemory(this ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Memory" or "ReadOnlyMemory", Arity: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }, TypeArguments: [var element] }
        && (NumberTypes.KindOf(element) >= Ir.ScalarKind.Half || element is ITypeParameterSymbol parameter && NumberTypes.IsFloating(parameter));

    /// <summary><c>Span&lt;T&gt;</c> and <c>ReadOnlySpan&lt;T&gt;</c>.</summary>
    public static bool IsSpan(this ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", Arity: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
