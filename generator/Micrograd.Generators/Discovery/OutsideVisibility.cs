using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>Whether code compiled later, in another assembly, may call a method. Nobody builds on the methods of a program.</summary>
internal static class OutsideVisibility
{
    private const string InternalsVisibleTo = "System.Runtime.CompilerServices.InternalsVisibleToAttribute";

    public static bool Has(IMethodSymbol method)
    {
        if (method.ContainingAssembly is not ISourceAssemblySymbol { Compilation.Options.OutputKind: OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule } assembly)
        {
            return false;
        }

        bool hasFriends = assembly.GetAttributes().Any(static a => a.AttributeClass?.ToDisplayString() == InternalsVisibleTo);
        for (ISymbol? symbol = method; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingType)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)
                && !(hasFriends && symbol.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal))
            {
                return false;
            }
        }

        return true;
    }
}
