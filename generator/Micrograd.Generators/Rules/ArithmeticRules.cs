using static Micrograd.Generators.Rules.Primitives;
using static Micrograd.Generators.Rules.RuleDeclaration;

namespace Micrograd.Generators.Rules;

/// <summary>Derivatives of the members that do arithmetic: products, scaling, remainders, interpolation.</summary>
internal static class ArithmeticRules
{
    public static readonly ImmutableArray<DerivativeRule> All =
    [
        .. Rule("FusedMultiplyAdd(T, T, T)", RuleFamilies.Common, strongZero: false, (call, u) => u * call[1], (call, u) => u * call[0], (call, u) => u),
        .. Rule("MultiplyAddEstimate(T, T, T)", RuleFamilies.GenericMath, strongZero: false, (call, u) => u * call[1], (call, u) => u * call[0], (call, u) => u),

        // a·(1 - t) + b·t.
        .. Rule("Lerp(T, T, T)", RuleFamilies.GenericMath, strongZero: false,
            (call, u) => u * (1.0 - call[2]),
            (call, u) => u * call[2],
            (call, u) => u * (call[1] - call[0])),

        .. Rule("ScaleB(T, int)", RuleFamilies.Common, strongZero: false, (call, u) => ScaleB(u, call[1]), null),
        .. Rule("IEEERemainder(T, T)", RuleFamilies.MathClasses, strongZero: false, (call, u) => u, OperatorRules.ToDivisor)
            .Alias("Ieee754Remainder(T, T)", RuleFamilies.GenericMath),

        // Of the exact function: an estimate is a step function on some machines.
        .. Unary("ReciprocalEstimate(T)", (x, y, u) => -(u / x / x)),
        .. Unary("ReciprocalSqrtEstimate(T)", (x, y, u) => -0.5 * u / (x * Sqrt(x))),

        .. Unary("BitIncrement(T)", (x, y, u) => u),
        .. Unary("BitDecrement(T)", (x, y, u) => u),
        .. Unary("DegreesToRadians(T)", (x, y, u) => u * (Math.PI / 180.0), RuleFamilies.GenericMath),
        .. Unary("RadiansToDegrees(T)", (x, y, u) => u * (180.0 / Math.PI), RuleFamilies.GenericMath),
    ];
}
