using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Optimize;

/// <summary>The statement <c>target[i + a] += factor * source[i + b]</c> of a loop over i.</summary>
internal sealed record Accumulation(IrLocal Target, IrExpression TargetIndex, IrExpression Factor, IrLocal Source, IrExpression SourceIndex, string? Text)
{
    public static Accumulation? Match(IrStatement statement, IrLocal counter)
    {
        if (statement is not AssignStatement { Target: ElementExpression { Array: LocalExpression target, Indices: [var targetIndex] } place, Value: BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum }
            || !sum.Left.Equals(place)
            || !IsConsecutive(targetIndex, counter)
            || Product(sum.Right, counter) is not { } product
            || product.Source is not { Array: LocalExpression source, Indices: [var sourceIndex] }
            || !place.Type.Equals(product.Source.Type)
            || place.Type is not ScalarType { Kind: ScalarKind.Double or ScalarKind.Single })
        {
            return null;
        }

        IrExpression factor = sum.Operator == BinaryOperator.Subtract ? -product.Factor : product.Factor;
        return new Accumulation(target.Local, targetIndex, factor, source.Local, sourceIndex, statement.Source);
    }

    public bool StartsAtZero(IrLocal counter, IrExpression first) =>
        Start(TargetIndex, counter, first) is ConstantExpression { Bits: 0 } && Start(SourceIndex, counter, first) is ConstantExpression { Bits: 0 };

    public IrStatement Call(IrLocal counter, IrExpression first, IrExpression count)
    {
        IrExpression target = Slice(Target, TargetIndex, isReadOnly: false), source = Slice(Source, SourceIndex, isReadOnly: true);
        return new OpaqueStatement("global::Micrograd.DerivativeSpans.AddScaled({0}, {1}, {2});", [target, Factor, source]) { Source = Text };

        IrExpression Slice(IrLocal array, IrExpression index, bool isReadOnly)
        {
            IrExpression start = Start(index, counter, first);
            bool isWhole = start is ConstantExpression { Bits: 0 } && count is LengthExpression { View: LocalExpression view } && view.Local.Id == array.Id;
            if (isWhole)
            {
                return new LocalExpression(array);
            }

            IrType element = array.Type is SpanType span ? span.Element : ((ArrayType)array.Type).Element;
            return new ViewExpression(new LocalExpression(array), start, count, new SpanType(element, isReadOnly));
        }
    }

    private static IrExpression Start(IrExpression index, IrLocal counter, IrExpression first) =>
        Integers.Simplified(new LocalSubstitution(new Dictionary<int, IrExpression> { [counter.Id] = first }).Rewrite(index));

    // dZ * x[i], x[i] * dZ, and dZ * (x[i] + x[i]), whose factor is doubled instead: doubling is exact.
    private static (IrExpression Factor, ElementExpression Source)? Product(IrExpression added, IrLocal counter) => added switch
    {
        BinaryExpression { Operator: BinaryOperator.Multiply, Right: ElementExpression right } product when IsSource(right, counter) => (product.Left, right),
        BinaryExpression { Operator: BinaryOperator.Multiply, Left: ElementExpression left } product when IsSource(left, counter) => (product.Right, left),
        BinaryExpression { Operator: BinaryOperator.Multiply, Right: BinaryExpression { Operator: BinaryOperator.Add, Left: ElementExpression twice } doubled } product
            when doubled.Left.Equals(doubled.Right) && IsSource(twice, counter) && product.Left is LocalExpression => (product.Left + product.Left, twice),
        _ => null,
    };

    private static bool IsSource(ElementExpression element, IrLocal counter) => element.Array is LocalExpression && element.Indices is [var index] && IsConsecutive(index, counter);

    /// <summary>The index is the counter plus something that does not depend on it and reads no array.</summary>
    private static bool IsConsecutive(IrExpression index, IrLocal counter) => index switch
    {
        LocalExpression local => local.Local.Id == counter.Id,
        BinaryExpression { Operator: BinaryOperator.Add } sum => (IsConsecutive(sum.Left, counter) && IsFixed(sum.Right, counter)) || (IsFixed(sum.Left, counter) && IsConsecutive(sum.Right, counter)),
        BinaryExpression { Operator: BinaryOperator.Subtract } difference => IsConsecutive(difference.Left, counter) && IsFixed(difference.Right, counter),
        _ => false,
    };

    private static bool IsFixed(IrExpression expression, IrLocal counter) =>
        expression.SelfAndDescendants().All(e => e is ConstantExpression or LengthExpression or BinaryExpression or LocalExpression && !(e is LocalExpression local && local.Local.Id == counter.Id));
}
