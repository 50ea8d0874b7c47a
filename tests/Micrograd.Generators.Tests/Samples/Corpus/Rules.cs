using System;
using Micrograd;

namespace Samples;

/// <summary>Calls that bring a derivative of their own: hand-written rules, and the library's methods known from metadata alone.</summary>
public static partial class Rules
{
    [Differentiable]
    [At(0.7, 3)]
    public static double RuleInALoop(double x, int n)
    {
        double s = 0.0;
        for (int i = 0; i < n; i++)
        {
            s += Cube(Math.Sin(x) * i) * x;
        }

        return s;
    }

    // The same rule called twice in one expression, and once with a constant.
    [Differentiable]
    [At(1.3, -0.4)]
    public static double RuleTwiceInOneExpression(double x, double y) => Weighted(x, y) * Weighted(y, 2.0) + Cube(Cube(y));

    [Differentiable]
    [At(0.3, -1.2, 2.0)]
    public static double LibraryActivations(double x, double y, double z) =>
        Activations.Tanh(x * y) + Activations.Sigmoid(y) * Activations.Swish(z, x) + Activations.Elu(y, 0.5) + Activations.LeakyRelu(x - z);

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 }, 1)]
    public static double LibraryLosses(double[] z, int k)
    {
        double s = 0.0;
        for (int i = 0; i < 3; i++)
        {
            s += Losses.CrossEntropy(z, (k + i) % 3) * z[i];
        }

        return s + Activations.LogSumExp(z) * Losses.SquaredError(z[0], z[1]);
    }

    // What the call reads is overwritten afterwards: the backward call must see the old elements.
    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 })]
    public static double OverwrittenAfterTheCall(double[] z)
    {
        double s = 0.0;
        for (int i = 0; i < z.Length; i++)
        {
            s += Activations.LogSumExp(z) * s + z[i];
            z[i] = z[i] * s;
        }

        return s;
    }

    private static double Cube(double x) => x * x * x;

    [DerivativeOf(typeof(Rules), nameof(Cube))]
    private static void CubeRule(double x, double upstream, ref double dX) => dX += upstream * 3.0 * x * x;

    private static double Weighted(double x, double weight) => x * x * weight;

    [DerivativeOf(typeof(Rules), nameof(Weighted))]
    private static void WeightedRule(double x, double weight, double upstream, ref double dX, ref double dWeight)
    {
        dX += upstream * 2.0 * x * weight;
        dWeight += upstream * x * x;
    }
}
