using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Optimize;

/// <summary>
/// Takes out <c>dX = 0.0;</c> where nothing reads the adjoint any more: what an assignment gives up is set to zero, and behind the
/// last contribution nobody asks. Walks each block backward with the locals that are read later on.
/// </summary>
internal sealed class DeadReset
{
    private readonly HashSet<int> _candidates;

    private DeadReset(EquatableArray<IrStatement> method)
    {
        _candidates = [.. method.AllStatements().OfType<DeclareStatement>().Where(static d => d.Local.Type.IsFloating).Select(static d => d.Local.Id)];

        // Cleanup reads what an exception leaves, from anywhere in its block.
        _candidates.ExceptWith(method.AllStatements().OfType<IfStatement>().Where(static s => s.Enclosure is not null).SelectMany(static s => s.Expressions()).SelectMany(Reads));
    }

    public static EquatableArray<IrStatement> Run(EquatableArray<IrStatement> method) => new DeadReset(method).Block(method, []);

    /// <param name="block">The statements.</param>
    /// <param name="live">The locals that are read behind the block; afterwards, those read behind its beginning.</param>
    private EquatableArray<IrStatement> Block(EquatableArray<IrStatement> block, HashSet<int> live)
    {
        var kept = new List<IrStatement>();
        foreach (IrStatement statement in block.Reverse())
        {
            if (statement is AssignStatement { Target: LocalExpression { Local: var target }, Value: ConstantExpression } && _candidates.Contains(target.Id) && !live.Contains(target.Id))
            {
                continue;
            }

            kept.Add(Before(statement, live));
        }

        kept.Reverse();
        return kept.ToEquatableArray();
    }

    private IrStatement Before(IrStatement statement, HashSet<int> live)
    {
        switch (statement)
        {
            case AssignStatement { Target: LocalExpression { Local: var target } } assign:
                live.Remove(target.Id);
                live.UnionWith(Reads(assign.Value));
                return statement;
            case DeclareStatement declare:
                live.Remove(declare.Local.Id);
                break;
            case IfStatement branch:
                HashSet<int> otherwise = [.. live];
                statement = branch with { Then = Block(branch.Then, live), Else = Block(branch.Else, otherwise) };
                live.UnionWith(otherwise);
                break;
            case LoopStatement loop:
                StayLiveAround(loop, live);
                statement = loop with { Body = Block(loop.Body, [.. live]) };
                break;
            case CountedLoopStatement loop:
                StayLiveAround(loop, live);
                statement = loop with { Body = Block(loop.Body, [.. live]) };
                break;
        }

        live.UnionWith(statement.Expressions().SelectMany(Reads));
        return statement;
    }

    // What any trip reads, an earlier one may have left; but for locals of the trip itself.
    private static void StayLiveAround(IrStatement loop, HashSet<int> live)
    {
        IrStatement[] inside = [.. loop.Blocks().SelectMany(static b => b.AllStatements())];
        live.UnionWith(inside.Append(loop).SelectMany(static s => s.Expressions()).SelectMany(Reads).Except(inside.OfType<DeclareStatement>().Select(static d => d.Local.Id)));
    }

    private static IEnumerable<int> Reads(IrExpression expression) => expression.LocalsRead().Select(static l => l.Id);
}
