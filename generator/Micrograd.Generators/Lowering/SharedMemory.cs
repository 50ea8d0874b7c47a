using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>Which views were given the same memory so far. Two parameters are different memory (semantics.md section 5).</summary>
internal sealed class SharedMemory
{
    private readonly LocalSets _sets = new();

    public void Note(IrStatement statement)
    {
        if (statement.StoredValue() is { } value && statement.DefinedLocal() is { Type.IsView: true } target)
        {
            foreach (IrLocal source in Sources(value))
            {
                _sets.Union(target.Id, source.Id);
            }
        }
    }

    /// <summary>The place lies in memory that the view may name, or both are one variable.</summary>
    public bool MayOverlap(IrExpression place, IrExpression other) =>
        place.Equals(other) || (place is ElementExpression or { Type.IsView: true } && other is ElementExpression or { Type.IsView: true } && Sources(place).Any(a => Sources(other).Any(b => _sets.Find(a.Id) == _sets.Find(b.Id))));

    private static IEnumerable<IrLocal> Sources(IrExpression value) => value is ConditionalExpression choice
        ? Sources(choice.WhenTrue).Concat(Sources(choice.WhenFalse))
        : value.Root() is { } root ? [root] : [];
}
