using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Which definitions reach each use, on structured code. Where branches meet and where a loop begins, what a local holds is a
/// join of two values; a use of a join ties its definitions into one web. Definitions and uses are numbered in the order of the
/// text, so that a later pass can find them again.
/// </summary>
internal sealed class ReachingDefinitions
{
    private readonly ValueJoins _values = new();
    private readonly List<int> _valueOfDefinition = [];
    private readonly List<int?> _valueOfUse = [];
    private readonly Dictionary<int, int> _firstOf = [];
    private readonly Dictionary<int, int> _live = [];

    // What each change of _live replaced, so that a branch can be left and its changes joined with those of the other one.
    private readonly Stack<(int Local, int? Before)> _changes = new();

    // What a ref or out parameter holds at the end is seen by the caller, so all its definitions are one web.
    private readonly HashSet<int> _byReference = [];

    public ReachingDefinitions(EquatableArray<IrParameter> parameters)
    {
        foreach (IrParameter parameter in parameters)
        {
            Define(parameter.Local);
            if (parameter.Mode is ParameterMode.Ref or ParameterMode.Out)
            {
                _byReference.Add(parameter.Local.Id);
            }
        }

        FirstDefinition = _valueOfDefinition.Count;
    }

    public int FirstDefinition { get; }

    public void Run(EquatableArray<IrStatement> body) => Block(body);

    public int WebOf(int definition) => _values.WebOf(_valueOfDefinition[definition]);

    /// <summary>Null for what has no definition here, as the counter of a loop.</summary>
    public int? WebOfUse(int use) => _valueOfUse[use] is { } value ? _values.WebOf(value) : null;

    public bool IsFirstWeb(int web, IrLocal local) => _values.WebOf(_firstOf[local.Id]) == web;

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
            case DeclareStatement { Value: null } s:
                SetLive(s.Local.Id, null);
                break;
            case DeclareStatement { Value: { } value } s:
                Uses(value);
                Define(s.Local);
                break;
            case AssignStatement { Target: LocalExpression target } s:
                Uses(s.Value);
                Define(target.Local);
                break;
            case IfStatement s:
                Branch(s);
                break;
            case LoopStatement s:
                Repeat(s.Body, s.Condition, s.TestsAtEnd);
                break;
            case CountedLoopStatement s:
                Uses(s.From);
                Uses(s.To);
                Repeat(s.Body, null, testsAtEnd: false);
                break;
            default:
                foreach (IrExpression expression in statement.Expressions())
                {
                    Uses(expression);
                }

                break;
        }
    }

    private void Branch(IfStatement statement)
    {
        foreach (IrExpression read in statement.Expressions())
        {
            Uses(read);
        }

        Dictionary<int, int?> afterThen = ChangesOf(() => Block(statement.Then));
        Dictionary<int, int?> afterElse = ChangesOf(() => Block(statement.Else));
        foreach (int local in afterThen.Keys.Union(afterElse.Keys).ToList())
        {
            int? before = Live(local);
            int? left = afterThen.TryGetValue(local, out int? then) ? then : before;
            int? right = afterElse.TryGetValue(local, out int? other) ? other : before;
            SetLive(local, left is { } a && right is { } b ? _values.Join(a, b) : left ?? right);
        }
    }

    private void Repeat(EquatableArray<IrStatement> body, IrExpression? condition, bool testsAtEnd)
    {
        // At its head a loop joins what came from before with what its body leaves.
        List<int> carried = [.. Defined(body)];
        foreach (int local in carried)
        {
            SetLive(local, _values.Open(Live(local)));
        }

        Dictionary<int, int> head = carried.ToDictionary(static l => l, l => Live(l)!.Value);
        if (condition is not null && !testsAtEnd)
        {
            Uses(condition);
        }

        Block(body);
        if (condition is not null && testsAtEnd)
        {
            Uses(condition);
        }

        foreach (int local in carried)
        {
            if (Live(local) is { } last)
            {
                _values.Close(head[local], last);
            }

            if (!testsAtEnd)
            {
                SetLive(local, head[local]);
            }
        }
    }

    private static IEnumerable<int> Defined(EquatableArray<IrStatement> body) => body.AllStatements()
        .Select(static s => s is DeclareStatement declare ? declare.Local : s is AssignStatement { Target: LocalExpression target } ? target.Local : null)
        .OfType<IrLocal>()
        .Select(static l => l.Id)
        .Distinct();

    private void Uses(IrExpression expression)
    {
        // IrRewriter visits operands in the order of LocalsRead, so that the renaming pass counts the uses alike.
        foreach (IrLocal local in expression.LocalsRead())
        {
            int? value = Live(local.Id);
            if (value is { } used)
            {
                _values.Use(used);
            }

            _valueOfUse.Add(value);
        }
    }

    private void Define(IrLocal local)
    {
        int value = _values.Define();
        _valueOfDefinition.Add(value);
        if (!_firstOf.TryGetValue(local.Id, out int first))
        {
            _firstOf[local.Id] = value;
        }
        else if (_byReference.Contains(local.Id))
        {
            _values.Tie(first, value);
        }

        SetLive(local.Id, value);
    }

    private int? Live(int local) => _live.TryGetValue(local, out int value) ? value : null;

    private void SetLive(int local, int? value)
    {
        _changes.Push((local, Live(local)));
        Restore(local, value);
    }

    private void Restore(int local, int? value)
    {
        if (value is { } known)
        {
            _live[local] = known;
        }
        else
        {
            _live.Remove(local);
        }
    }

    /// <summary>What a branch leaves in the locals that it changes; afterwards everything is as before it.</summary>
    private Dictionary<int, int?> ChangesOf(Action branch)
    {
        int start = _changes.Count;
        branch();
        var after = new Dictionary<int, int?>();
        while (_changes.Count > start)
        {
            (int local, int? before) = _changes.Pop();
            if (!after.ContainsKey(local))
            {
                after[local] = Live(local);
            }

            Restore(local, before);
        }

        return after;
    }
}
