using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>An assignment of the form <c>t = t + e</c> or <c>t = t - e</c> where e does not read t's memory.</summary>
internal sealed record SelfUpdate(IrExpression Added, bool IsSubtracted)
{
    public static SelfUpdate? Of(AssignStatement assign)
    {
        if (assign.Value is not BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum || assign.Target.Root() is not { } root)
        {
            return null;
        }

        bool subtracts = sum.Operator == BinaryOperator.Subtract;
        IrExpression? added = sum.Left.Equals(assign.Target) ? sum.Right
            : !subtracts && sum.Right.Equals(assign.Target) ? sum.Left
            : Remainder(sum, assign.Target);
        return added is not null && !added.Reads(root) ? new SelfUpdate(added, subtracts && added.Equals(sum.Right)) : null;
    }

    // t + a + b is (t + a) + b: what is added to t is a and b, each with its own sign; only the plain sum is taken apart.
    private static IrExpression? Remainder(BinaryExpression sum, IrExpression target) =>
        sum is { Operator: BinaryOperator.Add, Left: BinaryExpression { Operator: BinaryOperator.Add } inner } && inner.Left.Equals(target)
            ? inner.Right + sum.Right
            : null;
}
