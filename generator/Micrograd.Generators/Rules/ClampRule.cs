using Micrograd.Generators.Ir;
using static Micrograd.Generators.Rules.Primitives;

namespace Micrograd.Generators.Rules;

/// <summary><c>Clamp(x, low, high)</c> as <c>Min(Max(x, low), high)</c>, with the ties of both. A NaN passes the comparisons, as x does then.</summary>
internal static class ClampRule
{
    public static IrExpression ToValue(RuleCall call, IrExpression u)
    {
        if (!call.Varied[1] && !call.Varied[2])
        {
            IrExpression outside = Or(
                Compare(call[0], BinaryOperator.LessOrEqual, call[1]),
                Compare(call[0], BinaryOperator.GreaterOrEqual, call[2]));
            return Choose(outside, Zero(u.Type), u);
        }

        return Keep(call[0], BinaryOperator.Less, call[1], call.Varied[1], ToRaised(call, u));
    }

    public static IrExpression ToLow(RuleCall call, IrExpression u) =>
        Yield(call[0], BinaryOperator.Less, call[1], call.Varied[0], ToRaised(call, u));

    public static IrExpression ToHigh(RuleCall call, IrExpression u) =>
        Yield(Raised(call), BinaryOperator.Greater, call[2], call.Varied[0] || call.Varied[1], u);

    private static IrExpression ToRaised(RuleCall call, IrExpression u) =>
        Keep(Raised(call), BinaryOperator.Greater, call[2], call.Varied[2], u);

    private static IrExpression Raised(RuleCall call) => Choose(call[0].IsLess(call[1]), call[1], call[0]);

    // The part of the first operand, which yields to the second where `loses` holds.
    private static IrExpression Keep(IrExpression first, BinaryOperator loses, IrExpression second, bool secondVaried, IrExpression u)
    {
        IrExpression zero = Zero(u.Type);
        return secondVaried
            ? Choose(Compare(first, loses, second), zero, Choose(first.IsEqual(second), u * 0.5, u))
            : Choose(Or(Compare(first, loses, second), first.IsEqual(second)), zero, u);
    }

    // The part of the second operand.
    private static IrExpression Yield(IrExpression first, BinaryOperator loses, IrExpression second, bool firstVaried, IrExpression u)
    {
        IrExpression zero = Zero(u.Type);
        return Choose(Compare(first, loses, second), u, firstVaried ? Choose(first.IsEqual(second), u * 0.5, zero) : zero);
    }
}
