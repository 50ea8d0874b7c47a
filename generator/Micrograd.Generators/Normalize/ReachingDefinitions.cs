using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Which definitions reach each use, on structured code: branches are joined, loops repeated until nothing more flows back.
/// Definitions and uses are numbered in the order of the text, so that a later pass can find them again.
/// </summary>
internal sealed class ReachingDefinitions
{
    private readonly List<int> _parent = [];
    private readonly List<int> _useWeb = [];
    private readonly Dictionary<int, int> _firstOf = [];
    private readonly HashSet<int> _counters = [];
    private ImmutableDictionary<int, ImmutableHashSet<int>> _live = ImmutableDictionary<int, ImmutableHashSet<int>>.Empty;
    private int _use;
    private int _definition;

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

        FirstDefinition = _definition;
    }

    // What a ref or out parameter holds at the end is seen by the caller, so all its definitions are one web.
    private readonly HashSet<int> _byReference = [];

    public int FirstDefinition { get; }

    public void Run(EquatableArray<IrStatement> body)
    {
        _counters.UnionWith(body.AllStatements().OfType<CountedLoopStatement>().Select(static l => l.Counter.Id));
        Block(body);
    }

    public bool Tracks(IrLocal local) => !_counters.Contains(local.Id) && !_byReference.Contains(local.Id);

    public int WebOf(int definition) => Find(definition);

    public int? WebOfUse(int use) => _useWeb[use] < 0 ? null : Find(_useWeb[use]);

    public bool IsFirstWeb(int web, IrLocal local) => Find(_firstOf[local.Id]) == web;

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
                _live = _live.Remove(s.Local.Id);
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
                foreach (IrExpression read in s.Expressions())
                {
                    Uses(read);
                }

                ImmutableDictionary<int, ImmutableHashSet<int>> before = _live;
                Block(s.Then);
                ImmutableDictionary<int, ImmutableHashSet<int>> afterThen = _live;
                _live = before;
                Block(s.Else);
                _live = Join(afterThen, _live);
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

    private void Repeat(EquatableArray<IrStatement> body, IrExpression? condition, bool testsAtEnd)
    {
        (int use, int definition) start = (_use, _definition);
        ImmutableDictionary<int, ImmutableHashSet<int>> head = _live;
        while (true)
        {
            (_use, _definition) = start;
            _live = head;
            if (condition is not null && !testsAtEnd)
            {
                Uses(condition);
            }

            ImmutableDictionary<int, ImmutableHashSet<int>> exit = _live;
            Block(body);
            if (condition is not null && testsAtEnd)
            {
                Uses(condition);
            }

            exit = testsAtEnd ? _live : exit;
            ImmutableDictionary<int, ImmutableHashSet<int>> next = Join(head, _live);
            if (Same(next, head))
            {
                _live = exit;
                return;
            }

            head = next;
        }
    }

    private void Uses(IrExpression expression)
    {
        // IrRewriter visits operands in the order of LocalsRead, so that the renaming pass counts the uses alike.
        foreach (IrLocal local in expression.LocalsRead())
        {
            if (!Tracks(local))
            {
                continue;
            }

            if (_use == _useWeb.Count)
            {
                _useWeb.Add(-1);
            }

            foreach (int definition in _live.GetValueOrDefault(local.Id) ?? ImmutableHashSet<int>.Empty)
            {
                _useWeb[_use] = _useWeb[_use] < 0 ? definition : Union(_useWeb[_use], definition);
            }

            _use++;
        }
    }

    private void Define(IrLocal local)
    {
        int definition = _definition++;
        if (definition == _parent.Count)
        {
            _parent.Add(definition);
            if (!_firstOf.ContainsKey(local.Id))
            {
                _firstOf[local.Id] = definition;
            }
        }

        if (_byReference.Contains(local.Id))
        {
            Union(_firstOf[local.Id], definition);
        }

        _live = _live.SetItem(local.Id, [definition]);
    }

    private static ImmutableDictionary<int, ImmutableHashSet<int>> Join(
        ImmutableDictionary<int, ImmutableHashSet<int>> left, ImmutableDictionary<int, ImmutableHashSet<int>> right)
    {
        foreach (KeyValuePair<int, ImmutableHashSet<int>> entry in right)
        {
            left = left.SetItem(entry.Key, left.TryGetValue(entry.Key, out ImmutableHashSet<int>? others) ? others.Union(entry.Value) : entry.Value);
        }

        return left;
    }

    private static bool Same(ImmutableDictionary<int, ImmutableHashSet<int>> left, ImmutableDictionary<int, ImmutableHashSet<int>> right) =>
        left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out ImmutableHashSet<int>? other) && other.SetEquals(entry.Value));

    private int Union(int left, int right)
    {
        (int a, int b) = (Find(left), Find(right));
        _parent[Math.Max(a, b)] = Math.Min(a, b);
        return Math.Min(a, b);
    }

    private int Find(int definition)
    {
        while (_parent[definition] != definition)
        {
            definition = _parent[definition] = _parent[_parent[definition]];
        }

        return definition;
    }
}
