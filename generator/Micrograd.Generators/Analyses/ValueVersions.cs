using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// One value a local holds for a while: from its birth (a definition, the join of a branch, the head of a loop) to the next.
/// The reverse sweep asks for versions, because the local itself may hold a later one by then.
/// </summary>
internal sealed class ValueVersion(IrLocal local, Region birth, Step? after, IrExpression? definition)
{
    public IrLocal Local { get; } = local;

    /// <summary>The block in which the value comes into being, and at whose end it is recorded if it must be.</summary>
    public Region Birth { get; } = birth;

    /// <summary>The step behind which it is born; null for the start of the block.</summary>
    public Step? After { get; } = after;

    /// <summary>For a value computed apart, just before the step that uses it: that step.</summary>
    public Step? Ahead { get; init; }

    /// <summary>The expression that gives it, of a local that has no other definition.</summary>
    public IrExpression? Definition { get; } = definition;

    public int Order => Ahead?.Order ?? After?.Order ?? Birth.Owner?.Order ?? -1;
}

/// <summary>Which version of each local is read where.</summary>
internal sealed class ValueVersions
{
    private readonly Dictionary<Step, ImmutableDictionary<int, ValueVersion>> _before = [];
    private readonly Dictionary<Step, ImmutableDictionary<int, ValueVersion>> _after = [];
    private readonly Dictionary<Region, ImmutableDictionary<int, ValueVersion>> _end = [];
    private readonly Dictionary<int, int> _definitions = [];
    private readonly Dictionary<Step, ValueVersion> _trips = [];
    private readonly Region _top;
    private readonly LocalFactory _locals;

    private ValueVersions(Region top, LocalFactory locals) => (_top, _locals) = (top, locals);

    public static ValueVersions Analyze(Region top, EquatableArray<IrParameter> parameters, LocalFactory locals)
    {
        var versions = new ValueVersions(top, locals);
        foreach (IrLocal local in top.AllSteps().SelectMany(static step => step.Statement.DefinedLocals()))
        {
            versions._definitions[local.Id] = versions._definitions.TryGetValue(local.Id, out int count) ? count + 1 : 1;
        }

        var entry = ImmutableDictionary<int, ValueVersion>.Empty;
        foreach (IrParameter parameter in parameters)
        {
            versions._definitions[parameter.Local.Id] = versions._definitions.TryGetValue(parameter.Local.Id, out int count) ? count + 1 : 1;
            entry = entry.SetItem(parameter.Local.Id, new ValueVersion(parameter.Local, top, null, null));
        }

        versions.Walk(top, entry);
        return versions;
    }

    /// <summary>The version a local has just before a step.</summary>
    public ValueVersion Before(Step step, IrLocal local) => Find(_before[step], local);

    public ValueVersion After(Step step, IrLocal local) => Find(_after[step], local);

    /// <summary>The version is what its local holds at the end of its block.</summary>
    public bool LastsToEnd(ValueVersion version) => _end[version.Birth].TryGetValue(version.Local.Id, out ValueVersion? last) && last == version;

    /// <summary>The version is what its local holds when the forward sweep ends.</summary>
    public bool IsFinal(ValueVersion version) => version.Birth == _top && LastsToEnd(version);

    /// <summary>How often a loop ran that is not counted beforehand: a value of its own, born behind the loop.</summary>
    public ValueVersion TripsOf(Step loop) => _trips[loop];

    public bool HasOneDefinition(IrLocal local) => _definitions.TryGetValue(local.Id, out int count) && count == 1;

    private static ValueVersion Find(ImmutableDictionary<int, ValueVersion> versions, IrLocal local) =>
        versions.TryGetValue(local.Id, out ValueVersion? version) ? version : throw new InvalidOperationException($"{local} is read before it has a value.");

    private ImmutableDictionary<int, ValueVersion> Walk(Region region, ImmutableDictionary<int, ValueVersion> versions)
    {
        foreach (Step step in region.Steps)
        {
            _before[step] = versions;
            versions = step.Statement switch
            {
                IfStatement => Branch(step, versions),
                LoopStatement or CountedLoopStatement => Loop(step, versions),
                _ => Define(step, versions),
            };
            _after[step] = versions;
        }

        _end[region] = versions;
        return versions;
    }

    private ImmutableDictionary<int, ValueVersion> Define(Step step, ImmutableDictionary<int, ValueVersion> versions)
    {
        foreach (IrLocal local in step.Statement.DefinedLocals())
        {
            IrExpression? definition = HasOneDefinition(local) ? step.Statement.StoredValue() : null;
            versions = versions.SetItem(local.Id, new ValueVersion(local, step.Region, step, definition));
        }

        return versions;
    }

    private ImmutableDictionary<int, ValueVersion> Branch(Step step, ImmutableDictionary<int, ValueVersion> versions)
    {
        foreach (Region block in step.Blocks)
        {
            Walk(block, versions);
        }

        foreach (IrLocal local in step.Blocks.SelectMany(DefinedIn))
        {
            versions = versions.SetItem(local.Id, new ValueVersion(local, step.Region, step, null));
        }

        return versions;
    }

    private ImmutableDictionary<int, ValueVersion> Loop(Step step, ImmutableDictionary<int, ValueVersion> versions)
    {
        Region body = step.Blocks[0];
        IrLocal[] changed = [.. DefinedIn(body)];
        ImmutableDictionary<int, ValueVersion> head = versions;
        foreach (IrLocal local in changed.Where(local => versions.ContainsKey(local.Id)))
        {
            head = head.SetItem(local.Id, new ValueVersion(local, body, null, null));
        }

        Walk(body, head);
        foreach (IrLocal local in changed)
        {
            versions = versions.SetItem(local.Id, new ValueVersion(local, step.Region, step, null));
        }

        if (step.Statement is LoopStatement)
        {
            _trips[step] = new ValueVersion(_locals.Create("trips", IrType.Int64), step.Region, step, null);
            versions = versions.SetItem(_trips[step].Local.Id, _trips[step]);
        }

        return versions;
    }

    private static IEnumerable<IrLocal> DefinedIn(Region region) =>
        region.AllSteps().SelectMany(static s => s.Statement.DefinedLocals()).GroupBy(static l => l.Id).Select(static g => g.First());
}
