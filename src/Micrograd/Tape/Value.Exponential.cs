namespace Micrograd;

// Exponentials and logarithms: all of them strong zeros.
public sealed partial class Value
{
    private const double Ln2 = 0.69314718055994530942;
    private const double Ln10 = 2.30258509299404568402;

    private static readonly Operation ExpRule = new UnaryOperation("exp", (x, y) => y, strongZero: true);

    /// <summary>eˣ, its own derivative.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Exp(Value x) => new(Math.Exp(x.Data), ExpRule, x);

    /// <inheritdoc cref="Exp(Value)"/>
    public Value Exp() => Exp(this);

    private static readonly Operation Exp2Rule = new UnaryOperation("exp2", (x, y) => y * Ln2, strongZero: true);

    /// <summary>2ˣ; derivative 2ˣ·ln 2.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Exp2(Value x) => new(double.Exp2(x.Data), Exp2Rule, x);

    /// <inheritdoc cref="Exp2(Value)"/>
    public Value Exp2() => Exp2(this);

    private static readonly Operation Exp10Rule = new UnaryOperation("exp10", (x, y) => y * Ln10, strongZero: true);

    /// <summary>10ˣ; derivative 10ˣ·ln 10.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Exp10(Value x) => new(double.Exp10(x.Data), Exp10Rule, x);

    /// <inheritdoc cref="Exp10(Value)"/>
    public Value Exp10() => Exp10(this);

    // Not y + 1: that has lost every digit at x = −40.
    private static readonly Operation ExpM1Rule = new UnaryOperation("expm1", (x, y) => Math.Exp(x), strongZero: true);

    /// <summary>eˣ − 1; derivative eˣ.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value ExpM1(Value x) => new(double.ExpM1(x.Data), ExpM1Rule, x);

    /// <inheritdoc cref="ExpM1(Value)"/>
    public Value ExpM1() => ExpM1(this);

    private static readonly Operation Exp2M1Rule = new UnaryOperation("exp2m1", (x, y) => double.Exp2(x) * Ln2, strongZero: true);

    /// <summary>2ˣ − 1; derivative 2ˣ·ln 2.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Exp2M1(Value x) => new(double.Exp2M1(x.Data), Exp2M1Rule, x);

    /// <inheritdoc cref="Exp2M1(Value)"/>
    public Value Exp2M1() => Exp2M1(this);

    private static readonly Operation Exp10M1Rule = new UnaryOperation("exp10m1", (x, y) => double.Exp10(x) * Ln10, strongZero: true);

    /// <summary>10ˣ − 1; derivative 10ˣ·ln 10.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Exp10M1(Value x) => new(double.Exp10M1(x.Data), Exp10M1Rule, x);

    /// <inheritdoc cref="Exp10M1(Value)"/>
    public Value Exp10M1() => Exp10M1(this);

    private static readonly Operation LogRule = new UnaryOperation("log", (x, y) => 1.0 / x, strongZero: true);

    /// <summary>The natural logarithm; derivative 1/x.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Log(Value x) => new(Math.Log(x.Data), LogRule, x);

    /// <inheritdoc cref="Log(Value)"/>
    public Value Log() => Log(this);

    private static readonly Operation Log2Rule = new UnaryOperation("log2", (x, y) => 1.0 / (x * Ln2), strongZero: true);

    /// <summary>The logarithm to base 2; derivative 1/(x·ln 2).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Log2(Value x) => new(Math.Log2(x.Data), Log2Rule, x);

    /// <inheritdoc cref="Log2(Value)"/>
    public Value Log2() => Log2(this);

    private static readonly Operation Log10Rule = new UnaryOperation("log10", (x, y) => 1.0 / (x * Ln10), strongZero: true);

    /// <summary>The logarithm to base 10; derivative 1/(x·ln 10).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Log10(Value x) => new(Math.Log10(x.Data), Log10Rule, x);

    /// <inheritdoc cref="Log10(Value)"/>
    public Value Log10() => Log10(this);

    private static readonly Operation LogP1Rule = new UnaryOperation("log1p", (x, y) => 1.0 / (1.0 + x), strongZero: true);

    /// <summary>ln(1 + x); derivative 1/(1 + x).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value LogP1(Value x) => new(double.LogP1(x.Data), LogP1Rule, x);

    /// <inheritdoc cref="LogP1(Value)"/>
    public Value LogP1() => LogP1(this);

    private static readonly Operation Log2P1Rule = new UnaryOperation("log2p1", (x, y) => 1.0 / ((1.0 + x) * Ln2), strongZero: true);

    /// <summary>log₂(1 + x); derivative 1/((1 + x)·ln 2).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Log2P1(Value x) => new(double.Log2P1(x.Data), Log2P1Rule, x);

    /// <inheritdoc cref="Log2P1(Value)"/>
    public Value Log2P1() => Log2P1(this);

    private static readonly Operation Log10P1Rule = new UnaryOperation("log10p1", (x, y) => 1.0 / ((1.0 + x) * Ln10), strongZero: true);

    /// <summary>log₁₀(1 + x); derivative 1/((1 + x)·ln 10).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Log10P1(Value x) => new(double.Log10P1(x.Data), Log10P1Rule, x);

    /// <inheritdoc cref="Log10P1(Value)"/>
    public Value Log10P1() => Log10P1(this);

    private static readonly Operation LogBaseRule = new BinaryOperation(
        "log",
        (x, b, r) => 1.0 / (x * Math.Log(b)),
        (x, b, r) => -r / (b * Math.Log(b)),
        strongZero: true);

    /// <summary>The logarithm to a given base b; derivatives 1/(x·ln b) in x and −log_b(x)/(b·ln b) in b.</summary>
    /// <remarks>There is no instance form on a <see cref="Value"/>: it would be <see cref="Log(Value)"/> to the compiler.</remarks>
    /// <param name="x">The operand.</param>
    /// <param name="newBase">The base.</param>
    /// <returns>The node.</returns>
    public static Value Log(Value x, Value newBase) => new(Math.Log(x.Data, newBase.Data), LogBaseRule, x, newBase);
}
