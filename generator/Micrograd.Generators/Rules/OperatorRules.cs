using Micrograd.Generators.Ir;
using static Micrograd.Generators.Rules.Primitives;

namespace Micrograd.Generators.Rules;

/// <summary>Derivatives of the operators on floating-point operands, whatever the type.</summary>
internal static class OperatorRules
{
    private static readonly DerivativeRule Plus = new("operator +x", "+", [(call, u) => u]);

    private static readonly DerivativeRule Negate = new("operator -x", "-", [(call, u) => -u]);

    private static readonly DerivativeRule Add = new("operator +", "+", [(call, u) => u, (call, u) => u]);

    private static readonly DerivativeRule Subtract = new("operator -", "-", [(call, u) => u, (call, u) => -u]);

    private static readonly DerivativeRule Multiply = new("operator *", "*", [(call, u) => u * call[1], (call, u) => u * call[0]]);

    // -r/b, not -a/b²: b² overflows long before r does, and u/b is shared with the first operand.
    private static readonly DerivativeRule Divide = new("operator /", "/", [(call, u) => u / call[1], (call, u) => -(u / call[1] * call.Result)])
    {
        StrongZero = true,
    };

    private static readonly DerivativeRule Remainder = new("operator %", "%", [(call, u) => u, ToDivisor]);

    public static readonly ImmutableArray<DerivativeRule> All = [Plus, Negate, Add, Subtract, Multiply, Divide, Remainder];

    public static DerivativeRule? Find(UnaryOperator sign) => sign switch
    {
        UnaryOperator.Plus => Plus,
        UnaryOperator.Negate => Negate,
        _ => null,
    };

    public static DerivativeRule? Find(BinaryOperator sign) => sign switch
    {
        BinaryOperator.Add => Add,
        BinaryOperator.Subtract => Subtract,
        BinaryOperator.Multiply => Multiply,
        BinaryOperator.Divide => Divide,
        BinaryOperator.Remainder => Remainder,
        _ => null,
    };

    // r = x - q·y with an integer q. Truncate(x / y) may be one more than q, where x / y rounds up to an integer (1 % 0.1).
    public static IrExpression ToDivisor(RuleCall call, IrExpression adjoint) => -(adjoint * Round((call[0] - call.Result) / call[1]));
}
