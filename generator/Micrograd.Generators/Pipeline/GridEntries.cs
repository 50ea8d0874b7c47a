using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>Names the memory and the lengths of array parameters of several dimensions, at the top of a body that works with them.</summary>
internal sealed class GridEntries(EquatableArray<IrStatement> body)
{
    private readonly HashSet<int> _used = [.. body.AllExpressions().OfType<LocalExpression>().Select(static l => l.Local.Id)];
    private readonly List<IrStatement> _statements = [];

    public IReadOnlyList<IrStatement> Statements => _statements;

    /// <param name="part">The local that stands for the memory, or for one of the lengths.</param>
    /// <param name="array">The array, or the array of its derivatives.</param>
    /// <param name="given">The parameter.</param>
    public void Add(IrLocal part, IrLocal array, StructParameter given)
    {
        if (!_used.Contains(part.Id))
        {
            return;
        }

        LocalExpression whole = new(array);
        int dimension = given.Leaves.Select(static l => l.Local.Id).ToList().IndexOf(part.Id) - 1;
        _statements.Add(new DeclareStatement(part, part.Type is SpanType memory
            ? new OpaqueExpression($"global::Micrograd.DerivativeSpans.Elements<{memory.Element.Text}>({{0}})", [whole], memory)
            : new LengthExpression(whole, dimension)));
    }
}
