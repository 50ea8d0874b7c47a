using Micrograd.Generators.Ir;
using static Micrograd.Generators.Rules.Primitives;
using static Micrograd.Generators.Rules.RuleDeclaration;

namespace Micrograd.Generators.Rules;

/// <summary>
/// Derivatives of the members that return one of their arguments: the adjoint goes to that one. On a tie each varied argument gets
/// half; a constant wins a tie, so that <c>Max(0, x)</c> has derivative 0 at 0. A NaN result came from the argument that is NaN, the
/// first if both. A selection selects, it never multiplies by 0.
/// </summary>
internal static class SelectionRules
{
    public static readonly ImmutableArray<DerivativeRule> All =
    [
        .. Selection("Max(T, T)", RuleFamilies.Everywhere, BinaryOperator.Greater),
        .. Selection("Min(T, T)", RuleFamilies.Everywhere, BinaryOperator.Less),
        .. SelectionByResult("MaxMagnitude(T, T)", RuleFamilies.Common),
        .. SelectionByResult("MinMagnitude(T, T)", RuleFamilies.Common),
        .. SelectionByResult("MaxNumber(T, T)", RuleFamilies.GenericMath),
        .. SelectionByResult("MinNumber(T, T)", RuleFamilies.GenericMath),
        .. SelectionByResult("MaxMagnitudeNumber(T, T)", RuleFamilies.GenericMath),
        .. SelectionByResult("MinMagnitudeNumber(T, T)", RuleFamilies.GenericMath),
        .. SelectionByResult("MaxNative(T, T)", RuleFamilies.GenericMath),
        .. SelectionByResult("MinNative(T, T)", RuleFamilies.GenericMath),
        .. Rule("Clamp(T, T, T)", RuleFamilies.GenericMath | RuleFamilies.Math | RuleFamilies.MathOnSingle, false, ClampRule.ToValue, ClampRule.ToLow, ClampRule.ToHigh),
        .. Rule("ClampNative(T, T, T)", RuleFamilies.GenericMath, false, ClampRule.ToValue, ClampRule.ToLow, ClampRule.ToHigh),
    ];

    private static ImmutableArray<DerivativeRule> Selection(string signature, RuleFamilies families, BinaryOperator wins) =>
        Rule(signature, families, strongZero: false, (call, u) => ToFirst(call, u, wins), (call, u) => ToSecond(call, u, wins));

    private static IrExpression ToFirst(RuleCall call, IrExpression u, BinaryOperator wins)
    {
        IrExpression zero = Zero(u.Type);
        if (!call.Varied[1] && call[1] is ConstantExpression bound && !IsNaNConstant(bound))
        {
            return Choose(Compare(call[0], LosesOrTies(wins), bound), zero, u);
        }

        IrExpression tie = call.Varied[1] ? Choose(call[0].IsEqual(call[1]), u * 0.5, zero) : zero;
        return Choose(Or(Compare(call[0], wins, call[1]), IsNaN(call[0])), u, tie);
    }

    private static IrExpression ToSecond(RuleCall call, IrExpression u, BinaryOperator wins)
    {
        IrExpression zero = Zero(u.Type);
        if (!call.Varied[0] && call[0] is ConstantExpression bound && !IsNaNConstant(bound))
        {
            return Choose(Compare(call[1], LosesOrTies(wins), bound), zero, u);
        }

        IrExpression firstWins = Or(Compare(call[0], call.Varied[0] ? wins : WinsOrTies(wins), call[1]), IsNaN(call[0]));
        return Choose(firstWins, zero, call.Varied[0] ? Choose(call[0].IsEqual(call[1]), u * 0.5, u) : u);
    }

    private static BinaryOperator LosesOrTies(BinaryOperator wins) =>
        wins is BinaryOperator.Greater ? BinaryOperator.LessOrEqual : BinaryOperator.GreaterOrEqual;

    private static BinaryOperator WinsOrTies(BinaryOperator wins) =>
        wins is BinaryOperator.Greater ? BinaryOperator.GreaterOrEqual : BinaryOperator.LessOrEqual;

    private static bool IsNaNConstant(ConstantExpression constant) => constant.Literal.EndsWith(".NaN", StringComparison.Ordinal);

    // What each of these compares differs (magnitudes; NaN ignored; whatever the machine does), but the result is one of the two.
    private static ImmutableArray<DerivativeRule> SelectionByResult(string signature, RuleFamilies families) =>
        Rule(signature, families, strongZero: false, (call, u) => ToSelected(call, u, 0), (call, u) => ToSelected(call, u, 1));

    private static IrExpression ToSelected(RuleCall call, IrExpression u, int index)
    {
        IrExpression zero = Zero(u.Type);
        IrExpression other = call[1 - index];
        IrExpression onTie = call.Varied[1 - index] ? u * 0.5 : zero;
        IrExpression cameFromNaN = index == 0 ? And(IsNaN(call.Result), IsNaN(call[0])) : And(IsNaN(call.Result), Not(IsNaN(call[0])));
        return Choose(
            call.Result.IsEqual(call[index]),
            Choose(call[index].IsEqual(other), onTie, u),
            Choose(cameFromNaN, u, zero));
    }
}
