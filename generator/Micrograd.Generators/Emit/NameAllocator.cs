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
    public void Allocate(IEnumerable<IrStatement> body) => AllocateScope(body, [.. _reserved, Records, Arrays]);

    // A parameter may be called records.
    private string Unreserved(string name)
    {
        while (_reserved.Contains(name))
        {
            name += "_";
        }

        return name;
    }

    private void AllocateScope(IEnumerable<IrStatement> block, HashSet<string> outer)
    {
        HashSet<string> inner = [.. outer];

        // A loop that runs the other way has the counter of the forward loop, and so its name already.
        inner.UnionWith(block.AllStatements().OfType<CountedLoopStatement>().Where(l => _names.ContainsKey(l.Counter.Id)).Select(l => _names[l.Counter.Id].TrimStart('@')));
        foreach (IrStatement statement in block)
        {
            if (Declared(statement) is { } local && !_names.ContainsKey(local.Id))
            {
                Choose(local, inner);
            }
        }

        foreach (IrStatement statement in block)
        {
            HashSet<string> around = inner;
            if (statement is CountedLoopStatement loop)
            {
                around = [.. inner];
                if (_names.TryGetValue(loop.Counter.Id, out string? name))
                {
                    around.Add(name.TrimStart('@'));
                }
                else
                {
                    Choose(loop.Counter, around);
                }
            }

            foreach (EquatableArray<IrStatement> nested in statement.Blocks())
            {
                AllocateScope(nested, around);
            }
        }
    }

    private static IrLocal? Declared(IrStatement statement) => statement switch
    {
        DeclareStatement s => s.Local,
        TakeStatement s => s.Span,
        ReleaseStatement s => s.Span,
        _ => null,
    };

    private void Choose(IrLocal local, HashSet<string> taken)
    {
        string wish = local.Name.TrimStart('@');
        string name = wish;
        for (int i = 1; !taken.Add(name); i++)
        {
            name = char.IsDigit(wish[wish.Length - 1]) ? $"{wish}_{i}" : $"{wish}{i}";
        }

        _names[local.Id] = ContextualKeywords.Contains(name) ? "@" + name : Identifier.Escape(name);
    }
}
