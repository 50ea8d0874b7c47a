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
        IrExpression distance = ascends ? Integers.Subtract(to, from) : Integers.Subtract(from, to);
        bool inclusive = loop.Comparison is BinaryOperator.LessOrEqual or BinaryOperator.GreaterOrEqual;
        IrExpression numerator = Integers.Add(distance, inclusive ? step : step - 1);
        IrExpression trips = step == 1 ? numerator : Integers.Binary(BinaryOperator.Divide, numerator, Integers.Constant(step));
        return IsNeverNegative(trips) ? trips : AtLeastZero(trips);
    }

    /// <summary>The number of the present trip, starting at 0.</summary>
    public static IrExpression Index(CountedLoopStatement loop, IrExpression from)
    {
        var counter = new LocalExpression(loop.Counter);
        IrExpression distance = loop.Step > 0 ? Integers.Subtract(counter, from) : Integers.Subtract(from, counter);
        long step = Math.Abs((long)loop.Step);
        return step == 1 ? distance : Integers.Binary(BinaryOperator.Divide, distance, Integers.Constant(step));
    }

    /// <summary>The same loop with its trips in the opposite order.</summary>
    public static CountedLoopStatement Reversed(CountedLoopStatement loop, IrExpression from, IrExpression to, EquatableArray<IrStatement> body, LocalFactory locals)
    {
        switch (loop)
        {
            case { Step: 1 }:
                return loop with { From = loop.Comparison == BinaryOperator.Less ? Integers.Subtract(to, Integers.Constant(1)) : to, Comparison = BinaryOperator.GreaterOrEqual, To = from, Step = -1, Body = body };
            case { Step: -1 }:
                return loop with { From = loop.Comparison == BinaryOperator.Greater ? Integers.Add(to, 1) : to, Comparison = BinaryOperator.LessOrEqual, To = from, Step = 1, Body = body };
            default:
                // With another step the last counter is not the bound: count the trips down and compute the counter.
                IrLocal trip = locals.Create("trip", IrType.Int32);
                IrExpression counter = Integers.Binary(BinaryOperator.Add, from, Integers.Binary(BinaryOperator.Multiply, new LocalExpression(trip), Integers.Constant(loop.Step)));
                return new CountedLoopStatement(
                    trip,
                    Integers.Subtract(Of(loop, from, to), Integers.Constant(1)),
                    BinaryOperator.GreaterOrEqual,
                    Integers.Constant(0),
                    -1,
                    [new DeclareStatement(loop.Counter, counter), .. body])
                { Source = loop.Source };
        }
    }

    private static bool IsNeverNegative(IrExpression trips) => trips is LengthExpression or ConstantExpression { Bits: >= 0 };

    private static IrExpression AtLeastZero(IrExpression trips) => trips is ConstantExpression
        ? Integers.Constant(0)
        : new OpaqueExpression("global::System.Math.Max(0, {0})", [trips], IrType.Int32);
}
