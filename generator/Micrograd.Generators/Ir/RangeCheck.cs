namespace Micrograd.Generators.Ir;

/// <summary>
/// <c>if (j &lt; 0 || j &gt;= columns) throw</c>: the check of an index into memory that lies row by row, where a column too far would be
/// the next row's. The row needs none, because it would be outside the memory.
/// </summary>
internal static class RangeCheck
{
    private static readonly OpaqueStatement Throw = new("throw new global::System.IndexOutOfRangeException();", default) { LeavesMethod = true };

    public static IfStatement Create(IrExpression index, IrExpression length)
    {
        var high = new BinaryExpression(BinaryOperator.GreaterOrEqual, index, length, IrType.Boolean);
        IrExpression isOutside = index is ConstantExpression { Bits: >= 0 }
            ? high
            : new BinaryExpression(BinaryOperator.LogicalOr, index.IsLess(ConstantExpression.Integer(0)), high, IrType.Boolean);
        return new IfStatement(isOutside, [Throw], default);
    }

    /// <summary>What is checked; null for any other statement.</summary>
    public static (IrExpression Index, IrExpression Length)? Match(IfStatement statement) => statement is
    {
        Condition: BinaryExpression { Operator: BinaryOperator.LogicalOr, Left: BinaryExpression { Operator: BinaryOperator.Less } low, Right: BinaryExpression { Operator: BinaryOperator.GreaterOrEqual } high },
        Then: [OpaqueStatement { LeavesMethod: true } thrown],
        Else.Count: 0,
    } && thrown.Template == Throw.Template && low.Left.Equals(high.Left) && low.Right is ConstantExpression { Bits: 0 }
        ? (high.Left, high.Right)
        : null;
}
