using static Micrograd.Generators.Rules.RuleDeclaration;

namespace Micrograd.Generators.Rules;

/// <summary>Step functions: their derivative is 0, at the steps too.</summary>
internal static class RoundingRules
{
    public static readonly ImmutableArray<DerivativeRule> All =
    [
        .. Flat("Floor(T)"),
        .. Flat("Ceiling(T)"),
        .. Flat("Truncate(T)"),
        .. Flat("Round(T)"),
        .. Flat("Round(T, int)"),
        .. Flat("Round(T, System.MidpointRounding)"),
        .. Flat("Round(T, int, System.MidpointRounding)"),
    ];
}
