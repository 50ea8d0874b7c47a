namespace Micrograd;

// Powers, roots and reciprocals: strong zeros but for the estimates.
public sealed partial class Value
{
    // Only a varied exponent evaluates a logarithm: x.Pow(2) is exact at 0 and below.
    private static readonly Operation PowRule = new BinaryOperation(
        "pow",
        (x, p, r) => p == 0 ? 0.0 : p * Math.Pow(x, p - 1.0),
        (x, p, r) => x == 0 && p > 0 ? 0.0 : r * Math.Log(x),
        strongZero: true);

    /// <summary>xᵖ; derivatives p·xᵖ⁻¹ in x, 0 where p = 0, and xᵖ·ln x in p, 0 where x = 0 and p &gt; 0.</summary>
    /// <remarks>A constant exponent (a number) never evaluates a logarithm.</remarks>
    /// <param name="x">The base.</param>
    /// <param name="exponent">The exponent.</param>
    /// <returns>The node.</returns>
    public static Value Pow(Value x, Value exponent) => new(Math.Pow(x.Data, exponent.Data), PowRule, x, exponent);

    /// <inheritdoc cref="Pow(Value, Value)"/>
    public Value Pow(Value exponent) => Pow(this, exponent);

    private static readonly Operation SqrtRule = new UnaryOperation("sqrt", (x, y) => 0.5 / y, strongZero: true);

    /// <summary>√x; derivative 1/(2√x), infinite at 0.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Sqrt(Value x) => new(Math.Sqrt(x.Data), SqrtRule, x);

    /// <inheritdoc cref="Sqrt(Value)"/>
    public Value Sqrt() => Sqrt(this);

    private static readonly Operation CbrtRule = new UnaryOperation("cbrt", (x, y) => 1.0 / (3.0 * y * y), strongZero: true);

    /// <summary>The cube root; derivative 1/(3·∛x²), infinite at 0.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Cbrt(Value x) => new(Math.Cbrt(x.Data), CbrtRule, x);

    /// <inheritdoc cref="Cbrt(Value)"/>
    public Value Cbrt() => Cbrt(this);

    // In terms of the result, y¹⁻ⁿ/n: right for negative x and odd n, infinite at 0.
    private static readonly Operation RootNRule = new BinaryOperation(
        "root",
        (x, n, y) => Math.Pow(y, 1.0 - n) / n,
        (x, n, y) => 0.0,
        strongZero: true);

    /// <summary>The n-th root; derivative y¹⁻ⁿ/n with y the root.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="n">The degree.</param>
    /// <returns>The node.</returns>
    public static Value RootN(Value x, int n) => new(double.RootN(x.Data, n), RootNRule, x, n);

    /// <inheritdoc cref="RootN(Value, int)"/>
    public Value RootN(int n) => RootN(this, n);

    private static readonly Operation HypotRule = new BinaryOperation(
        "hypot",
        (x, y, r) => r == 0 ? 0.0 : x / r,
        (x, y, r) => r == 0 ? 0.0 : y / r,
        strongZero: true);

    /// <summary>√(x² + y²) without overflow; derivatives x/r and y/r, 0 at the origin.</summary>
    /// <param name="x">One leg.</param>
    /// <param name="y">The other leg.</param>
    /// <returns>The node.</returns>
    public static Value Hypot(Value x, Value y) => new(double.Hypot(x.Data, y.Data), HypotRule, x, y);

    /// <inheritdoc cref="Hypot(Value, Value)"/>
    public Value Hypot(Value y) => Hypot(this, y);

    private static readonly Operation ReciprocalEstimateRule = new UnaryOperation("recip", (x, y) => -1.0 / x / x);

    /// <summary>About 1/x, as the hardware likes; derivative −1/x², of the exact function.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value ReciprocalEstimate(Value x) => new(Math.ReciprocalEstimate(x.Data), ReciprocalEstimateRule, x);

    /// <inheritdoc cref="ReciprocalEstimate(Value)"/>
    public Value ReciprocalEstimate() => ReciprocalEstimate(this);

    private static readonly Operation ReciprocalSqrtEstimateRule = new UnaryOperation("rsqrt", (x, y) => -0.5 / (x * Math.Sqrt(x)));

    /// <summary>About 1/√x, as the hardware likes; derivative −1/(2x√x), of the exact function.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value ReciprocalSqrtEstimate(Value x) => new(Math.ReciprocalSqrtEstimate(x.Data), ReciprocalSqrtEstimateRule, x);

    /// <inheritdoc cref="ReciprocalSqrtEstimate(Value)"/>
    public Value ReciprocalSqrtEstimate() => ReciprocalSqrtEstimate(this);

    private static readonly Operation ScaleBRule = new BinaryOperation(
        "scaleb",
        (x, n, y) => Math.ScaleB(1.0, (int)n),
        (x, n, y) => 0.0);

    /// <summary>x·2ⁿ; derivative 2ⁿ.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="n">The power of two.</param>
    /// <returns>The node.</returns>
    public static Value ScaleB(Value x, int n) => new(Math.ScaleB(x.Data, n), ScaleBRule, x, n);

    /// <inheritdoc cref="ScaleB(Value, int)"/>
    public Value ScaleB(int n) => ScaleB(this, n);
}
