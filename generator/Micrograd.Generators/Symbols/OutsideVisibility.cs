using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Symbols;

/// <summary>Whether code compiled later, in another assembly, may name a symbol, as far as the symbol and what holds it say.</summary>
internal static class OutsideVisibility
{
    private const string InternalsVisibleTo = "System.Runtime.CompilerServices.InternalsVisibleToAttribute";

    public static bool Has(ISymbol symbol)
    {
        bool hasFriends = symbol.ContainingAssembly.GetAttributes().Any(static a => a.AttributeClass?.ToDisplayString() == InternalsVisibleTo);
        for (ISymbol? part = symbol; part is not null and not INamespaceSymbol; part = part.ContainingType)
        {
            if (part.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)
                && !(hasFriends && part.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether another assembly may call the method and there can be one: nobody builds on the methods of a program.</summary>
    public static bool IsOffered(IMethodSymbol method) =>
        method.ContainingAssembly is ISourceAssemblySymbol { Compilation.Options.OutputKind: OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule } && Has(method);
}
