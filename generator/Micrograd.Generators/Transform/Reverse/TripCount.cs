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
        long step = Math.Abs((long)loop.Step);
        (IrExpression low, IrExpression high) = loop.Step > 0 ? (from, to) : (to, from);
        long more = IsInclusive(loop) ? step : step - 1;
        if (step > 1 && !IsShort(low, high, step))
        {
            return LongTrips(low, high, more, step);
        }

        // Of lengths no difference wraps around; from 0, nothing is subtracted. Elsewhere the bounds are put in order before: far below
        // 0, `to` less `from` would be a large number of trips of a loop that has none. Far from each other they are no int apart.
        if (step == 1 && !(IsLength(low) && IsLength(high)) && !IsZero(low))
        {
            return IsLength(low) ? Integers.Add(Integers.Subtract(Larger(Integers.Subtract(low, Integers.Constant((int)more)), high), low), more) : LongTrips(low, high, more, step);
        }

        IrExpression numerator = Integers.Add(Integers.Subtract(high, low), more);
        IrExpression trips = step == 1 ? numerator : Integers.Binary(BinaryOperator.Divide, numerator, Integers.Constant(step));
        return IsNeverNegative(trips) ? trips : AtLeastZero(trips);
    }

    /// <summary>The number of the present trip, starting at 0.</summary>
    public static IrExpression Index(CountedLoopStatement loop, IrExpression from)
    {
        var counter = new LocalExpression(loop.Counter);
        long step = Math.Abs((long)loop.Step);
        (IrExpression low, IrExpression high) = loop.Step > 0 ? (from, (IrExpression)counter) : (counter, from);
        if (step > 1 && !IsShort(loop.From, loop.To, step))
        {
            return new OpaqueExpression($"(int)(((long){{1}} - {{0}}) / {step})", [low, high], IrType.Int32);
        }

        IrExpression distance = Integers.Subtract(high, low);
        return step == 1 ? distance : Integers.Binary(BinaryOperator.Divide, distance, Integers.Constant(step));
    }

    /// <summary>A number of trips of a loop that is not counted: what is not recorded may go round more often than an int can say.</summary>
    public static ConstantExpression Long(long value) => ConstantText.Create(value, IrType.Int64);

    /// <summary>The same loop with its trips in the opposite order.</summary>
    public static CountedLoopStatement Reversed(CountedLoopStatement loop, IrExpression from, IrExpression to, EquatableArray<IrStatement> body, LocalFactory locals, CounterRange range)
    {
        switch (loop)
        {
            // The counter cannot step past the end of int: it is stepped ahead of each trip, from the number behind the last one.
            case { Step: 1 } when range.MayBeSmallest(loop.From):
                return loop with { From = IsInclusive(loop) ? Integers.Add(to, 1) : to, Comparison = BinaryOperator.Greater, To = from, Step = -1, StepsFirst = true, Body = body };
            case { Step: -1 } when range.MayBeLargest(loop.From) && !IsLastOfLength(loop):
                return loop with { From = IsInclusive(loop) ? Integers.Subtract(to, Integers.Constant(1)) : to, Comparison = BinaryOperator.Less, To = from, Step = 1, StepsFirst = true, Body = body };
            case { Step: 1 }:
                return loop with { From = IsInclusive(loop) ? to : Before(to, from), Comparison = BinaryOperator.GreaterOrEqual, To = from, Step = -1, Body = body };
            case { Step: -1 }:
                return loop with { From = IsInclusive(loop) ? to : After(to, from), Comparison = BinaryOperator.LessOrEqual, To = from, Step = 1, Body = body };
            default:
                // With another step the last counter is not the bound: count the trips down and compute the counter.
                IrLocal trip = locals.Create("trip", IrType.Int32);
                return new CountedLoopStatement(
                    trip,
                    Integers.Subtract(Of(loop, from, to), Integers.Constant(1)),
                    BinaryOperator.GreaterOrEqual,
                    Integers.Constant(0),
                    -1,
                    [new DeclareStatement(loop.Counter, Counter(loop, from, to, trip)), .. body])
                { Source = loop.Source };
        }
    }

    // `for (int i = n - 1; i >= 0; i--)`: where that wraps around, the loop has 2³¹ trips.
    private static bool IsLastOfLength(CountedLoopStatement loop) =>
        loop is { From: BinaryExpression { Operator: BinaryOperator.Subtract, Right: ConstantExpression { Bits: > 0 } }, To: ConstantExpression { Bits: >= 0 } };

    // The counter is an int, its distance from the first need not be one: where both may lie on either side of 0, the sum wraps
    // around to the right number, and must not be checked on its way.
    private static IrExpression Counter(CountedLoopStatement loop, IrExpression from, IrExpression to, IrLocal trip) =>
        IsLength(loop.Step > 0 ? from : to)
            ? Integers.Binary(BinaryOperator.Add, from, Integers.Binary(BinaryOperator.Multiply, new LocalExpression(trip), Integers.Constant(loop.Step)))
            : new OpaqueExpression("unchecked({0} + {1} * {2})", [from, new LocalExpression(trip), Integers.Constant(loop.Step)], IrType.Int32);

    private static bool IsInclusive(CountedLoopStatement loop) => loop.Comparison is BinaryOperator.LessOrEqual or BinaryOperator.GreaterOrEqual;

    // n - 1 is the largest int where n is the smallest: a loop that never ran would be reversed into one of 2³¹ trips.
    private static IrExpression Before(IrExpression to, IrExpression from) => Integers.Subtract(IsNeverSmallest(to) ? to : Larger(from, to), Integers.Constant(1));

    private static bool IsNeverSmallest(IrExpression bound) => IsLength(bound) || bound is ConstantExpression
        || bound is BinaryExpression { Operator: BinaryOperator.Divide or BinaryOperator.Remainder, Right: ConstantExpression { Bits: > 1 } };

    // The same for n + 1, the other way.
    private static IrExpression After(IrExpression to, IrExpression from) =>
        Integers.Add(IsLength(to) ? to : new OpaqueExpression("global::System.Math.Min({0}, {1})", [from, to], IrType.Int32), 1);

    // The distance of two ints need not be one; that of two lengths is, and so is a short step more.
    private static bool IsShort(IrExpression first, IrExpression second, long step) => step <= Integers.RoomBesideLengths && IsLength(first) && IsLength(second);

    private static bool IsLength(IrExpression bound) => bound switch
    {
        LengthExpression => true,
        ConstantExpression constant => constant.Bits is >= 0 and <= int.MaxValue - (2 * Integers.RoomBesideLengths),
        BinaryExpression { Operator: BinaryOperator.Subtract or BinaryOperator.Divide, Left: LengthExpression, Right: ConstantExpression { Bits: > 0 and < Integers.RoomBesideLengths } } => true,
        _ => false,
    };

    private static bool IsZero(IrExpression bound) => bound is ConstantExpression { Bits: 0 };

    private static OpaqueExpression Larger(IrExpression first, IrExpression second) => new("global::System.Math.Max({0}, {1})", [first, second], IrType.Int32);

    private static OpaqueExpression LongTrips(IrExpression low, IrExpression high, long more, long step) =>
        new($"(int)global::System.Math.Clamp({Rounded(more, step)}, 0, int.MaxValue)", [low, high], IrType.Int32);

    private static string Rounded(long more, long step) => (more, step) switch
    {
        (0, _) => "(long){1} - {0}",
        (_, 1) => $"(long){{1}} - {{0}} + {more}",
        _ => $"((long){{1}} - {{0}} + {more}) / {step}",
    };

    private static bool IsNeverNegative(IrExpression trips) => trips is LengthExpression or ConstantExpression { Bits: >= 0 };

    private static IrExpression AtLeastZero(IrExpression trips) => trips is ConstantExpression
        ? Integers.Constant(0)
        : Larger(Integers.Constant(0), trips);
}
