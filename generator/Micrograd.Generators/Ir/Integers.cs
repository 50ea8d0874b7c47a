namespace Micrograd.Generators.Ir;

/// <summary>Integer arithmetic on expressions, with what is constant worked out, so that <c>n - 1 + 1</c> is written <c>n</c>.</summary>
internal static class Integers
{
    public static ConstantExpression Constant(long value) => ConstantExpression.Integer((int)value);

    /// <summary>The operations that an overflow context is for; a division that overflows throws in any.</summary>
    public static bool CanOverflow(BinaryOperator operation) => operation is BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply;

    /// <summary>What does not fit into the type throws in a checked context.</summary>
    public static bool CanOverflow(IrType type) => type is ScalarType { Kind: >= ScalarKind.Char and < ScalarKind.Half };

    /// <summary>So far from the length of an array, which has 0x7FFFFFC7 elements at most, there still are ints.</summary>
    public const int RoomBesideLengths = 32;

    /// <summary>The operation throws where its result does not fit, in a project with that default.</summary>
    public static bool MayThrow(IrExpression operation, bool isDefault) => CanOverflow(operation.Type) && operation switch
    {
        BinaryExpression { Left: LengthExpression, Right: ConstantExpression { Bits: >= 0 and < RoomBesideLengths }, Operator: BinaryOperator.Add or BinaryOperator.Subtract } => false,
        BinaryExpression binary => CanOverflow(binary.Operator) && (binary.IsChecked ?? isDefault),
        UnaryExpression { Operator: UnaryOperator.Negate } unary => unary.IsChecked ?? isDefault,
        ConversionExpression { Type: ScalarType { Kind: ScalarKind.Int32 }, Operand.Type: ScalarType { Kind: >= ScalarKind.Char and < ScalarKind.Int32 } } => false,
        ConversionExpression conversion => conversion.IsChecked ?? isDefault,
        _ => false,
    };

    /// <summary>Whether the sum, difference or product of ints is none that fits, as a question that does not throw.</summary>
    public static IrExpression IsTooFar(IrExpression operation) => new OpaqueExpression("{0} is < int.MinValue or > int.MaxValue", [operation switch
    {
        BinaryExpression binary => new BinaryExpression(binary.Operator, Wide(binary.Left), Wide(binary.Right), IrType.Int64),
        UnaryExpression unary => new UnaryExpression(unary.Operator, Wide(unary.Operand), IrType.Int64),
        _ => throw new InvalidOperationException($"No arithmetic: {operation.GetType().Name}."),
    }], IrType.Boolean);

    private static IrExpression Wide(IrExpression value) => value is ConstantExpression constant ? ConstantText.Create(constant.Bits, IrType.Int64) : new ConversionExpression(value, IrType.Int64);

    public static IrExpression Binary(BinaryOperator operation, IrExpression left, IrExpression right) => new BinaryExpression(operation, left, right, IrType.Int32);

    public static IrExpression Add(IrExpression left, IrExpression right) => (left, right) switch
    {
        (_, ConstantExpression constant) => Add(left, constant.Bits),
        (ConstantExpression { Bits: 0 }, _) => right,
        _ => Binary(BinaryOperator.Add, left, right),
    };

    public static IrExpression Add(IrExpression left, long right) => left switch
    {
        _ when right == 0 => left,
        ConstantExpression constant => Constant(constant.Bits + right),
        BinaryExpression { Operator: BinaryOperator.Subtract, Right: ConstantExpression constant } difference => Subtract(difference.Left, Constant(constant.Bits - right)),
        BinaryExpression { Operator: BinaryOperator.Add, Right: ConstantExpression constant } sum => Add(sum.Left, constant.Bits + right),
        _ when right < 0 => Binary(BinaryOperator.Subtract, left, Constant(-right)),
        _ => Binary(BinaryOperator.Add, left, Constant(right)),
    };

    public static IrExpression Subtract(IrExpression left, IrExpression right) => (left, right) switch
    {
        (ConstantExpression a, ConstantExpression b) => Constant(a.Bits - b.Bits),
        (_, ConstantExpression constant) => constant.Bits == 0 ? left : Lowered(left, constant.Bits),
        _ => left.Equals(right) ? Constant(0) : Binary(BinaryOperator.Subtract, left, right),
    };

    public static IrExpression Multiply(IrExpression left, IrExpression right) => (left, right) switch
    {
        (ConstantExpression a, ConstantExpression b) => Constant(a.Bits * b.Bits),
        (_, ConstantExpression { Bits: 1 }) => left,
        (ConstantExpression { Bits: 1 }, _) => right,
        _ => Binary(BinaryOperator.Multiply, left, right),
    };

    /// <summary>The expression with the sums and differences of constants in it worked out.</summary>
    public static IrExpression Simplified(IrExpression expression) => expression switch
    {
        BinaryExpression { Operator: BinaryOperator.Add, IsChecked: null } sum => Add(Simplified(sum.Left), Simplified(sum.Right)),
        BinaryExpression { Operator: BinaryOperator.Subtract, IsChecked: null } difference => Subtract(Simplified(difference.Left), Simplified(difference.Right)),
        _ => expression,
    };

    private static IrExpression Lowered(IrExpression left, long amount) => left switch
    {
        BinaryExpression { Operator: BinaryOperator.Add, Right: ConstantExpression constant } sum => Add(sum.Left, constant.Bits - amount),
        BinaryExpression { Operator: BinaryOperator.Subtract, Right: ConstantExpression constant } difference => Binary(BinaryOperator.Subtract, difference.Left, Constant(constant.Bits + amount)),
        _ => Binary(BinaryOperator.Subtract, left, Constant(amount)),
    };
}
