using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Discovery;

/// <summary>An override of a marked method that is not marked: the derivative it inherits is that of another body.</summary>
internal static class OverrideCheck
{
    public static bool IsCandidate(SyntaxNode node) => node is MethodDeclarationSyntax method && method.Modifiers.Any(SyntaxKind.OverrideKeyword);

    public static Diagnostic? Run(GeneratorSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.SemanticModel.GetDeclaredSymbol(context.Node, cancellationToken) is not IMethodSymbol method || method.Has(AttributeNames.Differentiable) || method.Has(AttributeNames.NoDiff))
        {
            return null;
        }

        for (IMethodSymbol? overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (overridden.Has(AttributeNames.Differentiable))
            {
                return Diagnostic.Create(
                    UsageDiagnostics.OverrideNotMarked, method.Locations.FirstOrDefault() ?? Location.None, method.Name, overridden.ContainingType.Name, "is not marked itself", method.ContainingType.Name, ", or this one [NoDiff] to leave it so");
            }
        }

        return null;
    }
}
