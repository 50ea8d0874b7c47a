namespace Micrograd.Generators.Ir;

/// <summary>Conditions put together.</summary>
internal static class Conditions
{
    public static IrExpression Not(IrExpression condition) => condition switch
    {
        UnaryExpression { Operator: UnaryOperator.Not } not => not.Operand,
        BinaryExpression { Left.Type.IsInteger: true } comparison when Opposite(comparison.Operator) is { } opposite => comparison with { Operator = opposite },
        _ => new UnaryExpression(UnaryOperator.Not, condition, IrType.Boolean),
    };

    /// <summary>The value where all conditions hold, each asked only where those before it do; else 0.</summary>
    public static IrExpression OrZero(IReadOnlyCollection<IrExpression> conditions, IrExpression value) => conditions.Count == 0
        ? value
        : new ConditionalExpression(conditions.Aggregate(static (all, next) => new BinaryExpression(BinaryOperator.LogicalAnd, all, next, IrType.Boolean)), value, ConstantExpression.Number(0.0, value.Type));

    // Of integers: what is not less than a NaN is not greater than it either.
    private static BinaryOperator? Opposite(BinaryOperator comparison) => comparison switch
    {
        BinaryOperator.Equal => BinaryOperator.NotEqual,
        BinaryOperator.NotEqual => BinaryOperator.Equal,
        BinaryOperator.Less => BinaryOperator.GreaterOrEqual,
        BinaryOperator.GreaterOrEqual => BinaryOperator.Less,
        BinaryOperator.Greater => BinaryOperator.LessOrEqual,
        BinaryOperator.LessOrEqual => BinaryOperator.Greater,
        _ => null,
    };
}
