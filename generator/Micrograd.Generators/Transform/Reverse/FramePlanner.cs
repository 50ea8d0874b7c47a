using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Lays records out as arrays where the trips of all loops around are counted and their bounds known before the outermost:
/// no pointer to move, no order to keep. Everything else goes to the scratch stack.
/// </summary>
internal sealed class FramePlanner(ReverseContext context)
{
    private readonly Dictionary<Step, IrLocal> _trips = [];
    private readonly FrameGuards _guards = new(context);

    /// <summary>The locals that hold trip counts, to be declared before the outermost loop of a nest.</summary>
    public List<(Step Outermost, IrLocal Local, IrExpression Value)> TripLocals { get; } = [];

    public List<Frame> Frames { get; } = [];

    public Frame? TryCreate(Region birth, IrType element, string name)
    {
        IReadOnlyList<Step> loops = birth.Loops;
        Step outermost = TopStep(loops[0]);
        if (context.StoresEverything || !loops.All(loop => loop.Statement is CountedLoopStatement counted && IsKnownBefore(counted.From, loop, outermost) && IsKnownBefore(counted.To, loop, outermost)) || _guards.MayRunLess(loops, outermost))
        {
            return null;
        }

        IrExpression? index = null, length = null;
        foreach (Step loop in loops)
        {
            var counted = (CountedLoopStatement)loop.Statement;
            IrExpression trips = Trips(counted, loop, outermost), trip = TripCount.Index(counted, counted.From);
            index = index is null ? trip : Integers.Binary(BinaryOperator.Add, Integers.Multiply(index, trips), trip);
            length = length is null ? trips : Product(length, trips);
        }

        var frame = new Frame(context.Locals.Create(name + "Record", new SpanType(element, false)), outermost, _guards.Within(length!, loops, outermost), index!);
        Frames.Add(frame);
        return frame;
    }

    // More records than an int can say do not fit into memory, which is asked for all the same and says so.
    private static IrExpression Product(IrExpression length, IrExpression trips) => length is ConstantExpression || trips is ConstantExpression
        ? Integers.Multiply(length, trips)
        : new OpaqueExpression("(int)global::System.Math.Min((long){0} * {1}, int.MaxValue)", [length, trips], IrType.Int32);

    // No number of trips is asked for that the loop itself would fail to compute.
    private IrExpression OrNone(CountedLoopStatement loop, IrExpression trips)
    {
        IrExpression[] failures = [.. new[] { loop.From, loop.To, trips }.SelectMany(static e => e.SelfAndDescendants().Reverse())
            .Where(MayFail).Distinct().Select(Integers.IsTooFar)];
        return failures.Length == 0
            ? trips
            : new ConditionalExpression(failures.Aggregate(static (any, next) => new BinaryExpression(BinaryOperator.LogicalOr, any, next, IrType.Boolean)), Integers.Constant(0), trips);
    }

    // What is left of the larger bound is never too far.
    private bool MayFail(IrExpression node) => Integers.MayThrow(node, context.Method.ChecksOverflow) && node is not BinaryExpression { Left: OpaqueExpression };

    private IrExpression Trips(CountedLoopStatement loop, Step step, Step outermost)
    {
        IrExpression trips = TripCount.Of(loop, loop.From, loop.To);
        trips = step == outermost ? trips : OrNone(loop, trips);
        if (trips is ConstantExpression or LocalExpression { Local.Type: ScalarType } or LengthExpression)
        {
            return trips;
        }

        if (!_trips.TryGetValue(step, out IrLocal? local))
        {
            local = context.Locals.Create(loop.Counter.Name + "Trips", IrType.Int32);
            _trips[step] = local;
            TripLocals.Add((outermost, local, trips));
        }

        return new LocalExpression(local);
    }

    // The bound reads only what has its value, for good, before the nest is entered. Whether the user's code has an array there, it
    // is asked only where a trip comes that needs it; and what may throw is not computed before it must be.
    private bool IsKnownBefore(IrExpression bound, Step loop, Step outermost) => bound.SelfAndDescendants().All(node => node switch
    {
        _ when loop != outermost && !_guards.IsHarmless(node) && !(node is BinaryExpression or UnaryExpression && MayFail(node)) => false,
        LengthExpression { View: { Type: ArrayType } view } when loop != outermost && context.ForeignClasses.Contains(context.ClassOf(view)) => false,
        ConstantExpression or LengthExpression or UnaryExpression or BinaryExpression => true,
        LocalExpression local => !context.Counters.Contains(local.Local.Id)
            && context.Versions.Before(loop, local.Local) is var version
            && context.Versions.IsFinal(version)
            && version.Order < outermost.Order,
        _ => false,
    });

    private static Step TopStep(Step step)
    {
        while (!step.Region.IsTop)
        {
            step = step.Region.Owner!;
        }

        return step;
    }
}
