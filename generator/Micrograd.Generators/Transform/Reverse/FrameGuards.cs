using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// What stands between a nest of loops and the place before it where the memory of its frames is taken: branches, which may keep the
/// loops from running at all.
/// </summary>
internal sealed class FrameGuards(ReverseContext context)
{
    private HashSet<int>? _maybeNull;

    /// <summary>The operation does not throw, also where no trip ever asks for it.</summary>
    public bool IsHarmless(IrExpression operation) => operation switch
    {
        BinaryExpression { Operator: BinaryOperator.Divide or BinaryOperator.Remainder, Right: not ConstantExpression { Bits: > 0 } } => false,
        BinaryExpression { IsChecked: true } or UnaryExpression { IsChecked: true } => false,
        LengthExpression { View: { Type: ArrayType } array } => !(_maybeNull ??= MaybeNull()).Contains(context.ClassOf(array)),
        _ => true,
    };

    /// <summary>
    /// The length of a frame, and 0 where a branch around its loops is not taken. A computed number of trips may be any; where all
    /// bounds are lengths of arrays, the memory is worth no test.
    /// </summary>
    public IrExpression Within(IrExpression length, IReadOnlyList<Step> loops, Step outermost) =>
        loops.All(static loop => HasSmallBounds((CountedLoopStatement)loop.Statement)) ? length : Conditions.OrZero([.. Guards(loops[0].Region, outermost)], length);

    private static bool HasSmallBounds(CountedLoopStatement loop) =>
        !loop.From.LocalsRead().Concat(loop.To.LocalsRead()).Any(static bound => !bound.Type.IsView);

    // From the outermost on, as far as they can be asked that early: each is asked only where those around it hold.
    private IEnumerable<IrExpression> Guards(Region block, Step outermost)
    {
        List<(Step Branch, bool IsThen)> branches = [];
        for (; block.Owner is { } branch; block = branch.Region)
        {
            branches.Insert(0, (branch, branch.Blocks[0] == block));
        }

        return branches
            .Where(static b => ((IfStatement)b.Branch.Statement).Enclosure is null)
            .TakeWhile(b => IsKnownBefore(((IfStatement)b.Branch.Statement).Condition, b.Branch, outermost))
            .Select(static b => ((IfStatement)b.Branch.Statement).Condition is var condition && b.IsThen ? condition : Conditions.Not(condition));
    }

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
        IEnumerable<IrLocal> given = context.Method.Signature.Parameters.Where(static p => p.Local.Type is ArrayType && p.TypeText.EndsWith("?", StringComparison.Ordinal)).Select(static p => p.Local);
        IEnumerable<IrLocal> asked = context.Method.Body.AllExpressions().OfType<OpaqueExpression>().Where(static o => o.ComparesReferences).SelectMany(static o => o.Arguments).Select(static a => a.Root()).OfType<IrLocal>();
        return [.. given.Concat(asked).Where(static l => l.Type.IsView).Select(context.Activity.Roots.ClassOf)];
    }
}
