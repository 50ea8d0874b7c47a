namespace Micrograd;

/// <summary>Activation functions, and their derivatives: every method is <see cref="DifferentiableAttribute">differentiable</see> and safe from overflow.</summary>
public static partial class Activations
{
    /// <summary>The logistic function 1/(1 + e⁻ˣ).</summary>
    /// <param name="x">Any number; neither e⁻ˣ nor eˣ overflows.</param>
    /// <returns>A number from 0 to 1.</returns>
    [Differentiable]
    public static double Sigmoid(double x)
    {
        if (x >= 0.0)
        {
            return 1.0 / (1.0 + Math.Exp(-x));
        }

        double e = Math.Exp(x);
        return e / (1.0 + e);
    }

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>A number from −1 to 1.</returns>
    [Differentiable]
    public static double Tanh(double x) => Math.Tanh(x);

    /// <summary>max(x, 0), with derivative 0 at 0.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>x where it is positive, else 0.</returns>
    [Differentiable]
    public static double Relu(double x) => Math.Max(x, 0.0);

    /// <summary>x where it is positive, slope·x elsewhere.</summary>
    /// <param name="x">Any number.</param>
    /// <param name="slope">The derivative below 0, and at 0.</param>
    /// <returns>The activation.</returns>
    [Differentiable]
    public static double LeakyRelu(double x, double slope = 0.01) => x > 0.0 ? x : slope * x;

    /// <summary>x where it is positive, slope·x elsewhere, with a slope that is trained.</summary>
    /// <param name="x">Any number.</param>
    /// <param name="slope">The derivative below 0, and at 0.</param>
    /// <returns>The activation.</returns>
    [Differentiable]
    public static double Prelu(double x, double slope) => x > 0.0 ? x : slope * x;

    /// <summary>The exponential linear unit: x where it is positive, α·(eˣ − 1) elsewhere.</summary>
    /// <param name="x">Any number.</param>
    /// <param name="alpha">α, minus the limit at −∞.</param>
    /// <returns>The activation.</returns>
    [Differentiable]
    public static double Elu(double x, double alpha = 1.0) => x > 0.0 ? x : alpha * double.ExpM1(x);

    /// <summary>x·sigmoid(βx); with β = 1 also called SiLU.</summary>
    /// <param name="x">Any number.</param>
    /// <param name="beta">The steepness β.</param>
    /// <returns>The activation.</returns>
    [Differentiable]
    public static double Swish(double x, double beta = 1.0) => x * Sigmoid(beta * x);
}
