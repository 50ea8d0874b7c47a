using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Collection expressions with other collections in them: <c>[x, ..rest, y]</c>.</content>
internal sealed partial class ExpressionLowerer
{
    // Elements up to the last spread.
    private const int EvaluatedFirst = 3;

    private IrExpression LowerSpreads(ICollectionExpressionOperation collection, IrType type)
    {
        if (collection.Elements.OfType<ISpreadOperation>().FirstOrDefault(static s => !IsSpreadable(s)) is { } spread)
        {
            return Refuse(spread);
        }

        // All elements are evaluated in their order before the memory that takes them is there.
        OperandSequence operands = new(_scope);
        List<int> ends = [];
        foreach (IOperation element in collection.Elements)
        {
            operands.Value(() => element is ISpreadOperation rest ? ToPath(Lower(rest.Operand.Peeled()), "rest") : Lower(element));
            ends.Add(_scope.Block.Count);
        }

        IrExpression[] parts = [.. operands.All];
        KeepChanged(parts, ends);

        IrType item = CountedLoops.ElementOf(type);
        IrType memory = type is SpanType ? new SpanType(item, IsReadOnly: false) : type;
        IrExpression length = parts.Select(static p => p.Type.IsView ? new LengthExpression(p) : (IrExpression)ConstantExpression.Integer(1)).Aggregate(static (a, b) => a + b);
        IrExpression array = _scope.Bind(new NewArrayExpression([length], ArrayStorage.Heap, memory), "values");
        IrExpression start = ConstantExpression.Integer(0);
        foreach (IrExpression part in parts)
        {
            start = Append(array, start, part, item);
        }

        return memory == type ? array : new ViewExpression(array, null, null, type);
    }

    // What is spread is read at its place: where a later element changes it, a copy of it is made there. Where there are few
    // elements, the compiler evaluates all up to the last spread before it reads any.
    private void KeepChanged(IrExpression[] parts, List<int> ends)
    {
        int last = Array.FindLastIndex(parts, static p => p.Type.IsView);
        for (int i = last; i >= 0; i--)
        {
            int end = last < EvaluatedFirst ? ends[last] : ends[i];
            if (parts[i].Type.IsView && SideEffects.Of(_scope.Block.Skip(end)).Affect(CountedLoops.At(parts[i], ConstantExpression.Integer(0))))
            {
                IrExpression part = parts[i];
                List<IrStatement> copy = _scope.Capture(() => part = LowerCopy(part, new ArrayType(CountedLoops.ElementOf(part.Type))));
                _scope.Block.InsertRange(end, copy);
                parts[i] = part;
            }
        }
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
