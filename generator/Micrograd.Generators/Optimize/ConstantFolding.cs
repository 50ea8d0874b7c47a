using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Optimize;

/// <summary>
/// Folds what changes no result whatever the operands: x · 1, x / 1, −(−x), (−a) · b as a sign taken out, a double negation
/// under a difference. Not x · 0, x + 0 or x − x: they are not x or 0 for infinities, NaN and −0.
/// </summary>
internal sealed class ConstantFolding : IrRewriter
{
    public override IrExpression Rewrite(IrExpression expression) => Fold(base.Rewrite(expression));

    private static IrExpression Fold(IrExpression expression) => expression switch
    {
        BinaryExpression { Operator: BinaryOperator.Multiply, Type.IsFloating: true, Left: var left, Right: ConstantExpression right } when right.Is(1.0) => left,
        BinaryExpression { Operator: BinaryOperator.Multiply, Type.IsFloating: true, Left: ConstantExpression left, Right: var right } when left.Is(1.0) => right,
        BinaryExpression { Operator: BinaryOperator.Divide, Type.IsFloating: true, Left: var left, Right: ConstantExpression right } when right.Is(1.0) => left,
        BinaryExpression { Operator: BinaryOperator.Multiply, Type.IsFloating: true, Left: var left, Right: ConstantExpression right } when right.Is(-1.0) => Negated(left),
        UnaryExpression { Operator: UnaryOperator.Negate, Type.IsFloating: true, Operand: UnaryExpression { Operator: UnaryOperator.Negate } inner } => inner.Operand,
        BinaryExpression { Operator: BinaryOperator.Add, Type.IsFloating: true, Right: UnaryExpression { Operator: UnaryOperator.Negate } negative } sum => sum.Left - negative.Operand,
        BinaryExpression { Operator: BinaryOperator.Subtract, Type.IsFloating: true, Right: UnaryExpression { Operator: UnaryOperator.Negate } negative } difference => difference.Left + negative.Operand,
        // a·b + a·b = a·(b + b): doubling is exact.
        BinaryExpression { Operator: BinaryOperator.Add, Type.IsFloating: true, Left: BinaryExpression { Operator: BinaryOperator.Multiply } product } sum when sum.Left.Equals(sum.Right) => product.Left * (product.Right + product.Right),
        ConversionExpression { Type: var type, Operand: var operand } when type.Equals(operand.Type) && type is ScalarType { Kind: ScalarKind.Double } => operand,
        _ => expression,
    };

    private static IrExpression Negated(IrExpression operand) => Fold(-operand);
}
