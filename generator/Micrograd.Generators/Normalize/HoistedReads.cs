using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// The reads that are taken out of one loop. <paramref name="present"/>: the locals whose object is there, as it has been asked
/// before; those that are asked now are added.
/// </summary>
internal sealed class HoistedReads(LocalFactory locals, bool numbersStay, HashSet<int> present, IrStatement loop) : IrRewriter
{
    private readonly Dictionary<(string Text, EquatableArray<IrExpression> Arguments), IrLocal> _taken = [];
    private readonly HashSet<IrLocal> _maybeNothing = [];
    private readonly List<IrStatement> _declarations = [];
    private readonly Dictionary<int, IrExpression> _moved = [];
    private Dictionary<int, int> _definitions = [];
    private HashSet<IrExpression> _first = [];
    private HashSet<IrExpression> _needed = [];

    public IReadOnlyList<IrStatement> Declarations => _declarations;

    /// <summary>The loop without the reads. <paramref name="first"/> is evaluated before anything else in it.</summary>
    public IrStatement TakeOut(IrStatement changed, IEnumerable<IrExpression> first)
    {
        _definitions = new[] { loop }.AllStatements().SelectMany(DefinedIn).GroupBy(static id => id).ToDictionary(static g => g.Key, static g => g.Count());
        _first = [.. first.SelectMany(ReadHoisting.Certain)];
        int known;
        do
        {
            known = _taken.Count;
            _needed = NeededReads.In(changed);
            changed = RewriteParts(changed);
        }
        while (_taken.Count > known);

        return changed;
    }

    // A local that only names what is read goes with it, so that the members of the object it names can follow.
    protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
    {
        IrStatement rewritten = RewriteParts(statement);
        if (rewritten is DeclareStatement { Value: LocalExpression value } declare && _taken.ContainsValue(value.Local) && _definitions[declare.Local.Id] == 1)
        {
            _moved[declare.Local.Id] = value;
            return;
        }

        output.Add(rewritten);
    }

    public override IrExpression Rewrite(IrExpression expression)
    {
        if (expression is LocalExpression local && _moved.TryGetValue(local.Local.Id, out IrExpression? moved))
        {
            return moved;
        }

        IrExpression rewritten = base.Rewrite(expression);
        return rewritten is OpaqueExpression { WithoutObject: not null } read && Take(read, expression) is { } taken ? new LocalExpression(taken) : rewritten;
    }

    private IrLocal? Take(OpaqueExpression read, IrExpression original)
    {
        int asked = ObjectsAsked(read);
        bool isCertain = _first.Contains(original) || asked == 0 || (asked == 1 && read.Arguments.Count > 0 && read.LocalsRead().All(l => present.Contains(l.Id)));
        bool isReference = read.Type is ArrayType or OpaqueType { IsMutableValue: false };
        if ((read.RunsConstructor && !_first.Contains(original)) || read.LocalsRead().Any(l => _definitions.ContainsKey(l.Id)) || !(isCertain ? numbersStay || isReference : isReference && _needed.Contains(original)))
        {
            return null;
        }

        if (_taken.TryGetValue((read.WithoutObject!, read.Arguments), out IrLocal? known) && (!isCertain || !_maybeNothing.Contains(known)))
        {
            return known;
        }

        string name = Identifier.Local(read.Template.Substring(read.Template.LastIndexOf('.') + 1).TrimStart('@', '_').TrimEnd('!'));
        IrLocal local = locals.Create(name, read.Type);
        _declarations.Add(new DeclareStatement(local, isCertain ? read : read with { Template = read.WithoutObject! }) { Source = loop.Source });
        if (isCertain)
        {
            present.UnionWith(read.LocalsRead().Select(static l => l.Id));
        }
        else
        {
            _maybeNothing.Add(local);
        }

        return _taken[(read.WithoutObject!, read.Arguments)] = local;
    }

    private static int ObjectsAsked(OpaqueExpression read) => read.WithoutObject!.Split(["?."], StringSplitOptions.None).Length - 1;

    private static IEnumerable<int> DefinedIn(IrStatement statement) => statement switch
    {
        DeclareStatement s => [s.Local.Id],
        CountedLoopStatement s => [s.Counter.Id],
        InlineStatement { Result: { } result } => [result.Id],
        _ => statement.DefinedLocals().Select(static l => l.Id).Concat(new[] { statement }.AssignedLocals()),
    };
}
