using Micrograd.Generators.Ir;
using static Micrograd.Generators.Rules.Primitives;
using static Micrograd.Generators.Rules.RuleDeclaration;

namespace Micrograd.Generators.Rules;

/// <summary>Derivatives of roots, powers and distances.</summary>
internal static class PowerRules
{
    public static readonly ImmutableArray<DerivativeRule> All =
    [
        .. Unary("Sqrt(T)", (x, y, u) => u / (y + y), strongZero: true),
        .. Unary("Cbrt(T)", (x, y, u) => u / (3.0 * (y * y)), strongZero: true),

        // 1 / (n·y^(n - 1)), not y / (n·x), which is 0 / 0 at 0.
        .. Rule("RootN(T, int)", RuleFamilies.GenericMath, strongZero: true,
            (call, u) => u / (Degree(call) * Pow(call.Result, Degree(call) - 1.0)),
            null),

        .. Rule("Hypot(T, T)", RuleFamilies.GenericMath, strongZero: true,
            (call, u) => u * OverDistance(call[0], call.Result),
            (call, u) => u * OverDistance(call[1], call.Result)),

        .. Rule("Pow(T, T)", RuleFamilies.Common, strongZero: true, ToBase, ToExponent),
    ];

    private static IrExpression Degree(RuleCall call) => new ConversionExpression(call[1], call.Result.Type);

    // x / √(x² + y²), 0 at the origin.
    private static IrExpression OverDistance(IrExpression x, IrExpression distance) =>
        Choose(distance.IsEqual(Zero(x.Type)), Zero(x.Type), x / distance);

    // y·x^(y - 1), and 0 where y = 0 (x^-1 may be infinite). The usual constant exponents need no call.
    private static IrExpression ToBase(RuleCall call, IrExpression u)
    {
        IrExpression x = call[0];
        IrExpression y = call[1];
        return ConstantValue(y) switch
        {
            0.0 => u * 0.0,
            1.0 => u,
            2.0 => u * (x + x),
            3.0 => u * (3.0 * (x * x)),
            double c when !double.IsNaN(c) => u * (y * Pow(x, Number(c - 1.0, y))),
            _ => u * Choose(y.IsEqual(Zero(y.Type)), Zero(y.Type), y * Pow(x, y - 1.0)),
        };
    }

    // x^y·ln x, and 0 where x = 0 and y > 0 (0·-∞).
    private static IrExpression ToExponent(RuleCall call, IrExpression u)
    {
        IrExpression x = call[0];
        IrExpression zero = Zero(x.Type);
        return u * Choose(And(x.IsEqual(zero), call[1].IsGreater(zero)), zero, call.Result * Log(x));
    }

    private static double? ConstantValue(IrExpression exponent) => exponent switch
    {
        ConstantExpression c => c.Value,
        ConversionExpression { Operand: ConstantExpression { Type.IsInteger: true } c } => c.Value,
        _ => null,
    };
}
