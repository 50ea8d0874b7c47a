using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>
/// Gives each local a C# name: the user's where it is free, else with a number behind it. Siblings may share a name, as in
/// C#; a block never reuses a name of the blocks around it.
/// </summary>
internal sealed class NameAllocator
{
    // Words that are names only where the context does not give them a meaning.
    private static readonly HashSet<string> ContextualKeywords = ["await", "field", "record", "var", "dynamic", "nameof", "scoped"];

    private readonly Dictionary<int, string> _names = [];
    private readonly HashSet<string> _reserved = [];

    // The names that stand in the blocks around the place, and in which order they came.
    private readonly HashSet<string> _taken = [];
    private readonly Stack<string> _inScope = new();

    // Of a wished name, the smallest number that may still be free.
    private readonly Dictionary<string, int> _firstFree = [];

    /// <summary>The scratch stack that the forward sweep fills and the reverse sweep empties.</summary>
    public string Records => Unreserved("records");

    /// <summary>The scratch stack of local arrays and their adjoints.</summary>
    public string Arrays => Unreserved("arrays");

    /// <summary>Gives a local exactly this name, as parameters need.</summary>
    public void Reserve(IrLocal local, string name)
    {
        _names[local.Id] = name;
        _reserved.Add(name.TrimStart('@'));
    }

    /// <summary>Keeps a name from being given to any local.</summary>
    public void ReserveWord(string name) => _reserved.Add(name.TrimStart('@'));

    public string NameOf(IrLocal local) =>
        _names.TryGetValue(local.Id, out string? name) ? name : throw new InvalidOperationException($"Local {local} was never declared.");

    /// <summary>Names all locals declared in a body; call once, after the reservations.</summary>
    public void Allocate(IEnumerable<IrStatement> body)
    {
        _taken.UnionWith([.. _reserved, Records, Arrays]);
        AllocateScope(body);
    }

    // A parameter may be called records.
    private string Unreserved(string name)
    {
        while (_reserved.Contains(name))
        {
            name += "_";
        }

        return name;
    }

    private void AllocateScope(IEnumerable<IrStatement> block)
    {
        int outer = _inScope.Count;

        // A loop that runs the other way has the counter of the forward loop, and so its name already; so has what it declares of its counter.
        foreach (IrLocal local in block.AllStatements().SelectMany(static s => s is CountedLoopStatement loop ? [loop.Counter] : Declared(s)))
        {
            Enter(local);
        }

        foreach (IrStatement statement in block)
        {
            foreach (IrLocal local in Declared(statement).Where(l => !_names.ContainsKey(l.Id)))
            {
                Choose(local);
            }
        }

        foreach (IrStatement statement in block)
        {
            AllocateNested(statement);
        }

        Leave(outer);
    }

    private void AllocateNested(IrStatement statement)
    {
        int outer = _inScope.Count;
        if (statement is CountedLoopStatement loop && !Enter(loop.Counter))
        {
            Choose(loop.Counter);
        }

        foreach (EquatableArray<IrStatement> nested in statement.Blocks())
        {
            AllocateScope(nested);
        }

        Leave(outer);
    }

    private static IEnumerable<IrLocal> Declared(IrStatement statement) => statement switch
    {
        DeclareStatement s => [s.Local],
        TakeStatement s => [s.Span],
        ReleaseStatement { Span: { } span } => [span],
        OpaqueStatement s => s.Outputs,
        _ => [],
    };

    private void Choose(IrLocal local)
    {
        string wish = local.Name.TrimStart('@');
        int number = _firstFree.TryGetValue(wish, out int free) ? free : 0;
        while (!_taken.Add(Numbered(wish, number)))
        {
            number++;
        }

        _firstFree[wish] = number + 1;
        string name = Numbered(wish, number);
        _inScope.Push(name);
        _names[local.Id] = ContextualKeywords.Contains(name) ? "@" + name : Identifier.Escape(name);
    }

    private static string Numbered(string wish, int number) =>
        number == 0 ? wish : char.IsDigit(wish[wish.Length - 1]) ? $"{wish}_{number}" : $"{wish}{number}";

    /// <summary>Keeps the name that a local has already from the blocks to come; false where it has none.</summary>
    private bool Enter(IrLocal local)
    {
        if (!_names.TryGetValue(local.Id, out string? name))
        {
            return false;
        }

        if (_taken.Add(name.TrimStart('@')))
        {
            _inScope.Push(name.TrimStart('@'));
        }

        return true;
    }

    private void Leave(int outer)
    {
        while (_inScope.Count > outer)
        {
            _taken.Remove(_inScope.Pop());
            _firstFree.Clear();
        }
    }
}
