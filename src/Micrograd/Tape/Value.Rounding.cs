namespace Micrograd;

public sealed partial class Value
{
    private static readonly Operation ClampRule = new ClampOperation("clamp");

    /// <summary>x limited to the range from low to high. The derivative is that of <c>Min(Max(x, low), high)</c>, ties included.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="low">The least result.</param>
    /// <param name="high">The greatest result.</param>
    /// <returns>The node.</returns>
    /// <exception cref="ArgumentException"><paramref name="low"/> is greater than <paramref name="high"/>.</exception>
    public static Value Clamp(Value x, Value low, Value high) =>
        new(Math.Clamp(x.Data, low.Data, high.Data), ClampRule, x, low, high);

    /// <inheritdoc cref="Clamp(Value, Value, Value)"/>
    public Value Clamp(Value low, Value high) => Clamp(this, low, high);

    /// <summary>As <see cref="Clamp(Value, Value, Value)"/>, with the platform's treatment of NaN and −0.</summary>
    /// <inheritdoc cref="Clamp(Value, Value, Value)"/>
    public static Value ClampNative(Value x, Value low, Value high) =>
        new(double.ClampNative(x.Data, low.Data, high.Data), ClampRule, x, low, high);

    /// <inheritdoc cref="ClampNative(Value, Value, Value)"/>
    public Value ClampNative(Value low, Value high) => ClampNative(this, low, high);

    private static readonly Operation AbsRule = new AbsOperation();

    /// <summary>|x|; derivative sign(x), 0 at 0.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Abs(Value x) => new(Math.Abs(x.Data), AbsRule, x);

    /// <inheritdoc cref="Abs(Value)"/>
    public Value Abs() => Abs(this);

    private static readonly Operation CopySignRule = new CopySignOperation();

    /// <summary>The magnitude of x with the sign of y; derivative sign(x)·sign(y) in x, 0 at x = 0, and 0 in y.</summary>
    /// <param name="x">Gives the magnitude.</param>
    /// <param name="y">Gives the sign.</param>
    /// <returns>The node.</returns>
    public static Value CopySign(Value x, Value y) => new(Math.CopySign(x.Data, y.Data), CopySignRule, x, y);

    /// <inheritdoc cref="CopySign(Value, Value)"/>
    public Value CopySign(Value y) => CopySign(this, y);

    private static readonly Operation SignRule = new StepOperation("sign");
    private static readonly Operation FloorRule = new StepOperation("floor");
    private static readonly Operation CeilingRule = new StepOperation("ceiling");
    private static readonly Operation RoundRule = new StepOperation("round");
    private static readonly Operation TruncateRule = new StepOperation("truncate");

    /// <summary>−1, 0 or 1; derivative 0.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    /// <exception cref="ArithmeticException"><paramref name="x"/> is NaN.</exception>
    public static Value Sign(Value x) => new(Math.Sign(x.Data), SignRule, x);

    /// <inheritdoc cref="Sign(Value)"/>
    public Value Sign() => Sign(this);

    /// <summary>x rounded down; derivative 0.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Floor(Value x) => new(Math.Floor(x.Data), FloorRule, x);

    /// <inheritdoc cref="Floor(Value)"/>
    public Value Floor() => Floor(this);

    /// <summary>x rounded up; derivative 0.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Ceiling(Value x) => new(Math.Ceiling(x.Data), CeilingRule, x);

    /// <inheritdoc cref="Ceiling(Value)"/>
    public Value Ceiling() => Ceiling(this);

    /// <summary>x rounded towards 0; derivative 0.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Truncate(Value x) => new(Math.Truncate(x.Data), TruncateRule, x);

    /// <inheritdoc cref="Truncate(Value)"/>
    public Value Truncate() => Truncate(this);

    /// <summary>x rounded; derivative 0.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="digits">The number of decimals kept, 0 to 15.</param>
    /// <param name="mode">What to do half way.</param>
    /// <returns>The node.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="digits"/> is not from 0 to 15.</exception>
    public static Value Round(Value x, int digits, MidpointRounding mode) => new(Math.Round(x.Data, digits, mode), RoundRule, x);

    /// <inheritdoc cref="Round(Value, int, MidpointRounding)"/>
    public static Value Round(Value x) => new(Math.Round(x.Data), RoundRule, x);

    /// <inheritdoc cref="Round(Value, int, MidpointRounding)"/>
    public static Value Round(Value x, int digits) => new(Math.Round(x.Data, digits), RoundRule, x);

    /// <inheritdoc cref="Round(Value, int, MidpointRounding)"/>
    public static Value Round(Value x, MidpointRounding mode) => new(Math.Round(x.Data, mode), RoundRule, x);

    /// <inheritdoc cref="Round(Value, int, MidpointRounding)"/>
    public Value Round() => Round(this);

    /// <inheritdoc cref="Round(Value, int, MidpointRounding)"/>
    public Value Round(int digits) => Round(this, digits);

    /// <inheritdoc cref="Round(Value, int, MidpointRounding)"/>
    public Value Round(MidpointRounding mode) => Round(this, mode);

    /// <inheritdoc cref="Round(Value, int, MidpointRounding)"/>
    public Value Round(int digits, MidpointRounding mode) => Round(this, digits, mode);

    private static readonly Operation BitIncrementRule = new UnaryOperation("bitinc", (x, y) => 1.0);

    /// <summary>The next greater number; derivative 1.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value BitIncrement(Value x) => new(Math.BitIncrement(x.Data), BitIncrementRule, x);

    /// <inheritdoc cref="BitIncrement(Value)"/>
    public Value BitIncrement() => BitIncrement(this);

    private static readonly Operation BitDecrementRule = new UnaryOperation("bitdec", (x, y) => 1.0);

    /// <summary>The next lesser number; derivative 1.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value BitDecrement(Value x) => new(Math.BitDecrement(x.Data), BitDecrementRule, x);

    /// <inheritdoc cref="BitDecrement(Value)"/>
    public Value BitDecrement() => BitDecrement(this);
}
