using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Optimize;

/// <summary>
/// The first contribution to an adjoint is its value: <c>double dX = 0.0; … dX += e;</c> becomes <c>… double dX = e;</c>, and
/// <c>dX = 0.0; dX += e;</c> becomes <c>dX = e;</c>. Only −0.0 could tell the difference, as the gradient's sign of zero; the user's
/// own sums keep theirs.
/// </summary>
/// <param name="adjoints">The locals that hold adjoints.</param>
internal sealed class FirstContribution(IReadOnlyCollection<int> adjoints)
{
    public EquatableArray<IrStatement> Run(EquatableArray<IrStatement> block)
    {
        List<IrStatement?> statements = block.Select(Nested).ToList<IrStatement?>();
        Dictionary<int, List<int>> mentions = FindMentions(statements);
        for (int i = 0; i < statements.Count; i++)
        {
            IrStatement zeroed = statements[i]!;
            if (ZeroedLocal(zeroed) is { } local && adjoints.Contains(local.Id) && NextMention(mentions, local, i) is { } next && AddedTo(statements[next]!, local) is { } value)
            {
                string? source = statements[next]!.Source;
                statements[next] = zeroed is DeclareStatement
                    ? new DeclareStatement(local, value) { Source = source }
                    : new AssignStatement(new LocalExpression(local), value) { Source = source };
                statements[i] = null;
            }
        }

        return statements.OfType<IrStatement>().ToEquatableArray();
    }

    private IrStatement Nested(IrStatement statement) => statement switch
    {
        IfStatement s => s with { Then = Run(s.Then), Else = Run(s.Else) },
        LoopStatement s => s with { Body = Run(s.Body) },
        CountedLoopStatement s => s with { Body = Run(s.Body) },
        _ => statement,
    };

    private static IrLocal? ZeroedLocal(IrStatement statement) => statement switch
    {
        DeclareStatement { Local: { Type.IsFloating: true } local, Value: ConstantExpression zero } when zero.Is(0.0) => local,
        AssignStatement { Target: LocalExpression { Local: { Type.IsFloating: true } local }, Value: ConstantExpression zero } when zero.Is(0.0) => local,
        _ => null,
    };

    /// <summary>Of each local, the statements of this block that mention it, nested blocks included, in order.</summary>
    private static Dictionary<int, List<int>> FindMentions(List<IrStatement?> statements)
    {
        var mentions = new Dictionary<int, List<int>>();
        for (int i = 0; i < statements.Count; i++)
        {
            IrStatement[] block = [statements[i]!];
            foreach (LocalExpression mention in block.AllExpressions().OfType<LocalExpression>())
            {
                if (!mentions.TryGetValue(mention.Local.Id, out List<int>? places))
                {
                    mentions[mention.Local.Id] = places = [];
                }

                if (places.Count == 0 || places[places.Count - 1] != i)
                {
                    places.Add(i);
                }
            }
        }

        return mentions;
    }

    private static int? NextMention(Dictionary<int, List<int>> mentions, IrLocal local, int start)
    {
        if (!mentions.TryGetValue(local.Id, out List<int>? places))
        {
            return null;
        }

        int found = places.BinarySearch(start + 1);
        int next = found < 0 ? ~found : found;
        return next < places.Count ? places[next] : null;
    }

    /// <summary>What the statement adds to the local, if that is all it does with it.</summary>
    private static IrExpression? AddedTo(IrStatement statement, IrLocal local) =>
        statement is AssignStatement { Target: LocalExpression target } assign && target.Local.Id == local.Id && Added(assign) is { } value && !value.Reads(local) ? value : null;

    private static IrExpression? Added(AssignStatement assign) => assign.Value switch
    {
        BinaryExpression { Operator: BinaryOperator.Add } sum when sum.Left.Equals(assign.Target) => sum.Right,
        BinaryExpression { Operator: BinaryOperator.Subtract } difference when difference.Left.Equals(assign.Target) => -difference.Right,
        _ => null,
    };
}
