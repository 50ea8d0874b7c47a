using static Micrograd.Generators.Rules.Primitives;
using static Micrograd.Generators.Rules.RuleDeclaration;

namespace Micrograd.Generators.Rules;

/// <summary>Derivatives of the logarithms.</summary>
internal static class LogarithmRules
{
    // 1 / ln 2 and 1 / ln 10: the product with x would overflow where the derivative does not vanish.
    private const double Log2E = 1.44269504088896340736;

    private const double Log10E = 0.434294481903251827651;

    public static readonly ImmutableArray<DerivativeRule> All =
    [
        .. Unary("Log(T)", (x, y, u) => u / x, strongZero: true),
        .. Unary("Log2(T)", (x, y, u) => Log2E * u / x, strongZero: true),
        .. Unary("Log10(T)", (x, y, u) => Log10E * u / x, strongZero: true),
        .. Unary("LogP1(T)", (x, y, u) => u / (1.0 + x), RuleFamilies.GenericMath, strongZero: true),
        .. Unary("Log2P1(T)", (x, y, u) => Log2E * u / (1.0 + x), RuleFamilies.GenericMath, strongZero: true),
        .. Unary("Log10P1(T)", (x, y, u) => Log10E * u / (1.0 + x), RuleFamilies.GenericMath, strongZero: true),

        // y = ln a / ln b.
        .. Rule("Log(T, T)", RuleFamilies.Common, strongZero: true,
            (call, u) => u / Log(call[1]) / call[0],
            (call, u) => -(u * call.Result / Log(call[1]) / call[1])),
    ];
}
