using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Turns a floating-point <c>c ? a : b</c> whose arms compute into an <c>if</c>: the reverse sweep may need a value from inside
/// an arm, and only the arm that was taken may be evaluated. Arms that are mere places or constants stay as they are.
/// </summary>
internal sealed class ConditionalLowering(LocalFactory locals, bool checksOverflow) : IrRewriter
{
    // The neighbour of an element: of such indices only those at the very end of int fail.
    private const int MostAside = 32;

    protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
    {
        switch (statement)
        {
            case DeclareStatement { Value: ConditionalExpression value } s when Computes(value):
                output.Add(s with { Value = null });
                Branch(new LocalExpression(s.Local), value, s.Source, output);
                break;
            case AssignStatement { Value: ConditionalExpression value } s when Computes(value) && s.Target is LocalExpression:
                Branch(s.Target, value, s.Source, output);
                break;
            case DeclareStatement { Value: { } value } s:
                output.Add(s with { Value = Lift(value, s.Source, output) });
                break;
            case AssignStatement s:
                int mark = output.Count;
                IrExpression lifted = Lift(s.Value, s.Source, output);
                output.Add(s with { Target = HoldPlace(s.Target, output, mark), Value = lifted });
                break;
            case CallStatement s:
                output.Add(s with { Call = (PairCallExpression)Lift(s.Call, s.Source, output) });
                break;
            case ReturnStatement { Value: { } value } s:
                output.Add(s with { Value = Lift(value, s.Source, output) });
                break;
            default:
                output.Add(RewriteParts(statement));
                break;
        }
    }

    private void Branch(IrExpression target, ConditionalExpression value, string? source, List<IrStatement> output)
    {
        EquatableArray<IrStatement> then = RewriteBlock([new AssignStatement(target, value.WhenTrue) { Source = source }]);
        EquatableArray<IrStatement> otherwise = RewriteBlock([new AssignStatement(target, value.WhenFalse) { Source = source }]);
        output.Add(new IfStatement(value.Condition, then, otherwise) { Source = source });
    }

    // Only along floating-point operands: conditions and indices have no derivative, so nothing in them is ever needed apart. What a
    // method is given is, whatever it returns.
    private IrExpression Lift(IrExpression expression, string? source, List<IrStatement> output)
    {
        if (!(expression.Type.IsFloating || expression is StructExpression or PairCallExpression) || expression is ElementExpression or FieldExpression or OpaqueExpression)
        {
            return expression;
        }

        if (expression is ConditionalExpression conditional)
        {
            if (!Computes(conditional))
            {
                return expression;
            }

            IrLocal chosen = locals.Create("chosen", conditional.Type);
            Branch(new LocalExpression(chosen), conditional, source, output);
            return new LocalExpression(chosen);
        }

        IrExpression[] operands = [.. expression.Operands];
        for (int i = 0; i < operands.Length; i++)
        {
            int mark = output.Count;
            operands[i] = Lift(operands[i], source, output);
            for (int earlier = 0; earlier < i && output.Count > mark; earlier++)
            {
                operands[earlier] = Hold(operands[earlier], "before", output, ref mark);
            }
        }

        return operands.Length == 0 ? expression : WithOperands(expression, operands);
    }

    // What comes first in C# is computed first, where it is seen: both it and what was lifted out from behind it may throw.
    private IrExpression Hold(IrExpression operand, string name, List<IrStatement> output, ref int mark)
    {
        if (operand.Type is StructType or { IsView: true } || !FaultOrder.Matters(operand, output.Skip(mark)))
        {
            return operand;
        }

        LocalExpression held = new(locals.Create(name, operand.Type));
        output.Insert(mark++, new DeclareStatement(held.Local, operand));
        return held;
    }

    // C# finds the element before it computes what is stored there.
    private IrExpression HoldPlace(IrExpression place, List<IrStatement> output, int mark) => place switch
    {
        ElementExpression element => element with { Indices = [.. element.Indices.Select(index => Hold(index, "index", output, ref mark))] },
        FieldExpression field => field with { Target = HoldPlace(field.Target, output, mark) },
        _ => place,
    };

    private bool Computes(ConditionalExpression conditional) =>
        conditional.Type.IsFloating && !(IsPlain(conditional.WhenTrue) && IsPlain(conditional.WhenFalse));

    private bool IsPlain(IrExpression arm) => arm switch
    {
        UnaryExpression { Operand: LocalExpression or ElementExpression } unary => IsPlain(unary.Operand),
        ElementExpression element => HasHarmlessIndices(element),
        FieldExpression field => field.Target is not (ElementExpression or FieldExpression) || IsPlain(field.Target),
        _ => arm is ConstantExpression or LocalExpression,
    };

    // The reverse sweep asks which element it was, and may be given the index from ahead of the choice.
    private bool HasHarmlessIndices(ElementExpression element) =>
        element.Indices.All(index => IsHarmless(index, element.Array)) && (element.Array is not ElementExpression row || HasHarmlessIndices(row));

    // Whether a place in the array can be computed though it is not there.
    private bool IsHarmless(IrExpression index, IrExpression array) => index switch
    {
        ConstantExpression or LocalExpression => true,
        LengthExpression { View: var view } => view.Type is SpanType || view.Equals(array),
        BinaryExpression { Operator: BinaryOperator.Divide or BinaryOperator.Remainder } quotient => quotient.Right is ConstantExpression { Bits: > 0 } && IsHarmless(quotient.Left, array),
        BinaryExpression { IsChecked: null, Operator: BinaryOperator.Add or BinaryOperator.Subtract, Left: LocalExpression, Right: ConstantExpression { Bits: > -MostAside and < MostAside } } => true,
        _ when Integers.MayThrow(index, checksOverflow) => false,
        BinaryExpression binary => IsHarmless(binary.Left, array) && IsHarmless(binary.Right, array),
        UnaryExpression unary => IsHarmless(unary.Operand, array),
        ConversionExpression conversion => IsHarmless(conversion.Operand, array),
        _ => false,
    };
}
