using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>The compiler's built-in operators as the transforms know them.</summary>
internal static class OperatorMapping
{
    public static UnaryOperator? Map(UnaryOperatorKind kind) => kind switch
    {
        UnaryOperatorKind.Minus => UnaryOperator.Negate,
        UnaryOperatorKind.Plus => UnaryOperator.Plus,
        UnaryOperatorKind.Not => UnaryOperator.Not,
        UnaryOperatorKind.BitwiseNegation => UnaryOperator.Complement,
        _ => null,
    };

    public static BinaryOperator? Map(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => BinaryOperator.Add,
        BinaryOperatorKind.Subtract => BinaryOperator.Subtract,
        BinaryOperatorKind.Multiply => BinaryOperator.Multiply,
        BinaryOperatorKind.Divide => BinaryOperator.Divide,
        BinaryOperatorKind.Remainder => BinaryOperator.Remainder,
        BinaryOperatorKind.And => BinaryOperator.And,
        BinaryOperatorKind.Or => BinaryOperator.Or,
        BinaryOperatorKind.ExclusiveOr => BinaryOperator.Xor,
        BinaryOperatorKind.LeftShift => BinaryOperator.ShiftLeft,
        BinaryOperatorKind.RightShift => BinaryOperator.ShiftRight,
        BinaryOperatorKind.UnsignedRightShift => BinaryOperator.UnsignedShiftRight,
        BinaryOperatorKind.ConditionalAnd => BinaryOperator.LogicalAnd,
        BinaryOperatorKind.ConditionalOr => BinaryOperator.LogicalOr,
        BinaryOperatorKind.Equals => BinaryOperator.Equal,
        BinaryOperatorKind.NotEquals => BinaryOperator.NotEqual,
        BinaryOperatorKind.LessThan => BinaryOperator.Less,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperator.LessOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperator.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperator.GreaterOrEqual,
        _ => null,
    };
}
