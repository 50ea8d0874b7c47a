using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// <c>if (start &lt; 0 || length &lt; start) throw</c>: what a slice asks of its bounds, where the slice itself is taken later, or of other
/// memory than the span that it is a part of.
/// </summary>
internal static class SliceCheck
{
    private static readonly OpaqueStatement Throw = new("throw new global::System.ArgumentOutOfRangeException();", default) { LeavesMethod = true };

    /// <summary>Null where the slice lies in memory of any length.</summary>
    public static IfStatement? Create(ViewExpression slice, IrExpression whole)
    {
        IrExpression[] faults = [.. Faults(slice.Start, slice.Length, whole)];
        return faults.Length == 0 ? null : new IfStatement(faults.Aggregate(static (any, next) => new BinaryExpression(BinaryOperator.LogicalOr, any, next, IrType.Boolean)), [Throw], default);
    }

    private static IEnumerable<IrExpression> Faults(IrExpression? start, IrExpression? length, IrExpression whole)
    {
        ConstantExpression nothing = ConstantExpression.Integer(0);
        if (start is not (null or ConstantExpression { Bits: >= 0 }))
        {
            yield return start.IsLess(nothing);
        }

        if (start is not (null or ConstantExpression { Bits: 0 }))
        {
            yield return whole.IsLess(start);
        }

        if (length is null)
        {
            yield break;
        }

        if (length is not ConstantExpression { Bits: >= 0 })
        {
            yield return length.IsLess(nothing);
        }

        yield return Integers.Subtract(whole, start ?? nothing).IsLess(length);
    }
}
