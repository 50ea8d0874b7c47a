namespace Micrograd;

public sealed partial class Value
{
    private static readonly Operation SinRule = new UnaryOperation("sin", (x, y) => Math.Cos(x));

    /// <summary>The sine; derivative cos x.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Sin(Value x) => new(Math.Sin(x.Data), SinRule, x);

    /// <inheritdoc cref="Sin(Value)"/>
    public Value Sin() => Sin(this);

    private static readonly Operation CosRule = new UnaryOperation("cos", (x, y) => -Math.Sin(x));

    /// <summary>The cosine; derivative −sin x.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Cos(Value x) => new(Math.Cos(x.Data), CosRule, x);

    /// <inheritdoc cref="Cos(Value)"/>
    public Value Cos() => Cos(this);

    private static readonly Operation TanRule = new UnaryOperation("tan", (x, y) => 1.0 + (y * y));

    /// <summary>The tangent; derivative 1 + tan²x.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Tan(Value x) => new(Math.Tan(x.Data), TanRule, x);

    /// <inheritdoc cref="Tan(Value)"/>
    public Value Tan() => Tan(this);

    private static readonly Operation AsinRule = new UnaryOperation("asin", (x, y) => 1.0 / Math.Sqrt((1.0 - x) * (1.0 + x)), strongZero: true);

    /// <summary>The arc sine; derivative 1/√(1 − x²), infinite at ±1.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Asin(Value x) => new(Math.Asin(x.Data), AsinRule, x);

    /// <inheritdoc cref="Asin(Value)"/>
    public Value Asin() => Asin(this);

    private static readonly Operation AcosRule = new UnaryOperation("acos", (x, y) => -1.0 / Math.Sqrt((1.0 - x) * (1.0 + x)), strongZero: true);

    /// <summary>The arc cosine; derivative −1/√(1 − x²), infinite at ±1.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Acos(Value x) => new(Math.Acos(x.Data), AcosRule, x);

    /// <inheritdoc cref="Acos(Value)"/>
    public Value Acos() => Acos(this);

    private static readonly Operation AtanRule = new UnaryOperation("atan", (x, y) => 1.0 / (1.0 + (x * x)));

    /// <summary>The arc tangent; derivative 1/(1 + x²).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Atan(Value x) => new(Math.Atan(x.Data), AtanRule, x);

    /// <inheritdoc cref="Atan(Value)"/>
    public Value Atan() => Atan(this);

    // Through the hypotenuse: x² + y² overflows for x = 1e200.
    private static readonly Operation Atan2Rule = new BinaryOperation(
        "atan2",
        (y, x, r) => OverSquaredHypotenuse(x, x, y),
        (y, x, r) => -OverSquaredHypotenuse(y, x, y));

    /// <summary>The angle of the point (x, y); derivatives x/(x² + y²) in y and −y/(x² + y²) in x, 0 at the origin.</summary>
    /// <param name="y">The ordinate.</param>
    /// <param name="x">The abscissa.</param>
    /// <returns>The node.</returns>
    public static Value Atan2(Value y, Value x) => new(Math.Atan2(y.Data, x.Data), Atan2Rule, y, x);

    /// <inheritdoc cref="Atan2(Value, Value)"/>
    public Value Atan2(Value x) => Atan2(this, x);

    /// <summary>The sine and the cosine.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>Two nodes.</returns>
    public static (Value Sin, Value Cos) SinCos(Value x)
    {
        (double sin, double cos) = Math.SinCos(x.Data);
        return (new(sin, SinRule, x), new(cos, CosRule, x));
    }

    /// <inheritdoc cref="SinCos(Value)"/>
    public (Value Sin, Value Cos) SinCos() => SinCos(this);

    private static double OverSquaredHypotenuse(double numerator, double x, double y)
    {
        double r = double.Hypot(x, y);
        return r == 0 ? 0.0 : numerator / r / r;
    }
}
