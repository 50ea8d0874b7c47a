using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Takes out scalars that are copies of another one, and views that name another one's memory, where neither is ever given a second value: what structs leave behind that
/// pass through constructors, operators and calls. The name that stays is the one the copy was made for, <c>bX</c> and not <c>x2</c>.
/// </summary>
internal sealed class CopyElimination : IrRewriter
{
    private readonly Dictionary<int, IrLocal> _replacements = [];
    private readonly HashSet<int> _removed = [];
    private readonly Dictionary<int, string> _names = [];

    private CopyElimination(EquatableArray<IrStatement> body, EquatableArray<IrParameter> parameters)
    {
        Dictionary<int, int> definitions = CountDefinitions(body);
        HashSet<int> given = [.. parameters.Where(p => p.Mode is ParameterMode.Value && !definitions.ContainsKey(p.Local.Id)).Select(static p => p.Local.Id)];
        foreach (DeclareStatement copy in body.AllStatements().OfType<DeclareStatement>())
        {
            if (copy.Value is not LocalExpression { Local: var source } || source.Type is OpaqueType { IsMutableValue: true } || source.Type != copy.Local.Type || !IsOnce(copy.Local) || !(given.Contains(source.Id) || IsOnce(source)))
            {
                continue;
            }

            IrLocal root = _replacements.TryGetValue(source.Id, out IrLocal? known) ? known : source;
            _removed.Add(copy.Local.Id);
            _names[copy.Local.Id] = root.Type.IsView ? root.Name : copy.Local.Name;
            _replacements[copy.Local.Id] = root;
        }

        Rename(parameters);

        bool IsOnce(IrLocal local) => definitions.TryGetValue(local.Id, out int count) && count == 1;
    }

    public static EquatableArray<IrStatement> Run(EquatableArray<IrStatement> body, EquatableArray<IrParameter> parameters)
    {
        var pass = new CopyElimination(body, parameters);
        return pass._removed.Count == 0 ? body : pass.RewriteBlock(body);
    }

    public override IrExpression Rewrite(IrExpression expression) => expression is LocalExpression local ? new LocalExpression(RewriteLocal(local.Local)) : base.Rewrite(expression);

    protected override IrLocal RewriteLocal(IrLocal local) => _replacements.TryGetValue(local.Id, out IrLocal? other) ? other : local;

    protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
    {
        if (statement is not DeclareStatement declare || !_removed.Contains(declare.Local.Id))
        {
            base.RewriteStatement(statement, output);
        }
    }

    // A declaration with a value, and every assignment, is a definition; so is what a loop counts and an inlined body returns.
    private static Dictionary<int, int> CountDefinitions(EquatableArray<IrStatement> body)
    {
        Dictionary<int, int> counts = [];
        foreach (IrStatement statement in body.AllStatements())
        {
            foreach (IrLocal defined in statement is CountedLoopStatement loop ? [loop.Counter] : statement.DefinedLocals())
            {
                // A counter changes with every trip.
                counts[defined.Id] = (counts.TryGetValue(defined.Id, out int count) ? count : 0) + (statement is DeclareStatement or OpaqueStatement ? 1 : 2);
            }
        }

        return counts;
    }

    // Parameters keep their names; any other value takes the name of the last copy.
    private void Rename(EquatableArray<IrParameter> parameters)
    {
        HashSet<int> fixedNames = [.. parameters.Select(static p => p.Local.Id)];
        Dictionary<int, IrLocal> renamed = [];
        foreach (KeyValuePair<int, IrLocal> pair in _replacements.Where(p => !fixedNames.Contains(p.Value.Id)))
        {
            renamed[pair.Value.Id] = pair.Value with { Name = _names[pair.Key] };
        }

        foreach (int copy in _replacements.Keys.ToArray())
        {
            if (renamed.TryGetValue(_replacements[copy].Id, out IrLocal? better))
            {
                _replacements[copy] = better;
            }
        }

        foreach (IrLocal root in renamed.Values)
        {
            _replacements[root.Id] = root;
        }
    }
}
