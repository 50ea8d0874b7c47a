using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Rules;

/// <summary>
/// Every primitive with its partial derivatives. Reverse and forward mode, the tape lift and the analysis of what is recorded all
/// read this table, so that modes cannot drift apart.
/// </summary>
internal static class RuleTable
{
    public static ImmutableArray<DerivativeRule> All { get; } =
    [
        .. OperatorRules.All,
        .. TrigonometricRules.All,
        .. HyperbolicRules.All,
        .. ExponentialRules.All,
        .. LogarithmRules.All,
        .. PowerRules.All,
        .. ArithmeticRules.All,
        .. SelectionRules.All,
        .. SignRules.All,
        .. RoundingRules.All,
        .. StopRules.All,
    ];

    private static readonly ImmutableDictionary<string, DerivativeRule> ByKey = All.ToImmutableDictionary(static r => r.Key, StringComparer.Ordinal);

    public static DerivativeRule? Find(string key) => ByKey.TryGetValue(key, out DerivativeRule? rule) ? rule : null;

    /// <summary>The row of a floating-point operation or a call; null where the node is neither, or has no row.</summary>
    public static DerivativeRule? Find(IrExpression node) => node switch
    {
        UnaryExpression { Type.IsFloating: true } unary => OperatorRules.Find(unary.Operator),
        BinaryExpression { Type.IsFloating: true } binary => OperatorRules.Find(binary.Operator),
        RuleCallExpression call => Find(call.Rule),
        _ => null,
    };

    public static bool IsKnown(string key) => ByKey.ContainsKey(key);
}
