using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Optimize;

/// <summary>
/// Folds what changes no result whatever the operands: x · 1, x / 1, −(−x), (−a) · b as a sign taken out, a double negation
/// under a difference. Not x · 0, x + 0 or x − x: they are not x or 0 for infinities, NaN and −0. In what is given to an adjoint,
/// a·b + a·b also becomes a·(b + b), which differs only where one of them overflows or a·b is subnormal.
/// </summary>
/// <param name="adjoints">The locals that hold adjoints.</param>
internal sealed class ConstantFolding(IReadOnlyCollection<int> adjoints) : IrRewriter
{
    // Those, and what is computed from them on the way to others.
    private readonly HashSet<int> _derivatives = [.. adjoints];
    private bool _isAdjoint;

    public override IrExpression Rewrite(IrExpression expression) => Fold(base.Rewrite(expression));

    protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
    {
        _isAdjoint = statement switch
        {
            DeclareStatement { Local: var local, Value: var value } => _derivatives.Contains(local.Id) || value?.LocalsRead().Any(l => _derivatives.Contains(l.Id)) == true,
            AssignStatement { Target: var target } => target.Root() is { } root && _derivatives.Contains(root.Id),
            _ => false,
        };
        if (_isAdjoint && statement is DeclareStatement declared)
        {
            _derivatives.Add(declared.Local.Id);
        }

        base.RewriteStatement(statement, output);
    }

    private IrExpression Fold(IrExpression expression) => expression switch
    {
        BinaryExpression { Operator: BinaryOperator.Multiply, Type.IsFloating: true, Left: var left, Right: ConstantExpression right } when right.Is(1.0) => left,
        BinaryExpression { Operator: BinaryOperator.Multiply, Type.IsFloating: true, Left: ConstantExpression left, Right: var right } when left.Is(1.0) => right,
        BinaryExpression { Operator: BinaryOperator.Divide, Type.IsFloating: true, Left: var left, Right: ConstantExpression right } when right.Is(1.0) => left,
        BinaryExpression { Operator: BinaryOperator.Multiply, Type.IsFloating: true, Left: var left, Right: ConstantExpression right } when right.Is(-1.0) => Negated(left),
        UnaryExpression { Operator: UnaryOperator.Negate, Type.IsFloating: true, Operand: UnaryExpression { Operator: UnaryOperator.Negate } inner } => inner.Operand,
        BinaryExpression { Operator: BinaryOperator.Add, Type.IsFloating: true, Right: UnaryExpression { Operator: UnaryOperator.Negate } negative } sum => sum.Left - negative.Operand,
        BinaryExpression { Operator: BinaryOperator.Subtract, Type.IsFloating: true, Right: UnaryExpression { Operator: UnaryOperator.Negate } negative } difference => difference.Left + negative.Operand,
        BinaryExpression { Operator: BinaryOperator.Add, Type.IsFloating: true, Left: BinaryExpression { Operator: BinaryOperator.Multiply } product } sum when _isAdjoint && sum.Left.Equals(sum.Right) => product.Left * (product.Right + product.Right),
        ConversionExpression { Type: var type, Operand: var operand } when type.Equals(operand.Type) && type is ScalarType { Kind: ScalarKind.Double } => operand,
        _ => expression,
    };

    private IrExpression Negated(IrExpression operand) => Fold(-operand);
}
