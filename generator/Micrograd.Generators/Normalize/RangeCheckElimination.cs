using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Takes out the checks of indices that the loops around them keep in range: in <c>for (int j = 0; j &lt; columns; j++)</c> j is a column.
/// </summary>
internal sealed class RangeCheckElimination : IrRewriter
{
    private readonly HashSet<int> _assigned;
    private readonly Dictionary<int, CountedLoopStatement> _loops = [];

    private RangeCheckElimination(HashSet<int> assigned) => _assigned = assigned;

    public static EquatableArray<IrStatement> Run(EquatableArray<IrStatement> body) => new RangeCheckElimination(body.AssignedLocals()).RewriteBlock(body);

    protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
    {
        switch (statement)
        {
            case IfStatement check when RangeCheck.Match(check) is { } range && IsInRange(range.Index, range.Length):
                break;
            case CountedLoopStatement loop:
                _loops[loop.Counter.Id] = loop;
                output.Add(RewriteParts(loop));
                _loops.Remove(loop.Counter.Id);
                break;
            default:
                output.Add(RewriteParts(statement));
                break;
        }
    }

    private bool IsInRange(IrExpression index, IrExpression length)
    {
        (IrExpression? top, long last) = Largest(index);
        (IrExpression? end, long more) = Sum(length);
        return Smallest(index) >= 0 && last < more && (top is null ? end is null : top.Equals(end) && IsFixed(top));
    }

    private bool IsFixed(IrExpression expression) => expression.LocalsRead().All(local => !_assigned.Contains(local.Id));

    /// <summary>A number that the value does not fall below; null where none is known.</summary>
    private long? Smallest(IrExpression value) => value switch
    {
        ConstantExpression constant => constant.Bits,
        LengthExpression => 0,
        LocalExpression local when _loops.TryGetValue(local.Local.Id, out CountedLoopStatement? loop) =>
            loop.Step > 0 ? Smallest(loop.From) : Smallest(loop.To) + (loop.Comparison == BinaryOperator.Greater ? 1 : 0),
        BinaryExpression { Operator: BinaryOperator.Add } sum => Smallest(sum.Left) + Smallest(sum.Right),
        BinaryExpression { Operator: BinaryOperator.Subtract, Right: ConstantExpression less } difference => Smallest(difference.Left) - less.Bits,
        _ => null,
    };

    /// <summary>What the value does not exceed, as an expression that no loop counts and a constant.</summary>
    private (IrExpression? Expression, long Constant) Largest(IrExpression value)
    {
        (IrExpression? expression, long constant) = Sum(value);
        if (expression is LocalExpression local && _loops.TryGetValue(local.Local.Id, out CountedLoopStatement? loop))
        {
            (IrExpression? bound, long more) = Largest(loop.Step > 0 ? loop.To : loop.From);
            return (bound, constant + more - (loop.Step > 0 && loop.Comparison == BinaryOperator.Less ? 1 : 0));
        }

        return (expression, constant);
    }

    private static (IrExpression? Expression, long Constant) Sum(IrExpression value) => value switch
    {
        ConstantExpression constant => (null, constant.Bits),
        BinaryExpression { Operator: BinaryOperator.Add, Right: ConstantExpression more } sum => Sum(sum.Left) is var (e, c) ? (e, c + more.Bits) : default,
        BinaryExpression { Operator: BinaryOperator.Subtract, Right: ConstantExpression less } difference => Sum(difference.Left) is var (e, c) ? (e, c - less.Bits) : default,
        _ => (value, 0),
    };
}
