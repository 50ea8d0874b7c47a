using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Finds the loops whose trips are known before the first: <c>for (int i = a; i &lt; b; i += c)</c> with a constant c, where the
/// body changes neither i nor anything b reads. They reverse into loops over the same counter and their records are arrays.
/// </summary>
internal static class LoopRecognition
{
    public static CountedLoopStatement? TryCount(LoopStatement loop)
    {
        if (loop.TestsAtEnd
            || loop.Initializers is not [DeclareStatement { Value: { } from, Local: { } counter }]
            || !counter.Type.Equals(IrType.Int32)
            || loop.Update is not [AssignStatement { Target: LocalExpression target } update]
            || target.Local.Id != counter.Id
            || Step(update.Value, counter) is not { } step
            || Bound(loop.Condition, counter) is not { } bound
            || !Advances(bound.Comparison, step))
        {
            return null;
        }

        HashSet<int> assigned = loop.Body.AssignedLocals();
        bool invariant = !assigned.Contains(counter.Id) && IsInvariant(bound.Limit, counter, assigned, rowsStay: !loop.Body.AllStatements().Any(MayStoreRow));
        return invariant
            ? new CountedLoopStatement(counter, from, bound.Comparison, bound.Limit, step, loop.Body) { Source = loop.Source }
            : null;
    }

    private static int? Step(IrExpression value, IrLocal counter) => value switch
    {
        BinaryExpression { Operator: BinaryOperator.Add, Left: LocalExpression left, Right: ConstantExpression step } when left.Local.Id == counter.Id => Step(step.Bits),
        BinaryExpression { Operator: BinaryOperator.Add, Right: LocalExpression right, Left: ConstantExpression step } when right.Local.Id == counter.Id => Step(step.Bits),
        BinaryExpression { Operator: BinaryOperator.Subtract, Left: LocalExpression left, Right: ConstantExpression step } when left.Local.Id == counter.Id => Step(-step.Bits),
        _ => null,
    };

    private static int? Step(long bits) => bits is > int.MinValue and <= int.MaxValue and not 0 ? (int)bits : null;

    private static (BinaryOperator Comparison, IrExpression Limit)? Bound(IrExpression condition, IrLocal counter) => condition switch
    {
        BinaryExpression { Left: LocalExpression left } c when left.Local.Id == counter.Id && IsOrder(c.Operator) => (c.Operator, c.Right),
        BinaryExpression { Right: LocalExpression right } c when right.Local.Id == counter.Id && IsOrder(c.Operator) => (Mirrored(c.Operator), c.Left),
        _ => null,
    };

    private static bool IsOrder(BinaryOperator comparison) => comparison is >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual;

    private static BinaryOperator Mirrored(BinaryOperator comparison) => comparison switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        _ => BinaryOperator.LessOrEqual,
    };

    private static bool Advances(BinaryOperator comparison, int step) =>
        comparison is BinaryOperator.Less or BinaryOperator.LessOrEqual ? step > 0 : step < 0;

    // An element or a property could change under the loop; a length cannot while its view stays the same.
    private static bool IsInvariant(IrExpression limit, IrLocal counter, HashSet<int> assigned, bool rowsStay) => limit switch
    {
        ConstantExpression => true,
        LocalExpression local => local.Local.Id != counter.Id && !assigned.Contains(local.Local.Id),
        LengthExpression { View: LocalExpression view } => !assigned.Contains(view.Local.Id),
        LengthExpression { View: ElementExpression { Array: LocalExpression rows } row } => rowsStay && !assigned.Contains(rows.Local.Id) && row.Indices.All(i => IsInvariant(i, counter, assigned, rowsStay)),
        BinaryExpression or UnaryExpression or RuleCallExpression => limit.Operands.All(operand => IsInvariant(operand, counter, assigned, rowsStay)),
        _ => false,
    };

    private static bool MayStoreRow(IrStatement statement) => statement switch
    {
        AssignStatement assign => assign.Target is ElementExpression { Type.IsView: true },
        OpaqueStatement opaque => opaque.Arguments.Any(IsRows),
        _ => statement.PairCall() is { } call && call.Arguments.Any(IsRows),
    };

    private static bool IsRows(IrExpression argument) => argument.Type is ArrayType { Element: ArrayType };
}
