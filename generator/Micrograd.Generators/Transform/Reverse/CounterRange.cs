using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Between which numbers an int lies, from the loops that count it. What is computed from a number that may be any may wrap around;
/// a counter that starts somewhere takes 2³¹ trips to get there.
/// </summary>
internal sealed class CounterRange(IEnumerable<CountedLoopStatement> loops)
{
    private const long LongestArray = 0x7FFFFFC7;
    private static readonly (long Low, long High) Any = (int.MinValue, int.MaxValue);

    private readonly Dictionary<int, CountedLoopStatement> _loops = loops.GroupBy(static l => l.Counter.Id).ToDictionary(static g => g.Key, static g => g.First());

    /// <summary>A loop that counts up from here is reversed into one that must not step below it.</summary>
    public bool MayBeSmallest(IrExpression value) => Of(value).Low == int.MinValue;

    /// <summary>The same of a loop that counts down.</summary>
    public bool MayBeLargest(IrExpression value) => Of(value).High == int.MaxValue;

    private (long Low, long High) Of(IrExpression value) => value switch
    {
        ConstantExpression constant => (constant.Bits, constant.Bits),
        LengthExpression => (0, LongestArray),
        LocalExpression local when _loops.TryGetValue(local.Local.Id, out CountedLoopStatement? loop) => Of(loop),
        BinaryExpression { Operator: BinaryOperator.Add } sum => Sum(Of(sum.Left), Of(sum.Right)),
        BinaryExpression { Operator: BinaryOperator.Subtract } difference => Of(difference.Right) is var (low, high) ? Sum(Of(difference.Left), (-high, -low)) : Any,
        BinaryExpression { Operator: BinaryOperator.Divide, Right: ConstantExpression { Bits: > 1 and var divisor } } quotient => Of(quotient.Left) is var (low, high) ? (low / divisor, high / divisor) : Any,
        BinaryExpression { Operator: BinaryOperator.Remainder, Right: ConstantExpression { Bits: > 0 and var divisor } } => (1 - divisor, divisor - 1),
        _ => Any,
    };

    // A loop whose last counter is the largest int never ends.
    private (long Low, long High) Of(CountedLoopStatement loop) => loop.Step > 0
        ? (Of(loop.From).Low, Math.Min(int.MaxValue - 1, Of(loop.To).High))
        : (Math.Max(int.MinValue + 1, Of(loop.To).Low), Of(loop.From).High);

    private static (long Low, long High) Sum((long Low, long High) left, (long Low, long High) right) => left == Any || right == Any || left == (-Any.High, -Any.Low)
        ? Any
        : (Math.Max(int.MinValue, left.Low + right.Low), Math.Min(int.MaxValue, left.High + right.High));
}
