using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// Names the memory and the lengths of array parameters of several dimensions, and the span of a <c>Memory</c>, at the top of a body
/// that works with them; gives the array itself back where the body returns it.
/// </summary>
internal sealed class GridEntries(EquatableArray<IrStatement> body) : IrRewriter
{
    private readonly ViewRoots _roots = ViewRoots.Analyze(body);
    private readonly Dictionary<int, (IrLocal Items, IrLocal Array)> _arrays = [];
    private readonly HashSet<int> _used = [.. body.AllExpressions().OfType<LocalExpression>().Select(static l => l.Local.Id)];
    private readonly List<IrStatement> _statements = [];

    public IReadOnlyList<IrStatement> Statements => _statements;

    // A parameter that is returned is the array itself.
    public override IrExpression Rewrite(IrExpression expression) =>
        expression is not FilledArrayExpression { Items: LocalExpression { Local: var items } } filled ? base.Rewrite(expression)
        : _arrays.TryGetValue(items.Id, out (IrLocal Items, IrLocal Array) given) ? new LocalExpression(given.Array)
        : _arrays.Values.Where(a => a.Array.Type is ArrayType type && type.Rank == filled.Array.Rank && _roots.ClassOf(a.Items) == _roots.ClassOf(items))
            .Aggregate((IrExpression)filled, (other, a) => new ConditionalExpression(IsMemoryOf(items, a.Items), new LocalExpression(a.Array), other));

    private static OpaqueExpression IsMemoryOf(IrLocal items, IrLocal given) => new("{0} == {1}", [new LocalExpression(items), new LocalExpression(given)], IrType.Boolean);

    /// <param name="part">The local that stands for the memory, or for one of the lengths.</param>
    /// <param name="array">The array, or the array of its derivatives.</param>
    /// <param name="given">The parameter.</param>
    public void Add(IrLocal part, IrLocal array, StructParameter given)
    {
        if (given.IsGrid && part.Type.IsView)
        {
            _arrays[part.Id] = (part, array);
        }

        if (!_used.Contains(part.Id))
        {
            return;
        }

        LocalExpression whole = new(array);
        if (given.IsMemory)
        {
            _statements.Add(new DeclareStatement(part, new OpaqueExpression("{0}.Span", [whole], part.Type)));
            return;
        }

        int dimension = given.Leaves.Select(static l => l.Local.Id).ToList().IndexOf(part.Id) - 1;
        _statements.Add(new DeclareStatement(part, part.Type is SpanType memory
            ? new OpaqueExpression($"global::Micrograd.DerivativeSpans.Elements<{memory.Element.Text}>({{0}})", [whole], memory)
            : new LengthExpression(whole, dimension)));
    }
}
