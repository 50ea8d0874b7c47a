using static Micrograd.Generators.Rules.Primitives;
using static Micrograd.Generators.Rules.RuleDeclaration;

namespace Micrograd.Generators.Rules;

/// <summary>Derivatives of the trigonometric functions, in radians and in half turns.</summary>
internal static class TrigonometricRules
{
    public static readonly ImmutableArray<DerivativeRule> All =
    [
        .. Unary("Sin(T)", (x, y) => Cos(x)),
        .. Unary("Cos(T)", (x, y) => -Sin(x)),
        .. Unary("Tan(T)", (x, y) => 1.0 + (y * y)),
        .. Unary("SinCos(T).Sin", (x, y) => Cos(x)),
        .. Unary("SinCos(T).Cos", (x, y) => -Sin(x)),

        .. Unary("SinPi(T)", (x, y) => Math.PI * CosPi(x), RuleFamilies.GenericMath),
        .. Unary("CosPi(T)", (x, y) => -Math.PI * SinPi(x), RuleFamilies.GenericMath),
        .. Unary("TanPi(T)", (x, y) => Math.PI * (1.0 + (y * y)), RuleFamilies.GenericMath),
        .. Unary("SinCosPi(T).SinPi", (x, y) => Math.PI * CosPi(x), RuleFamilies.GenericMath),
        .. Unary("SinCosPi(T).CosPi", (x, y) => -Math.PI * SinPi(x), RuleFamilies.GenericMath),

        // (1 - x)(1 + x), not 1 - x²: exact differences near ±1, where the derivative is large.
        .. Unary("Asin(T)", (x, y, u) => u / Sqrt((1.0 - x) * (1.0 + x)), strongZero: true),
        .. Unary("Acos(T)", (x, y, u) => -(u / Sqrt((1.0 - x) * (1.0 + x))), strongZero: true),
        .. Unary("Atan(T)", (x, y, u) => u / (1.0 + (x * x))),
        .. Unary("AsinPi(T)", (x, y, u) => u / (Math.PI * Sqrt((1.0 - x) * (1.0 + x))), RuleFamilies.GenericMath, strongZero: true),
        .. Unary("AcosPi(T)", (x, y, u) => -(u / (Math.PI * Sqrt((1.0 - x) * (1.0 + x)))), RuleFamilies.GenericMath, strongZero: true),
        .. Unary("AtanPi(T)", (x, y, u) => u / (Math.PI * (1.0 + (x * x))), RuleFamilies.GenericMath),

        .. Rule("Atan2(T, T)", RuleFamilies.Common, strongZero: false,
            (call, u) => u * OverSquaredDistance(call, call[1]),
            (call, u) => -(u * OverSquaredDistance(call, call[0]))),
        .. Rule("Atan2Pi(T, T)", RuleFamilies.GenericMath, strongZero: false,
            (call, u) => u * (OverSquaredDistance(call, call[1]) / Math.PI),
            (call, u) => -(u * (OverSquaredDistance(call, call[0]) / Math.PI))),
    ];

    // a / (x² + y²) without the squares, which overflow and underflow; 0 at the origin.
    private static Ir.IrExpression OverSquaredDistance(RuleCall call, Ir.IrExpression a)
    {
        Ir.IrExpression distance = Hypot(call[0], call[1]);
        return Choose(distance.IsEqual(Zero(a.Type)), Zero(a.Type), a / distance / distance);
    }
}
