using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// Declarations as they are while they are being typed. The compiler reports them; generated members would have the same
/// mistake once more, so there are none.
/// </summary>
internal static class UnfinishedDeclaration
{
    // A function inside a method is no member of a type, nor is one in an extension block, and a diagnostic of its own says so.
    public static bool Is(IMethodSymbol method) => method.MethodKind is not (MethodKind.AnonymousFunction or MethodKind.LocalFunction) && !method.ContainingType.IsExtension
        && (HasUnfinishedName(method) || IsMisplaced(method) || IsMoreAccessibleThanItsTypes(method));

    // An instance member of a static class; an extension method of a class that is not; a method with the name of a field, or of its type.
    private static bool IsMisplaced(IMethodSymbol method) =>
        (method.ContainingType.IsStatic && !method.IsStatic) || (method.IsExtensionMethod && !method.ContainingType.IsStatic) || method.Name == method.ContainingType.Name || method.ContainingType.GetMembers(method.Name).Any(static m => m is not IMethodSymbol);

    private static bool IsMoreAccessibleThanItsTypes(IMethodSymbol method) =>
        method.Parameters.Select(static p => p.Type).Append(method.ReturnType).Concat(method.TypeParameters.SelectMany(static t => t.ConstraintTypes)).Any(t => IsLessAccessible(t, Accessible(method)));

    public static bool Is(INamedTypeSymbol type, IEnumerable<ISymbol> members) => StandsInUnnamed(type) || members.Any(m => m.Name == "" || (type.IsStatic && !m.IsStatic));

    // A parameter is declared twice while its copy is being renamed.
    private static bool HasUnfinishedName(IMethodSymbol method)
    {
        string[] names = [.. method.Parameters.Select(static p => p.Name), .. method.TypeParameters.Select(static t => t.Name)];
        return method.Name == "" || names.Contains("") || names.Distinct().Count() < names.Length || HasUnfinishedTypes(method) || StandsInUnnamed(method.ContainingType);
    }

    private static bool HasUnfinishedTypes(IMethodSymbol method) =>
        UnknownTypes.HasInConstraints(method)
        || method.Parameters.Select(static p => p.Type).Append(method.ReturnType).Any(static t => t is { IsValueType: true, DeclaringSyntaxReferences.Length: > 0 } && t.GetMembers().Any(static m => m.Name == ""));

    // A name that is not typed yet is empty; a method outside of any type stands in one with a name of the compiler's.
    private static bool StandsInUnnamed(INamedTypeSymbol type)
    {
        for (INamespaceOrTypeSymbol? outer = type; outer is not (null or INamespaceSymbol { IsGlobalNamespace: true }); outer = (INamespaceOrTypeSymbol?)outer.ContainingType ?? outer.ContainingNamespace)
        {
            if (!SyntaxFacts.IsValidIdentifier(outer.Name) || (outer is INamedTypeSymbol named && named.TypeParameters.Any(static t => t.Name == "")))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLessAccessible(ITypeSymbol type, int level) => type switch
    {
        IArrayTypeSymbol array => IsLessAccessible(array.ElementType, level),
        INamedTypeSymbol named => Accessible(named) < level || named.TypeArguments.Any(t => IsLessAccessible(t, level)),
        _ => false,
    };

    // From 0, within one type, to 3, everywhere: the least of the symbol and what contains it.
    private static int Accessible(ISymbol? symbol)
    {
        int least = 3;
        for (; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingType)
        {
            least = Math.Min(least, symbol.DeclaredAccessibility switch
            {
                Accessibility.Private => 0,
                Accessibility.Protected or Accessibility.ProtectedAndInternal => 1,
                Accessibility.Internal or Accessibility.ProtectedOrInternal => 2,
                _ => 3,
            });
        }

        return least;
    }
}
