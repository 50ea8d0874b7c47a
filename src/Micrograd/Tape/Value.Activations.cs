namespace Micrograd;

// Each equals the method of Activations bit by bit.
public sealed partial class Value
{
    private static readonly Operation SigmoidRule = new UnaryOperation("sigmoid", (x, y) => SigmoidSlope(x));

    /// <summary>1/(1 + e⁻ˣ); derivative e⁻ˣ/(1 + e⁻ˣ)².</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Sigmoid(Value x) => new(Activations.Sigmoid(x.Data), SigmoidRule, x);

    /// <inheritdoc cref="Sigmoid(Value)"/>
    public Value Sigmoid() => Sigmoid(this);

    private static readonly Operation ReluRule = new ReluOperation();

    /// <summary>max(x, 0); derivative 0 at 0.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The node.</returns>
    public static Value Relu(Value x) => new(Activations.Relu(x.Data), ReluRule, x);

    /// <inheritdoc cref="Relu(Value)"/>
    public Value Relu() => Relu(this);

    private static readonly Operation PreluRule = new BinaryOperation(
        "PReLU",
        (x, slope, y) => x > 0 ? 1.0 : slope,
        (x, slope, y) => x > 0 ? 0.0 : x);

    /// <summary>x where it is positive, slope·x elsewhere; the slope is trained too.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="slope">The slope below 0.</param>
    /// <returns>The node.</returns>
    public static Value Prelu(Value x, Value slope) => new(Activations.Prelu(x.Data, slope.Data), PreluRule, x, slope);

    /// <inheritdoc cref="Prelu(Value, Value)"/>
    public Value Prelu(Value slope) => Prelu(this, slope);

    private static readonly Operation LeakyReluRule = new BinaryOperation(
        "LeakyReLU",
        (x, slope, y) => x > 0 ? 1.0 : slope,
        (x, slope, y) => x > 0 ? 0.0 : x);

    /// <summary>x where it is positive, slope·x elsewhere.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="slope">The slope below 0, and at 0.</param>
    /// <returns>The node.</returns>
    public static Value LeakyRelu(Value x, Value slope) =>
        new(Activations.LeakyRelu(x.Data, slope.Data), LeakyReluRule, x, slope);

    /// <inheritdoc cref="LeakyRelu(Value, Value)"/>
    public static Value LeakyRelu(Value x, double slope = 0.01) => LeakyRelu(x, (Value)slope);

    /// <inheritdoc cref="LeakyRelu(Value, double)"/>
    public Value LeakyRelu(double slope = 0.01) => LeakyRelu(this, slope);

    private static readonly Operation EluRule = new BinaryOperation(
        "ELU",
        (x, alpha, y) => x > 0 ? 1.0 : alpha * Math.Exp(x),
        (x, alpha, y) => x > 0 ? 0.0 : double.ExpM1(x));

    /// <summary>x where it is positive, α·(eˣ − 1) elsewhere.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="alpha">Minus the limit at −∞.</param>
    /// <returns>The node.</returns>
    public static Value Elu(Value x, Value alpha) => new(Activations.Elu(x.Data, alpha.Data), EluRule, x, alpha);

    /// <inheritdoc cref="Elu(Value, Value)"/>
    public static Value Elu(Value x, double alpha = 1.0) => Elu(x, (Value)alpha);

    /// <inheritdoc cref="Elu(Value, double)"/>
    public Value Elu(double alpha = 1.0) => Elu(this, alpha);

    private static readonly Operation SwishRule = new BinaryOperation(
        "swish",
        (x, beta, y) => Activations.Sigmoid(beta * x) + (beta * x * SigmoidSlope(beta * x)),
        (x, beta, y) => x * (x * SigmoidSlope(beta * x)));

    /// <summary>x·sigmoid(βx).</summary>
    /// <param name="x">The operand.</param>
    /// <param name="beta">The steepness β.</param>
    /// <returns>The node.</returns>
    public static Value Swish(Value x, Value beta) => new(Activations.Swish(x.Data, beta.Data), SwishRule, x, beta);

    /// <inheritdoc cref="Swish(Value, Value)"/>
    public static Value Swish(Value x, double beta = 1.0) => Swish(x, (Value)beta);

    /// <inheritdoc cref="Swish(Value, double)"/>
    public Value Swish(double beta = 1.0) => Swish(this, beta);

    // Not y·(1 − y): 1 − y has lost every digit at x = 40.
    private static double SigmoidSlope(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return e / ((1.0 + e) * (1.0 + e));
    }
}
