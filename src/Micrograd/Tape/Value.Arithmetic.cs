namespace Micrograd;

public sealed partial class Value
{
    private static readonly Operation AddRule = new AddOperation();
    private static readonly Operation SubtractRule = new SubtractOperation();
    private static readonly Operation MultiplyRule = new MultiplyOperation();
    private static readonly Operation DivideRule = new DivideOperation();
    private static readonly Operation NegateRule = new NegateOperation();

    // With the quotient really taken: Truncate(a/b) is off by one where a/b rounds up to an integer, as in 1 % 0.1.
    private static readonly Operation RemainderRule = new BinaryOperation(
        "%",
        (a, b, r) => 1.0,
        (a, b, r) => -Math.Round((a - r) / b));

    private static readonly Operation IeeeRemainderRule = new BinaryOperation(
        "remainder",
        (a, b, r) => 1.0,
        (a, b, r) => -Math.Round((a - r) / b));

    private static readonly Operation FusedMultiplyAddRule = new TernaryOperation(
        "fma",
        (a, b, c) => b,
        (a, b, c) => a,
        (a, b, c) => 1.0);

    private static readonly Operation LerpRule = new TernaryOperation(
        "lerp",
        (a, b, t) => 1.0 - t,
        (a, b, t) => t,
        (a, b, t) => b - a);

    /// <summary>The sum.</summary>
    /// <param name="a">The first summand.</param>
    /// <param name="b">The second summand.</param>
    public static Value operator +(Value a, Value b) => new(a.Data + b.Data, AddRule, a, b);

    /// <summary>The difference.</summary>
    /// <param name="a">The minuend.</param>
    /// <param name="b">The subtrahend.</param>
    public static Value operator -(Value a, Value b) => new(a.Data - b.Data, SubtractRule, a, b);

    /// <summary>The product. An adjoint of 0 against an infinite factor is NaN, as in IEEE arithmetic.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    public static Value operator *(Value a, Value b) => new(a.Data * b.Data, MultiplyRule, a, b);

    /// <summary>The quotient: ∂a = 1/b, ∂b = −a/b².</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    public static Value operator /(Value a, Value b) => new(a.Data / b.Data, DivideRule, a, b);

    /// <summary>The remainder r of a division that truncates: ∂a = 1, ∂b = −(a − r)/b, rounded to the integer it is.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    public static Value operator %(Value a, Value b) => new(a.Data % b.Data, RemainderRule, a, b);

    /// <summary>The operand itself.</summary>
    /// <param name="x">The operand.</param>
    public static Value operator +(Value x) => x;

    /// <summary>The negative.</summary>
    /// <param name="x">The operand.</param>
    public static Value operator -(Value x) => new(-x.Data, NegateRule, x);

    /// <summary>x + 1.</summary>
    /// <param name="x">The operand.</param>
    public static Value operator ++(Value x) => x + 1.0;

    /// <summary>x − 1.</summary>
    /// <param name="x">The operand.</param>
    public static Value operator --(Value x) => x - 1.0;

    /// <summary>Compares the numbers.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    public static bool operator <(Value a, Value b) => a.Data < b.Data;

    /// <inheritdoc cref="op_LessThan(Value, Value)"/>
    public static bool operator >(Value a, Value b) => a.Data > b.Data;

    /// <inheritdoc cref="op_LessThan(Value, Value)"/>
    public static bool operator <=(Value a, Value b) => a.Data <= b.Data;

    /// <inheritdoc cref="op_LessThan(Value, Value)"/>
    public static bool operator >=(Value a, Value b) => a.Data >= b.Data;

    /// <summary>The remainder r of a division that rounds to the nearest, as <see cref="Math.IEEERemainder"/>: ∂x = 1, ∂y = −(x − r)/y, rounded.</summary>
    /// <param name="x">The dividend.</param>
    /// <param name="y">The divisor.</param>
    /// <returns>The node.</returns>
    public static Value IEEERemainder(Value x, Value y) => new(Math.IEEERemainder(x.Data, y.Data), IeeeRemainderRule, x, y);

    /// <inheritdoc cref="IEEERemainder(Value, Value)"/>
    public Value IEEERemainder(Value y) => IEEERemainder(this, y);

    /// <summary>x·y + z, rounded once.</summary>
    /// <param name="x">The first factor.</param>
    /// <param name="y">The second factor.</param>
    /// <param name="z">The summand.</param>
    /// <returns>The node.</returns>
    public static Value FusedMultiplyAdd(Value x, Value y, Value z) =>
        new(Math.FusedMultiplyAdd(x.Data, y.Data, z.Data), FusedMultiplyAddRule, x, y, z);

    /// <inheritdoc cref="FusedMultiplyAdd(Value, Value, Value)"/>
    public Value FusedMultiplyAdd(Value y, Value z) => FusedMultiplyAdd(this, y, z);

    /// <summary>x·y + z, rounded once or twice as the hardware likes.</summary>
    /// <inheritdoc cref="FusedMultiplyAdd(Value, Value, Value)"/>
    public static Value MultiplyAddEstimate(Value x, Value y, Value z) =>
        new(double.MultiplyAddEstimate(x.Data, y.Data, z.Data), FusedMultiplyAddRule, x, y, z);

    /// <inheritdoc cref="MultiplyAddEstimate(Value, Value, Value)"/>
    public Value MultiplyAddEstimate(Value y, Value z) => MultiplyAddEstimate(this, y, z);

    /// <summary>The linear interpolation a·(1 − t) + b·t, as <see cref="double.Lerp"/>.</summary>
    /// <param name="a">The value at t = 0.</param>
    /// <param name="b">The value at t = 1.</param>
    /// <param name="t">The position.</param>
    /// <returns>The node.</returns>
    public static Value Lerp(Value a, Value b, Value t) => new(double.Lerp(a.Data, b.Data, t.Data), LerpRule, a, b, t);

    /// <inheritdoc cref="Lerp(Value, Value, Value)"/>
    public Value Lerp(Value b, Value t) => Lerp(this, b, t);
}
