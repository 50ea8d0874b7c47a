using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>The last call of a chain, which makes one value of all elements.</summary>
internal sealed class SequenceEnd(LoweringScope scope, ExpressionLowerer expressions, SequenceStage end, Func<SequenceStage, int, IrExpression[], IrExpression> apply)
{
    private static readonly ConstantExpression Zero = ConstantExpression.Integer(0);

    /// <summary>The elements are an array's own, which .NET averages from 0 on and not from the first element.</summary>
    public bool IsPlainArray { get; init; }

    private IrType Type => TypeMapping.Map(end.Call.Type);

    public IrExpression Lower(IrExpression length, bool isFiltered, Action<Action<IrExpression, IrExpression>> emitLoop)
    {
        switch (end.Name)
        {
            case "Sum":
                return Sum(0.0, body => emitLoop((value, _) => body(value)), static (sum, _) => sum, null);
            case "Aggregate" when end.Argument("seed") is { } seed:
                return Aggregate(expressions.Lower(seed), emitLoop);
        }

        // Where a filter stands before, what came through is counted.
        IrExpression? counted = isFiltered ? scope.Declare("count", IrType.Int32, Zero) : null;
        if (counted is null)
        {
            Refuse(length);
        }

        IrExpression result = end.Name switch
        {
            "Average" => Sum(IsPlainArray ? 0.0 : -0.0, body => emitLoop((value, _) => body(value)), (sum, type) => sum / new ConversionExpression(counted ?? length, type), counted),
            "Aggregate" => Fold(null, First(emitLoop, counted)),
            _ => Extreme(First(emitLoop, counted)),
        };
        return result;
    }

    // .NET sums floats in double, and integers in a long that does not overflow in silence.
    private IrExpression Sum(double from, Action<Action<IrExpression>> emitLoop, Func<IrExpression, IrType, IrExpression> finish, IrExpression? counted)
    {
        IrType wide = end.SumsIntegers ? IrType.Int64 : IrType.Double;
        bool? isChecked = end.SumsIntegers && !scope.DefaultIsChecked ? true : null;
        IrExpression sum = scope.Declare(end.Name == "Sum" ? "sum" : "total", wide, ConstantExpression.Number(from, wide));
        emitLoop(item =>
        {
            IrExpression value = Selected(item);
            scope.Emit(new AssignStatement(sum, new BinaryExpression(BinaryOperator.Add, sum, In(wide, value), wide, isChecked)));
            Count(counted);
        });
        Refuse(counted);
        return In(Type, finish(In(IrType.Double, sum), IrType.Double));
    }

    private static IrExpression In(IrType type, IrExpression value) => value.Type == type ? value : new ConversionExpression(value, type);

    // Max passes over NaN where there is a number, Min keeps it.
    private IrExpression Extreme(Action<Action<IrExpression, IrExpression>> emitLoop)
    {
        bool isMax = end.Name == "Max";
        IrExpression extreme = scope.Declare(isMax ? "max" : "min", Type, ConstantExpression.Number(0, Type));
        emitLoop((item, isFirst) =>
        {
            IrExpression value = Selected(item);
            value = value is LocalExpression ? value : scope.Declare("value", value.Type, value);
            IrExpression better = new BinaryExpression(isMax ? BinaryOperator.Greater : BinaryOperator.Less, value, extreme, IrType.Boolean);
            IrExpression undefined = isMax ? extreme : value;
            IrExpression test = Or(Or(isFirst, better), new BinaryExpression(BinaryOperator.NotEqual, undefined, undefined, IrType.Boolean));
            scope.Emit(new IfStatement(test, [new AssignStatement(extreme, value)], default));
        });
        return extreme;
    }

    private IrExpression Aggregate(IrExpression seed, Action<Action<IrExpression, IrExpression>> emitLoop)
    {
        IrExpression total = Fold(seed, body => emitLoop((value, _) => body(value, ConstantExpression.Boolean(false))));
        return end.Functions.Length > 1 ? apply(end, 1, [total]) : total;
    }

    private IrExpression Fold(IrExpression? seed, Action<Action<IrExpression, IrExpression>> emitLoop)
    {
        IrType type = TypeMapping.Map(end.Functions[0].Method.ReturnType);
        IrExpression total = scope.Declare("total", type, seed ?? StructValues.Zero(type));
        emitLoop((item, isFirst) =>
        {
            if (seed is not null)
            {
                expressions.Store(total, apply(end, 0, [total, item]), isUsed: false);
                return;
            }

            IrExpression value = item is LocalExpression or StructExpression ? item : scope.Declare("value", item.Type, item);
            List<IrStatement> first = scope.Capture(() => expressions.Store(total, value, isUsed: false));
            List<IrStatement> next = scope.Capture(() => expressions.Store(total, apply(end, 0, [total, value]), isUsed: false));
            scope.Emit(new IfStatement(isFirst, first.ToEquatableArray(), next.ToEquatableArray()));
        });
        return total;
    }

    // The first element begins what the others go on with.
    private Action<Action<IrExpression, IrExpression>> First(Action<Action<IrExpression, IrExpression>> emitLoop, IrExpression? counted) => body =>
    {
        emitLoop((value, i) =>
        {
            body(value, (counted ?? i).IsEqual(Zero));
            Count(counted);
        });
        Refuse(counted);
    };

    private IrExpression Selected(IrExpression item) => end.Functions.IsEmpty ? item : apply(end, 0, [item]);

    private void Count(IrExpression? counted)
    {
        if (counted is not null)
        {
            scope.Emit(new AssignStatement(counted, counted + ConstantExpression.Integer(1)));
        }
    }

    private void Refuse(IrExpression? count)
    {
        if (count is not (null or ConstantExpression { Bits: > 0 }))
        {
            scope.Emit(new IfStatement(
                count.IsEqual(Zero),
                [new OpaqueStatement("throw new global::System.InvalidOperationException(\"Sequence contains no elements\");", default) { LeavesMethod = true }],
                default));
        }
    }

    private static BinaryExpression Or(IrExpression left, IrExpression right) => new(BinaryOperator.LogicalOr, left, right, IrType.Boolean);
}
