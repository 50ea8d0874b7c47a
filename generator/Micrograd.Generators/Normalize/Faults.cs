using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>The exceptions that code may end with, as far as one can be told from another.</summary>
[Flags]
internal enum Faults
{
    None = 0,
    Index = 1,
    Division = 2,
    Overflow = 4,

    /// <summary>Of code that is not understood, or one of several.</summary>
    Other = 8,
}

/// <summary>Whether it is seen which of two pieces of code comes first, though both only compute.</summary>
internal static class FaultOrder
{
    /// <summary>Two that can only fail in the same way fail alike in either order.</summary>
    public static bool Matters(IrExpression first, IEnumerable<IrStatement> second)
    {
        Faults before = Of(first.SelfAndDescendants());
        Faults after = before == Faults.None ? Faults.None : Of(second.AllExpressions());
        return before != Faults.None && after != Faults.None && (before != after || before is not (Faults.Index or Faults.Division or Faults.Overflow));
    }

    private static Faults Of(IEnumerable<IrExpression> expressions) => expressions.Aggregate(Faults.None, static (all, e) => all | Of(e));

    private static Faults Of(IrExpression expression) => expression switch
    {
        ElementExpression => Faults.Index,
        BinaryExpression { IsChecked: true } or UnaryExpression { IsChecked: true } or ConversionExpression { IsChecked: true } => Faults.Overflow,
        BinaryExpression { Operator: BinaryOperator.Divide or BinaryOperator.Remainder, Type.IsInteger: true } quotient => quotient.Right is ConstantExpression { Bits: > 0 } ? Faults.None : Faults.Division,
        ViewExpression { Start: null, Length: null } => Faults.None,
        OpaqueExpression or PairCallExpression or DerivativeCallExpression or NewArrayExpression or FilledArrayExpression or ViewExpression => Faults.Other,
        RuleCallExpression call => CodeEffects.CannotThrow(call) ? Faults.None : Faults.Other,
        _ => Faults.None,
    };
}
