using Micrograd.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>Checks a [DerivativeOf] method where it stands: that it is the rule of something, and the only one.</summary>
internal static class DerivativeRuleCheck
{
    public static IEnumerable<Diagnostic> Run(GeneratorAttributeSyntaxContext marked)
    {
        if (marked.TargetSymbol is not IMethodSymbol rule)
        {
            yield break;
        }

        foreach (AttributeData attribute in marked.Attributes)
        {
            if (attribute.ConstructorArguments is [{ Value: INamedTypeSymbol type }, { Value: string name }])
            {
                Location place = rule.Locations.FirstOrDefault() ?? Location.None;
                IMethodSymbol[] overloads = type.GetMembers(name).OfType<IMethodSymbol>().ToArray();
                if (UnfinishedDeclaration.Is(rule) || overloads.Any(UnfinishedDeclaration.Is))
                {
                    continue;
                }

                if (!overloads.Any(method => DerivativeRuleShape.Fits(rule, method)) && overloads.Any(method => DerivativeRuleShape.IsForward(rule, method)))
                {
                    // Well formed; forward mode, which would call it, is not there yet.
                    continue;
                }

                if (!overloads.Any(method => DerivativeRuleShape.Fits(rule, method)))
                {
                    IMethodSymbol? meant = overloads.FirstOrDefault(method => DerivativeRuleShape.LeadsLike(rule, method)) ?? overloads.FirstOrDefault();
                    string expected = meant is null ? $"'{name}' to be a method of '{type.Name}'" : $"'{DerivativeRuleShape.Signature(meant, rule.Name)}'";
                    yield return Diagnostic.Create(DerivativeDiagnostics.RuleMatchesNothing, place, rule.Name, $"{type.Name}.{name}", expected);
                }
                else if (IsSecond(rule, type, name, overloads))
                {
                    yield return Diagnostic.Create(DerivativeDiagnostics.RuleIsSecond, place, rule.Name, $"{type.Name}.{name}");
                }
            }
        }
    }

    // Within the rule's own type; rules for one method are written side by side.
    private static bool IsSecond(IMethodSymbol rule, INamedTypeSymbol type, string name, IMethodSymbol[] overloads) =>
        rule.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .TakeWhile(other => !SymbolEqualityComparer.Default.Equals(other, rule))
            .Any(other => other.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == AttributeNames.DerivativeOf
                    && a.ConstructorArguments is [{ Value: INamedTypeSymbol otherType }, { Value: string otherName }]
                    && SymbolEqualityComparer.Default.Equals(type, otherType) && name == otherName)
                && overloads.Any(method => DerivativeRuleShape.Fits(rule, method) && DerivativeRuleShape.Fits(other, method)));
}
