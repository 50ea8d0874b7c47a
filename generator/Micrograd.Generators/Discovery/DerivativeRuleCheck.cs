using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>Checks a [DerivativeOf] method where it stands: that it is the rule of something, the only one, and of use.</summary>
internal sealed class DerivativeRuleCheck(Compilation compilation, EquatableArray<DerivativeRuleEntry> rules, RuleUse use)
{
    public IEnumerable<Diagnostic> Run(IMethodSymbol rule, ImmutableArray<AttributeData> attributes)
    {
        Location place = rule.Locations.FirstOrDefault() ?? Location.None;
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.ConstructorArguments is [{ Value: INamedTypeSymbol type }, { Value: string name }])
            {
                IMethodSymbol[] overloads = type.GetMembers(name).OfType<IMethodSymbol>().ToArray();
                if (UnfinishedDeclaration.Is(rule) || overloads.Any(UnfinishedDeclaration.Is))
                {
                    continue;
                }

                IMethodSymbol[] own = [.. overloads.Where(method => DerivativeRuleShape.Fits(rule, method))];
                if (own.Length == 0)
                {
                    // A forward rule is well formed; forward mode, which would call it, is not there yet.
                    if (!overloads.Any(method => DerivativeRuleShape.IsForward(rule, method)))
                    {
                        IMethodSymbol? meant = overloads.FirstOrDefault(method => DerivativeRuleShape.LeadsLike(rule, method)) ?? overloads.FirstOrDefault();
                        string expected = meant is null ? $"'{name}' to be a method of '{type.Name}'" : $"'{DerivativeRuleShape.Signature(meant, rule.Name)}'";
                        yield return Diagnostic.Create(DerivativeDiagnostics.RuleMatchesNothing, place, rule.Name, $"{type.Name}.{name}", expected);
                    }
                }
                else if (Other(rule, type, own) is { } other)
                {
                    yield return Diagnostic.Create(DerivativeDiagnostics.RuleIsSecond, place, rule.Name, $"{type.Name}.{name}", other);
                }
                else if (use.IsComplete && !use.Used.Contains(DerivativeRuleIndex.IdOf(rule)) && !MayBeUsedElsewhere(rule, own))
                {
                    yield return Diagnostic.Create(DerivativeDiagnostics.RuleIsNeverUsed, place, rule.Name, $"{type.Name}.{name}");
                }
            }
        }
    }

    /// <summary>What else gives one of these methods a derivative: a substitute, an earlier rule of the source, or one of a referenced assembly.</summary>
    private string? Other(IMethodSymbol rule, INamedTypeSymbol type, IMethodSymbol[] methods)
    {
        if (methods.Select(Substitutes.NameOf).FirstOrDefault(static name => name is not null) is { } substitute)
        {
            return $"[DifferentiateAs(\"{substitute}\")]";
        }

        string target = TypeText.Of(type.OriginalDefinition);
        bool isLater = false;
        foreach (DerivativeRuleEntry entry in rules.Where(r => r.TargetType == target && methods.Any(m => m.Name == r.TargetMethod)))
        {
            bool isSelf = entry.RuleId == DerivativeRuleIndex.IdOf(rule);
            isLater |= isSelf;
            if (!isSelf
                && DocumentationCommentId.GetFirstSymbolForDeclarationId(entry.RuleId, compilation) is IMethodSymbol other
                && (!isLater || !SymbolEqualityComparer.Default.Equals(other.ContainingAssembly, rule.ContainingAssembly))
                && methods.Any(method => DerivativeRuleShape.Fits(other, method)))
            {
                return $"'{other.ContainingType.Name}.{other.Name}'";
            }
        }

        return null;
    }

    // A public rule is for other projects, also where nothing else of it is; an internal one for friends, who must be able to call the method.
    private static bool MayBeUsedElsewhere(IMethodSymbol rule, IMethodSymbol[] methods) => IsPublic(rule) || (OutsideVisibility.Has(rule) && methods.Any(OutsideVisibility.Has));

    private static bool IsPublic(IMethodSymbol rule)
    {
        for (ISymbol? symbol = rule; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }
}
