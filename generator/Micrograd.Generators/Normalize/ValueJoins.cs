namespace Micrograd.Generators.Normalize;

/// <summary>
/// Definitions, and the joins of what branches and loops leave: a join is tied to what it joins when something uses it, and only
/// then, so that a join that nothing reads keeps no definitions together.
/// </summary>
internal sealed class ValueJoins
{
    private readonly List<int> _parent = [];
    private readonly Dictionary<int, List<int>> _joined = [];
    private readonly HashSet<int> _used = [];

    public int Define()
    {
        _parent.Add(_parent.Count);
        return _parent.Count - 1;
    }

    public int Join(int left, int right)
    {
        if (left == right)
        {
            return left;
        }

        int join = Define();
        _joined[join] = [left, right];
        return join;
    }

    /// <summary>The join at the head of a loop, whose other operand is known only at the loop's end.</summary>
    public int Open(int? before)
    {
        int join = Define();
        _joined[join] = before is { } value ? [value] : [];
        return join;
    }

    public void Close(int join, int last)
    {
        _joined[join].Add(last);
        if (_used.Contains(join))
        {
            Tie(join, last);
            Use(last);
        }
    }

    public void Use(int value)
    {
        var pending = new Stack<int>([value]);
        while (pending.Count > 0)
        {
            int next = pending.Pop();
            if (_joined.TryGetValue(next, out List<int>? operands) && _used.Add(next))
            {
                foreach (int operand in operands)
                {
                    Tie(next, operand);
                    pending.Push(operand);
                }
            }
        }
    }

    public void Tie(int left, int right)
    {
        (int a, int b) = (WebOf(left), WebOf(right));
        _parent[Math.Max(a, b)] = Math.Min(a, b);
    }

    public int WebOf(int value)
    {
        while (_parent[value] != value)
        {
            value = _parent[value] = _parent[_parent[value]];
        }

        return value;
    }
}
