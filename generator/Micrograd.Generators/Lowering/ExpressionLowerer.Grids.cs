using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>
/// Arrays of several dimensions. One that the method makes is memory in one piece, row by row, beside its lengths; one that it is
/// given stays what it is.
/// </content>
internal sealed partial class ExpressionLowerer
{
    /// <summary>Declares a local of such a type; false (and nothing done) where its memory cannot be followed.</summary>
    public bool TryDeclareGrid(ILocalSymbol symbol, IOperation? value, bool isWritten)
    {
        IrExpression? grid = value is null ? null : Lower(value);
        switch (grid)
        {
            case null:
                _scope.SetPlace(symbol, _scope.Declare(symbol.Name, GridType((ArrayType)TypeMapping.Map(symbol.Type)), null));
                return true;
            case LocalExpression { Type: ArrayType { Rank: > 1 } } given when !isWritten:
                _scope.SetPlace(symbol, _scope.Declare(symbol.Name, given.Type, given));
                return true;
            case StructExpression made:
                // Lengths that are constants stay in the index arithmetic as such. A variable that is assigned may name what the caller gave.
                IrExpression items = _scope.Declare(symbol.Name, isWritten ? GridType((ArrayType)TypeMapping.Map(symbol.Type)).Fields[0].Type : made.Fields[0].Type, made.Fields[0]);
                IrExpression[] lengths = [.. made.Fields.Skip(1).Select((l, k) => l is ConstantExpression && !isWritten ? l : _scope.Declare($"{symbol.Name}Length{k}", IrType.Int32, l))];
                _scope.SetPlace(symbol, made with { Fields = [items, .. lengths] });
                return true;
            default:
                return false;
        }
    }

    private StructExpression MakeGrid(ArrayType type, IArrayCreationOperation creation)
    {
        OperandSequence sizes = new(_scope);
        foreach (IOperation size in creation.DimensionSizes)
        {
            sizes.Value(() => LowerLength(size) is var length && length is LocalExpression or ConstantExpression ? length : _scope.Bind(length, "length"));
        }

        IrExpression[] lengths = [.. sizes.All];
        IrExpression count = lengths.All(static l => l is ConstantExpression)
            ? ConstantExpression.Integer((int)lengths.Aggregate(1L, static (n, l) => n * ((ConstantExpression)l).Bits))
            : lengths.Aggregate(static (a, b) => new BinaryExpression(BinaryOperator.Multiply, a, b, IrType.Int32));
        IrExpression items = _scope.Bind(new NewArrayExpression([count], ArrayStorage.Heap, new ArrayType(type.Element)), "values");
        int position = 0;
        foreach (IOperation value in Flattened(creation.Initializer))
        {
            IrExpression element = Lower(value);
            _scope.Emit(_scope.StoreInto(CountedLoops.At(items, ConstantExpression.Integer(position++)), _scope.Unbind(element), value.Syntax));
        }

        return Grid(type, items, lengths);
    }

    /// <summary>An array of several dimensions as its memory, row by row, and its lengths.</summary>
    public static StructExpression Grid(ArrayType type, IrExpression items, IReadOnlyList<IrExpression> lengths) => new(GridType(type, items.Type), [items, .. lengths]);

    /// <summary>The parts of a variable for such arrays: of memory that the method makes, or is given.</summary>
    public static StructType GridType(ArrayType type) => GridType(type, new SpanType(type.Element, IsReadOnly: false));

    private static StructType GridType(ArrayType type, IrType items) =>
        new(type.Text, [new IrField("Items", items), .. Enumerable.Range(0, type.Rank).Select(static k => new IrField($"Length{k}", IrType.Int32))]);

    /// <summary>The array as the method returns it.</summary>
    public IrExpression Filled(IrExpression grid, ArrayType type, IOperation returned) => grid is StructExpression made
        ? new FilledArrayExpression(made.Fields[0], [.. made.Fields.Skip(1)], new ResultArrayType(type))
        : Refuse(returned, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(returned.Type!));

    /// <summary>An array that stays in one piece, such as a static table, as its memory and lengths.</summary>
    public IrExpression OpenGrid(ArrayType type, IrExpression grid)
    {
        if (grid is StructExpression)
        {
            return ToPath(grid);
        }

        IrExpression array = ToPath(grid, "grid");
        OpaqueExpression memory = new($"global::Micrograd.DerivativeSpans.Elements<{type.Element.Text}>({{0}})", [array], new SpanType(type.Element, IsReadOnly: false)) { IsRead = true };
        IrExpression items = _scope.IsTable(array) || IsStable(array) ? _scope.Table(array is LocalExpression { Local.Name: var name } ? name + "Items" : "items", memory) : _scope.Bind(memory, "items");
        return Grid(type, items, [.. Enumerable.Range(0, type.Rank).Select(k => new LengthExpression(array, k))]);
    }

    private static IEnumerable<IOperation> Flattened(IArrayInitializerOperation? initializer) =>
        initializer is null ? [] : initializer.ElementValues.SelectMany(static v => v is IArrayInitializerOperation row ? Flattened(row) : [v]);

    // Row by row: (i · columns + j).
    private ElementExpression GridElement(StructExpression grid, IReadOnlyList<IrExpression> indices, IrType type)
    {
        IrExpression position = indices[0];
        for (int k = 1; k < indices.Count; k++)
        {
            IrExpression index = InRange(indices[k], grid.Fields[k + 1]);
            position = Plus(Times(position, grid.Fields[k + 1]), index);
        }

        return new ElementExpression(grid.Fields[0], [position], type);
    }

    // A loop that keeps the index in range makes the check unnecessary; that is seen when all loops are known.
    private IrExpression InRange(IrExpression index, IrExpression length)
    {
        if (index is ConstantExpression given && length is ConstantExpression limit && given.Bits >= 0 && given.Bits < limit.Bits)
        {
            return index;
        }

        bool isShort = index.SelfAndDescendants().All(static e => e is ConstantExpression or LocalExpression or BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract });
        IrExpression tested = isShort ? index : _scope.Bind(index, "column");
        _scope.Emit(RangeCheck.Create(tested, length));
        return tested;
    }

    private static IrExpression Times(IrExpression left, IrExpression right) => (left, right) switch
    {
        (ConstantExpression l, ConstantExpression r) => ConstantExpression.Integer((int)(l.Bits * r.Bits)),
        (ConstantExpression { Bits: 0 }, LocalExpression) => left,
        (ConstantExpression { Bits: 1 }, _) => right,
        _ => left * right,
    };

    private static IrExpression Plus(IrExpression left, IrExpression right) => (left, right) switch
    {
        (ConstantExpression l, ConstantExpression r) => ConstantExpression.Integer((int)(l.Bits + r.Bits)),
        (ConstantExpression { Bits: 0 }, _) => right,
        (_, ConstantExpression { Bits: 0 }) => left,
        _ => left + right,
    };

    private static bool IsGrid(IOperation? operation) => operation?.Type is not null && TypeMapping.Map(operation.Type) is ArrayType { Rank: > 1, IsDifferentiable: true };

    // a.GetLength(1), a.Length
    private IrExpression? LowerGridMember(IOperation instance, string member, IOperation? argument)
    {
        IrExpression grid = Lower(instance);
        int? dimension = argument?.ConstantValue is { HasValue: true, Value: int known } ? known : null;
        return (member, grid, dimension) switch
        {
            ("GetLength", StructExpression whole, { } k) => whole.Fields[k + 1],
            ("GetLength", LocalExpression, { } k) => new LengthExpression(grid, k),
            ("GetUpperBound", StructExpression whole, { } k) => whole.Fields[k + 1] - ConstantExpression.Integer(1),
            ("GetUpperBound", LocalExpression, { } k) => new LengthExpression(grid, k) - ConstantExpression.Integer(1),
            ("Length", StructExpression whole, _) => new LengthExpression(whole.Fields[0]),
            ("Length", LocalExpression, _) => new LengthExpression(grid),
            ("Rank", _, _) => ConstantExpression.Integer(((ArrayType)TypeMapping.Map(instance.Type)).Rank),
            _ => null,
        };
    }
}
