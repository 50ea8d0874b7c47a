using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// What stands between a nest of loops and the place before it where the memory of its frames is taken: branches, which may keep the
/// loops from running at all.
/// </summary>
internal sealed class FrameGuards(ReverseContext context)
{
    private const int MostTripsWasted = 32;

    private HashSet<int>? _maybeNull;

    /// <summary>The operation does not throw, also where no trip ever asks for it.</summary>
    public bool IsHarmless(IrExpression operation) => operation switch
    {
        BinaryExpression { Operator: BinaryOperator.Divide or BinaryOperator.Remainder, Right: not ConstantExpression { Bits: > 0 } } => false,
        _ when Integers.MayThrow(operation, context.Method.ChecksOverflow) => false,
        LengthExpression { View: { Type: ArrayType } array } => !(_maybeNull ??= MaybeNull()).Contains(context.ClassOf(array)),
        _ => true,
    };

    /// <summary>A branch between the loops is not known before the outermost: they may run far less often than they could.</summary>
    public bool MayRunLess(IReadOnlyList<Step> loops, Step outermost) => !Between(loops).All(Guards(loops, outermost).Contains);

    /// <summary>
    /// The length of a frame, and 0 where a branch around its loops is not taken. A computed number of trips may be any; where all
    /// bounds are lengths of arrays, the memory is worth no test.
    /// </summary>
    public IrExpression Within(IrExpression length, IReadOnlyList<Step> loops, Step outermost) =>
        !Between(loops).Any() && loops.All(static loop => HasSmallBounds((CountedLoopStatement)loop.Statement)) ? length : Conditions.OrZero([.. Guards(loops, outermost).Select(Condition)], length);

    private static IrExpression Condition((Step Branch, bool IsThen) guard) =>
        ((IfStatement)guard.Branch.Statement).Condition is var condition && guard.IsThen ? condition : Conditions.Not(condition);

    private static bool HasSmallBounds(CountedLoopStatement loop) =>
        !loop.From.LocalsRead().Concat(loop.To.LocalsRead()).Any(static bound => !bound.Type.IsView);

    // A few trips more or less for each of the loops around are worth no stack.
    private static IEnumerable<(Step Branch, bool IsThen)> Between(IReadOnlyList<Step> loops)
    {
        Step? last = loops.Skip(1).LastOrDefault(static l => (CountedLoopStatement)l.Statement is var loop && TripCount.Of(loop, loop.From, loop.To) is not ConstantExpression { Bits: <= MostTripsWasted });
        return last is null ? [] : Branches(last.Region).Where(b => b.Branch.Order > loops[0].Order);
    }

    // The branches around a block, from the outermost on.
    private static List<(Step Branch, bool IsThen)> Branches(Region block)
    {
        List<(Step Branch, bool IsThen)> branches = [];
        for (; block.Owner is { } owner; block = owner.Region)
        {
            if (owner.Statement is IfStatement { Enclosure: null, Condition: not ConstantExpression })
            {
                branches.Insert(0, (owner, owner.Blocks[0] == block));
            }
        }

        return branches;
    }

    // As far as they can be asked that early: each is asked only where those around it hold.
    private List<(Step Branch, bool IsThen)> Guards(IReadOnlyList<Step> loops, Step outermost) =>
        [.. Branches(loops[loops.Count - 1].Region).TakeWhile(b => IsKnownBefore(((IfStatement)b.Branch.Statement).Condition, b.Branch, outermost))];

    // The outermost branch comes at once; before the others something may be stored, or may throw.
    private bool IsKnownBefore(IrExpression condition, Step branch, Step outermost) => CheapExpression.IsCheap(condition) && condition.SelfAndDescendants().All(node => node switch
    {
        LocalExpression local => !context.Counters.Contains(local.Local.Id) && context.Versions.Before(branch, local.Local).Order < outermost.Order,
        ElementExpression or ViewExpression => branch == outermost,
        _ => branch == outermost || IsHarmless(node),
    });

    // Arrays that the caller need not give, and those that the method asks for.
    private HashSet<int> MaybeNull()
    {
        IEnumerable<IrLocal> given = context.Method.Signature.Parameters.Where(static p => p.Local.Type is ArrayType && (p.IsOblivious || p.TypeText.EndsWith("?", StringComparison.Ordinal))).Select(static p => p.Local);
        IEnumerable<IrLocal> asked = context.Method.Body.AllExpressions().OfType<OpaqueExpression>().Where(static o => o.ComparesReferences).SelectMany(static o => o.Arguments).Select(static a => a.Root()).OfType<IrLocal>();
        return [.. given.Concat(asked).Where(static l => l.Type.IsView).Select(context.Activity.Roots.ClassOf)];
    }
}
