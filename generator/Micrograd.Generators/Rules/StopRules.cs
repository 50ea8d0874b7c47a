namespace Micrograd.Generators.Rules;

/// <summary>Places where the user drops the derivative.</summary>
internal static class StopRules
{
    public static readonly ImmutableArray<DerivativeRule> All =
    [
        new("Micrograd.Gradient.Stop(double)", "Stop", [null]) { IsConstant = true },
        new("Micrograd.Gradient.Stop(float)", "Stop", [null]) { IsConstant = true },
    ];
}
