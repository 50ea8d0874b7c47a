using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>C#'s operator precedence, weakest first.</summary>
internal enum Precedence
{
    Lowest,
    Conditional,
    NullCoalescing,
    LogicalOr,
    LogicalAnd,
    Or,
    Xor,
    And,
    Equality,
    Relational,
    Shift,
    Additive,
    Multiplicative,
    Unary,
    Primary,
}

internal static class Operators
{
    public static (string Symbol, Precedence Precedence) Of(BinaryOperator binary) => binary switch
    {
        BinaryOperator.Add => ("+", Precedence.Additive),
        BinaryOperator.Subtract => ("-", Precedence.Additive),
        BinaryOperator.Multiply => ("*", Precedence.Multiplicative),
        BinaryOperator.Divide => ("/", Precedence.Multiplicative),
        BinaryOperator.Remainder => ("%", Precedence.Multiplicative),
        BinaryOperator.And => ("&", Precedence.And),
        BinaryOperator.Or => ("|", Precedence.Or),
        BinaryOperator.Xor => ("^", Precedence.Xor),
        BinaryOperator.ShiftLeft => ("<<", Precedence.Shift),
        BinaryOperator.ShiftRight => (">>", Precedence.Shift),
        BinaryOperator.UnsignedShiftRight => (">>>", Precedence.Shift),
        BinaryOperator.LogicalAnd => ("&&", Precedence.LogicalAnd),
        BinaryOperator.LogicalOr => ("||", Precedence.LogicalOr),
        BinaryOperator.Equal => ("==", Precedence.Equality),
        BinaryOperator.NotEqual => ("!=", Precedence.Equality),
        BinaryOperator.Less => ("<", Precedence.Relational),
        BinaryOperator.LessOrEqual => ("<=", Precedence.Relational),
        BinaryOperator.Greater => (">", Precedence.Relational),
        BinaryOperator.GreaterOrEqual => (">=", Precedence.Relational),
        _ => throw new InvalidOperationException($"No symbol for {binary}."),
    };
}
