using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>Finds the [DerivativeOf] rule of a method: the one whose leading parameters are the method's.</summary>
internal static class DerivativeRuleLookup
{
    public static Func<IMethodSymbol, IMethodSymbol?> In(Compilation compilation, EquatableArray<DerivativeRuleEntry> rules)
    {
        ILookup<(string, string), string> byTarget = rules.ToLookup(static r => (r.TargetType, r.TargetMethod), static r => r.RuleId);
        return method => byTarget.Count == 0 || method.ContainingType is null ? null : Find(method, byTarget[(TypeText.Of(method.ContainingType.OriginalDefinition), method.Name)], compilation);
    }

    private static IMethodSymbol? Find(IMethodSymbol method, IEnumerable<string> ruleIds, Compilation compilation) => ruleIds
        .Select(id => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation))
        .OfType<IMethodSymbol>()
        .Where(rule => DerivativeRuleShape.Fits(rule, method))
        .Select(rule => DerivativeRuleShape.Constructed(rule, method))
        .FirstOrDefault();
}
