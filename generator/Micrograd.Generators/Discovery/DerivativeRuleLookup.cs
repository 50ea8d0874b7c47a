using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>Finds the [DerivativeOf] rule of a method: the one whose leading parameters are the method's.</summary>
internal static class DerivativeRuleLookup
{
    /// <param name="compilation">Where the rules are looked up.</param>
    /// <param name="rules">The rules within reach.</param>
    /// <param name="used">Receives the rules that are found.</param>
    public static Func<IMethodSymbol, IMethodSymbol?> In(Compilation compilation, EquatableArray<DerivativeRuleEntry> rules, ISet<string> used)
    {
        ILookup<(string, string), string> byTarget = rules.ToLookup(static r => (r.TargetType, r.TargetMethod), static r => r.RuleId);
        return method => byTarget.Count == 0 || method.ContainingType is null ? null : Find(method, byTarget[(TypeText.Of(method.ContainingType.OriginalDefinition), method.Name)], compilation, used);
    }

    private static IMethodSymbol? Find(IMethodSymbol method, IEnumerable<string> ruleIds, Compilation compilation, ISet<string> used)
    {
        IMethodSymbol? found = ruleIds
            .Select(id => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation))
            .OfType<IMethodSymbol>()
            .FirstOrDefault(rule => DerivativeRuleShape.Fits(rule, method));
        if (found is null)
        {
            return null;
        }

        used.Add(DerivativeRuleIndex.IdOf(found));
        return DerivativeRuleShape.Constructed(found, method);
    }
}
