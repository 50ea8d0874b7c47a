using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Symbols;

/// <summary>
/// Which marked methods have a pair beside them, as far as their declarations say: asked where a method is compiled, and again
/// where another assembly calls it.
/// </summary>
internal static class PairedMembers
{
    /// <summary>Whether a call of the method always runs it, on what it is called on: no override runs instead, and no struct changes that the pair would hold a copy of.</summary>
    public static bool IsPossible(IMethodSymbol method) => method.IsStatic
        ? method is { IsAbstract: false, IsVirtual: false }
        : method.ContainingType.TypeKind switch
        {
            TypeKind.Class => !IsOpen(method) && method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal,
            TypeKind.Struct => method.IsReadOnly || method.ContainingType.IsReadOnly,
            _ => false,
        };

    private static bool IsOpen(IMethodSymbol method) =>
        method.IsAbstract || ((method.IsVirtual || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed);
}
