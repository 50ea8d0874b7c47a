using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Collection expressions with other collections in them: <c>[x, ..rest, y]</c>.</content>
internal sealed partial class ExpressionLowerer
{
    private IrExpression LowerSpreads(ICollectionExpressionOperation collection, IrType type)
    {
        if (collection.Elements.OfType<ISpreadOperation>().FirstOrDefault(static s => !IsSpreadable(s)) is { } spread)
        {
            return Refuse(spread);
        }

        // All elements are evaluated in their order before the memory that takes them is there.
        OperandSequence parts = new(_scope);
        foreach (IOperation element in collection.Elements)
        {
            parts.Value(() => element is ISpreadOperation rest ? ToPath(Lower(rest.Operand.Peeled()), "rest") : Lower(element));
        }

        IrType item = CountedLoops.ElementOf(type);
        IrType memory = type is SpanType ? new SpanType(item, IsReadOnly: false) : type;
        IrExpression length = parts.All.Select(static p => p.Type.IsView ? new LengthExpression(p) : (IrExpression)ConstantExpression.Integer(1)).Aggregate(static (a, b) => a + b);
        IrExpression array = _scope.Bind(new NewArrayExpression([length], ArrayStorage.Heap, memory), "values");
        IrExpression start = ConstantExpression.Integer(0);
        foreach (IrExpression part in parts.All)
        {
            start = Append(array, start, part, item);
        }

        return memory == type ? array : new ViewExpression(array, null, null, type);
    }

    private IrExpression Append(IrExpression array, IrExpression start, IrExpression part, IrType item)
    {
        if (!part.Type.IsView)
        {
            _scope.Emit(_scope.StoreInto(CountedLoops.At(array, start), ConvertTo(part, item)));
            return Sum(start, ConstantExpression.Integer(1));
        }

        CountedLoops.Emit(_scope, new LengthExpression(part), i =>
            [_scope.StoreInto(CountedLoops.At(array, Sum(start, i)), ConvertTo(CountedLoops.At(part, i), item))]);
        return Sum(start, new LengthExpression(part));
    }

    private static IrExpression Sum(IrExpression left, IrExpression right) => (left, right) switch
    {
        (ConstantExpression { Bits: 0 }, _) => right,
        (ConstantExpression a, ConstantExpression b) => ConstantExpression.Integer((int)(a.Bits + b.Bits)),
        _ => left + right,
    };

    private static bool IsSpreadable(ISpreadOperation spread) =>
        TypeMapping.Map(spread.Operand.Peeled().Type) is ArrayType { Rank: 1 } or SpanType && TypeMapping.IsNumber(CountedLoops.ElementOf(TypeMapping.Map(spread.Operand.Peeled().Type)));
}
