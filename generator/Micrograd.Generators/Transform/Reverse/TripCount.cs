using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>The arithmetic of a counted loop: how many trips, which trip, which counter comes last.</summary>
internal static class TripCount
{
    /// <summary>
    /// The number of trips, from the values of the bounds. For a step s and a strict comparison it is ⌈(to − from)/s⌉, never
    /// below 0; with an inclusive one, one more counter fits.
    /// </summary>
    public static IrExpression Of(CountedLoopStatement loop, IrExpression from, IrExpression to)
    {
        bool ascends = loop.Step > 0;
        long step = Math.Abs((long)loop.Step);
        IrExpression distance = ascends ? Minus(to, from) : Minus(from, to);
        bool inclusive = loop.Comparison is BinaryOperator.LessOrEqual or BinaryOperator.GreaterOrEqual;
        IrExpression numerator = Plus(distance, inclusive ? step : step - 1);
        IrExpression trips = step == 1 ? numerator : Int(BinaryOperator.Divide, numerator, Integer(step));
        return IsNeverNegative(trips) ? trips : AtLeastZero(trips);
    }

    /// <summary>The number of the present trip, starting at 0.</summary>
    public static IrExpression Index(CountedLoopStatement loop, IrExpression from)
    {
        var counter = new LocalExpression(loop.Counter);
        IrExpression distance = loop.Step > 0 ? Minus(counter, from) : Minus(from, counter);
        long step = Math.Abs((long)loop.Step);
        return step == 1 ? distance : Int(BinaryOperator.Divide, distance, Integer(step));
    }

    /// <summary>The same loop with its trips in the opposite order.</summary>
    public static CountedLoopStatement Reversed(CountedLoopStatement loop, IrExpression from, IrExpression to, EquatableArray<IrStatement> body, LocalFactory locals)
    {
        switch (loop)
        {
            case { Step: 1 }:
                return loop with { From = loop.Comparison == BinaryOperator.Less ? Minus(to, Integer(1)) : to, Comparison = BinaryOperator.GreaterOrEqual, To = from, Step = -1, Body = body };
            case { Step: -1 }:
                return loop with { From = loop.Comparison == BinaryOperator.Greater ? Plus(to, 1) : to, Comparison = BinaryOperator.LessOrEqual, To = from, Step = 1, Body = body };
            default:
                // With another step the last counter is not the bound: count the trips down and compute the counter.
                IrLocal trip = locals.Create("trip", IrType.Int32);
                IrExpression counter = Int(BinaryOperator.Add, from, Int(BinaryOperator.Multiply, new LocalExpression(trip), Integer(loop.Step)));
                return new CountedLoopStatement(
                    trip,
                    Minus(Of(loop, from, to), Integer(1)),
                    BinaryOperator.GreaterOrEqual,
                    Integer(0),
                    -1,
                    [new DeclareStatement(loop.Counter, counter), .. body]) { Source = loop.Source };
        }
    }

    public static ConstantExpression Integer(long value) => ConstantExpression.Integer((int)value);

    public static IrExpression Minus(IrExpression left, IrExpression right) => (left, right) switch
    {
        (_, ConstantExpression { Bits: 0 }) => left,
        (ConstantExpression a, ConstantExpression b) => Integer(a.Bits - b.Bits),
        _ => Int(BinaryOperator.Subtract, left, right),
    };

    public static IrExpression Times(IrExpression left, IrExpression right) => (left, right) switch
    {
        (ConstantExpression a, ConstantExpression b) => Integer(a.Bits * b.Bits),
        (_, ConstantExpression { Bits: 1 }) => left,
        _ => Int(BinaryOperator.Multiply, left, right),
    };

    public static IrExpression Plus(IrExpression left, long right) => left switch
    {
        _ when right == 0 => left,
        ConstantExpression a => Integer(a.Bits + right),
        BinaryExpression { Operator: BinaryOperator.Subtract, Right: ConstantExpression c } difference => Minus(difference.Left, Integer(c.Bits - right)),
        _ => Int(BinaryOperator.Add, left, Integer(right)),
    };

    public static IrExpression Int(BinaryOperator operation, IrExpression left, IrExpression right) => new BinaryExpression(operation, left, right, IrType.Int32);

    private static bool IsNeverNegative(IrExpression trips) => trips is LengthExpression or ConstantExpression { Bits: >= 0 };

    private static IrExpression AtLeastZero(IrExpression trips) => trips is ConstantExpression
        ? Integer(0)
        : new OpaqueExpression("global::System.Math.Max(0, {0})", [trips], IrType.Int32);
}
