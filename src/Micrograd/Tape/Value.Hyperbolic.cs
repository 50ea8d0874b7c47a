namespace Micrograd;

public sealed partial class Value
{
    private static readonly Operation SinhRule = new UnaryOperation("sinh", (x, y) => Math.Cosh(x), strongZero: true);

    /// <summary>The hyperbolic sine; derivative cosh x. A strong zero.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Sinh(Value x) => new(Math.Sinh(x.Data), SinhRule, x);

    /// <inheritdoc cref="Sinh(Value)"/>
    public Value Sinh() => Sinh(this);

    private static readonly Operation CoshRule = new UnaryOperation("cosh", (x, y) => Math.Sinh(x), strongZero: true);

    /// <summary>The hyperbolic cosine; derivative sinh x. A strong zero.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Cosh(Value x) => new(Math.Cosh(x.Data), CoshRule, x);

    /// <inheritdoc cref="Cosh(Value)"/>
    public Value Cosh() => Cosh(this);

    private static readonly Operation TanhRule = new UnaryOperation("tanh", (x, y) => 1.0 - (y * y));

    /// <summary>The hyperbolic tangent; derivative 1 − tanh²x.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Tanh(Value x) => new(Math.Tanh(x.Data), TanhRule, x);

    /// <inheritdoc cref="Tanh(Value)"/>
    public Value Tanh() => Tanh(this);

    // Through the hypotenuse: x² overflows for x = 1e200.
    private static readonly Operation AsinhRule = new UnaryOperation("asinh", (x, y) => 1.0 / double.Hypot(x, 1.0));

    /// <summary>The inverse hyperbolic sine; derivative 1/√(x² + 1).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Asinh(Value x) => new(Math.Asinh(x.Data), AsinhRule, x);

    /// <inheritdoc cref="Asinh(Value)"/>
    public Value Asinh() => Asinh(this);

    private static readonly Operation AcoshRule = new UnaryOperation("acosh", (x, y) => 1.0 / (Math.Sqrt(x - 1.0) * Math.Sqrt(x + 1.0)), strongZero: true);

    /// <summary>The inverse hyperbolic cosine; derivative 1/√(x² − 1), infinite at 1. A strong zero.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Acosh(Value x) => new(Math.Acosh(x.Data), AcoshRule, x);

    /// <inheritdoc cref="Acosh(Value)"/>
    public Value Acosh() => Acosh(this);

    private static readonly Operation AtanhRule = new UnaryOperation("atanh", (x, y) => 1.0 / ((1.0 - x) * (1.0 + x)), strongZero: true);

    /// <summary>The inverse hyperbolic tangent; derivative 1/(1 − x²), infinite at ±1. A strong zero.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Atanh(Value x) => new(Math.Atanh(x.Data), AtanhRule, x);

    /// <inheritdoc cref="Atanh(Value)"/>
    public Value Atanh() => Atanh(this);
}
