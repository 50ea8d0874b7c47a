namespace Micrograd;

// Angles in half turns: f(πx) and f⁻¹(x)/π.
public sealed partial class Value
{
    private static readonly Operation SinPiRule = new UnaryOperation("sinpi", (x, y) => Math.PI * double.CosPi(x));

    /// <summary>sin(πx); derivative π·cos(πx).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value SinPi(Value x) => new(double.SinPi(x.Data), SinPiRule, x);

    /// <inheritdoc cref="SinPi(Value)"/>
    public Value SinPi() => SinPi(this);

    private static readonly Operation CosPiRule = new UnaryOperation("cospi", (x, y) => -Math.PI * double.SinPi(x));

    /// <summary>cos(πx); derivative −π·sin(πx).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value CosPi(Value x) => new(double.CosPi(x.Data), CosPiRule, x);

    /// <inheritdoc cref="CosPi(Value)"/>
    public Value CosPi() => CosPi(this);

    private static readonly Operation TanPiRule = new UnaryOperation("tanpi", (x, y) => Math.PI * (1.0 + (y * y)));

    /// <summary>tan(πx); derivative π·(1 + tan²(πx)).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value TanPi(Value x) => new(double.TanPi(x.Data), TanPiRule, x);

    /// <inheritdoc cref="TanPi(Value)"/>
    public Value TanPi() => TanPi(this);

    private static readonly Operation AsinPiRule = new UnaryOperation("asinpi", (x, y) => 1.0 / (Math.PI * Math.Sqrt((1.0 - x) * (1.0 + x))));

    /// <summary>asin(x)/π; derivative 1/(π·√(1 − x²)).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value AsinPi(Value x) => new(double.AsinPi(x.Data), AsinPiRule, x);

    /// <inheritdoc cref="AsinPi(Value)"/>
    public Value AsinPi() => AsinPi(this);

    private static readonly Operation AcosPiRule = new UnaryOperation("acospi", (x, y) => -1.0 / (Math.PI * Math.Sqrt((1.0 - x) * (1.0 + x))));

    /// <summary>acos(x)/π; derivative −1/(π·√(1 − x²)).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value AcosPi(Value x) => new(double.AcosPi(x.Data), AcosPiRule, x);

    /// <inheritdoc cref="AcosPi(Value)"/>
    public Value AcosPi() => AcosPi(this);

    private static readonly Operation AtanPiRule = new UnaryOperation("atanpi", (x, y) => 1.0 / (Math.PI * (1.0 + (x * x))));

    /// <summary>atan(x)/π; derivative 1/(π·(1 + x²)).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value AtanPi(Value x) => new(double.AtanPi(x.Data), AtanPiRule, x);

    /// <inheritdoc cref="AtanPi(Value)"/>
    public Value AtanPi() => AtanPi(this);

    private static readonly Operation Atan2PiRule = new BinaryOperation(
        "atan2pi",
        (y, x, r) => OverSquaredHypotenuse(x, x, y) / Math.PI,
        (y, x, r) => -OverSquaredHypotenuse(y, x, y) / Math.PI);

    /// <summary>The angle of the point (x, y) in half turns; 1/π times the derivatives of <see cref="Atan2(Value, Value)"/>.</summary>
    /// <param name="y">The ordinate.</param>
    /// <param name="x">The abscissa.</param>
    /// <returns>The node.</returns>
    public static Value Atan2Pi(Value y, Value x) => new(double.Atan2Pi(y.Data, x.Data), Atan2PiRule, y, x);

    /// <inheritdoc cref="Atan2Pi(Value, Value)"/>
    public Value Atan2Pi(Value x) => Atan2Pi(this, x);

    /// <summary>sin(πx) and cos(πx).</summary>
    /// <param name="x">The operand.</param>
    /// <returns>Two nodes.</returns>
    public static (Value SinPi, Value CosPi) SinCosPi(Value x)
    {
        (double sin, double cos) = double.SinCosPi(x.Data);
        return (new(sin, SinPiRule, x), new(cos, CosPiRule, x));
    }

    /// <inheritdoc cref="SinCosPi(Value)"/>
    public (Value SinPi, Value CosPi) SinCosPi() => SinCosPi(this);

    private static readonly Operation DegreesToRadiansRule = new UnaryOperation("radians", (x, y) => Math.PI / 180.0);

    /// <summary>x·π/180.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value DegreesToRadians(Value x) => new(double.DegreesToRadians(x.Data), DegreesToRadiansRule, x);

    /// <inheritdoc cref="DegreesToRadians(Value)"/>
    public Value DegreesToRadians() => DegreesToRadians(this);

    private static readonly Operation RadiansToDegreesRule = new UnaryOperation("degrees", (x, y) => 180.0 / Math.PI);

    /// <summary>x·180/π.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value RadiansToDegrees(Value x) => new(double.RadiansToDegrees(x.Data), RadiansToDegreesRule, x);

    /// <inheritdoc cref="RadiansToDegrees(Value)"/>
    public Value RadiansToDegrees() => RadiansToDegrees(this);
}
