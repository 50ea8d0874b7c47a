using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Comparisons of integer constants, which is what <c>index == 0</c> in an indexer's body has become once the index is known:
/// the branch that is never taken is not lowered.
/// </summary>
internal static class KnownConditions
{
    public static bool? Evaluate(IrExpression condition) => condition switch
    {
        BinaryExpression { Left: ConstantExpression { Type: ScalarType { Kind: ScalarKind.Int32 } } left, Right: ConstantExpression { Type: ScalarType { Kind: ScalarKind.Int32 } } right } test => test.Operator switch
        {
            BinaryOperator.Equal => left.Bits == right.Bits,
            BinaryOperator.NotEqual => left.Bits != right.Bits,
            BinaryOperator.Less => left.Bits < right.Bits,
            BinaryOperator.LessOrEqual => left.Bits <= right.Bits,
            BinaryOperator.Greater => left.Bits > right.Bits,
            BinaryOperator.GreaterOrEqual => left.Bits >= right.Bits,
            _ => null,
        },
        _ => null,
    };
}
