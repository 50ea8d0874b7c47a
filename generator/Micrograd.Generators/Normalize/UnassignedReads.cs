using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Locals that C# would not let the normalized code read: a condition that assigns in part, <c>b &amp;&amp; (y = x) &gt; 1</c>, has become a
/// number of its own, and that it is true says no more what was assigned.
/// </summary>
internal sealed class UnassignedReads
{
    private readonly HashSet<int> _assigned;
    private readonly HashSet<int> _found = [];
    private readonly Stack<int> _order = new();
    private bool _isReachable = true;

    private UnassignedReads(IEnumerable<int> assigned) => _assigned = [.. assigned];

    public static HashSet<int> Find(EquatableArray<IrStatement> body, IEnumerable<int> assigned)
    {
        UnassignedReads reads = new(assigned);
        reads.Block(body);
        return reads._found;
    }

    private void Block(EquatableArray<IrStatement> block)
    {
        foreach (IrStatement statement in block)
        {
            Statement(statement);
        }
    }

    private void Statement(IrStatement statement)
    {
        switch (statement)
        {
            case AssignStatement { Target: LocalExpression target } s:
                Read([s.Value]);
                Assign(target.Local.Id);
                break;
            case IfStatement s:
                Read(s.Expressions());
                Branch(s);
                break;
            case LoopStatement { TestsAtEnd: true } s:
                Block(s.Body);
                Read([s.Condition]);
                break;
            case LoopStatement or CountedLoopStatement:
                Read(statement.Expressions());
                foreach (EquatableArray<IrStatement> nested in statement.Blocks())
                {
                    AssignedIn(nested);
                }

                break;
            default:
                Read(statement.Expressions());
                _isReachable &= statement is not (ReturnStatement or OpaqueStatement { LeavesMethod: true });
                break;
        }
    }

    // The block of a `try`, `lock` or `using` has run when what follows it does.
    private void Branch(IfStatement statement)
    {
        if (statement.Enclosure is not null)
        {
            Block(statement.Then);
            return;
        }

        HashSet<int>? then = AssignedIn(statement.Then), otherwise = AssignedIn(statement.Else);
        _isReachable &= then is not null || otherwise is not null;
        foreach (int local in then is null ? otherwise ?? [] : otherwise is null ? then : then.Where(otherwise.Contains))
        {
            Assign(local);
        }
    }

    // What the block assigns before its end, which is taken back; null where its end is not reached.
    private HashSet<int>? AssignedIn(EquatableArray<IrStatement> block)
    {
        int start = _order.Count;
        bool before = _isReachable;
        Block(block);
        HashSet<int> assigned = [];
        while (_order.Count > start)
        {
            assigned.Add(_order.Peek());
            _assigned.Remove(_order.Pop());
        }

        bool reachesEnd = _isReachable;
        _isReachable = before;
        return reachesEnd ? assigned : null;
    }

    private void Assign(int local)
    {
        if (_assigned.Add(local))
        {
            _order.Push(local);
        }
    }

    private void Read(IEnumerable<IrExpression> expressions)
    {
        if (_isReachable)
        {
            _found.UnionWith(expressions.SelectMany(static e => e.LocalsRead()).Select(static l => l.Id).Where(id => !_assigned.Contains(id)));
        }
    }
}
