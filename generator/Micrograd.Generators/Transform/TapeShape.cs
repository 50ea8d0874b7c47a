using Micrograd.Generators.Ir;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Transform;

/// <summary>The shape of an array or span: other memory of the same shape, and loops over all its numbers.</summary>
internal sealed class TapeShape(IrLocal memory, LocalFactory locals)
{
    private readonly LocalExpression _memory = new(memory);

    private bool IsJagged => memory.Type is ArrayType { Element: ArrayType };

    private int Rank => memory.Type is ArrayType { Rank: var rank } ? rank : 1;

    /// <summary>Declares a local with new memory of this shape. Rows are arrays of their own, of different lengths.</summary>
    public IEnumerable<IrStatement> NewMemory(IrLocal made)
    {
        IEnumerable<IrExpression> lengths = IsJagged ? [new LengthExpression(_memory)] : Enumerable.Range(0, Rank).Select(LengthOf);
        yield return new DeclareStatement(made, new NewArrayExpression(lengths.ToEquatableArray(), ArrayStorage.Heap, made.Type));
        if (IsJagged)
        {
            LocalExpression i = new(locals.Create("i", IrType.Int32));
            ElementExpression row = Row(made, i);
            yield return Count(i, new LengthExpression(_memory), [new AssignStatement(row, new NewArrayExpression([new LengthExpression(Row(memory, i))], ArrayStorage.Heap, row.Type))]);
        }
    }

    /// <summary>A loop over all numbers; its body is given the element of any memory of this shape.</summary>
    public CountedLoopStatement ForEach(Func<Func<IrLocal, IrExpression>, IEnumerable<IrStatement>> body)
    {
        LocalExpression[] counters = [.. Enumerable.Range(0, IsJagged ? 2 : Rank).Select(d => new LocalExpression(locals.Create(d == 0 ? "i" : d == 1 ? "j" : "k", IrType.Int32)))];
        EquatableArray<IrStatement> inner = body(At).ToEquatableArray();
        for (int d = counters.Length - 1; d >= 0; d--)
        {
            inner = [Count(counters[d], IsJagged && d == 1 ? new LengthExpression(Row(memory, counters[0])) : LengthOf(d), inner)];
        }

        return (CountedLoopStatement)inner[0];

        IrExpression At(IrLocal other)
        {
            IrType element = Spans.Element(other.Type);
            return IsJagged
                ? new ElementExpression(Row(other, counters[0]), [counters[1]], Spans.Element(element))
                : new ElementExpression(new LocalExpression(other), [.. counters], element);
        }
    }

    /// <summary>Requires, with an exception that names it, that an argument has this shape.</summary>
    public IEnumerable<IrStatement> Checks(LocalExpression argument) => IsJagged
        ? [new OpaqueStatement("global::Micrograd.DerivativeGuard.RequireSameRowLengths({0}, {1}, nameof({1}));", [_memory, argument])]
        : Enumerable.Range(0, Rank).Select(d => new OpaqueStatement(
            "global::Micrograd.DerivativeGuard.RequireSameLength({0}, {1}, nameof({2}));",
            [LengthOf(d), new LengthExpression(argument, Rank == 1 ? null : d), argument]));

    private IrExpression LengthOf(int dimension) => new LengthExpression(_memory, Rank == 1 ? null : dimension);

    private static ElementExpression Row(IrLocal rows, LocalExpression i) => new(new LocalExpression(rows), [i], Spans.Element(rows.Type));

    private static CountedLoopStatement Count(LocalExpression counter, IrExpression length, EquatableArray<IrStatement> body) =>
        new(counter.Local, ConstantExpression.Integer(0), BinaryOperator.Less, length, 1, body);
}
