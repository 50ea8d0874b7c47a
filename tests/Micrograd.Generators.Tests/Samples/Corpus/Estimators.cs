using System;
using Micrograd;

namespace Samples;

/// <summary>Straight-through estimators: the value is the method's own, the derivative its substitute's, so that differences mean nothing.</summary>
public static partial class Estimators
{
    [Differentiable]
    [At(0.3, -0.7, Smooth = false)]
    public static double StepInAProduct(double x, double w) => Step(x * w) * x + Step(w);

    [Differentiable]
    [At(new double[] { 0.3, -0.7, 1.2 }, Smooth = false)]
    public static double QuantizedSum(double[] x)
    {
        double s = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            s += Quantized(x[i] * s + x[0]) * x[i];
        }

        return s;
    }

    [Differentiable]
    [At(0.3, 3, Smooth = false)]
    public static double StepInARecursion(double x, int n) => n == 0 ? x : StepInARecursion(Step(x) + x * 0.5, n - 1) * x;

    // The marked method's own derivative is the substitute's.
    [Differentiable]
    [DifferentiateAs(nameof(Clipped))]
    [At(0.3, Smooth = false)]
    [At(1.7, Smooth = false)]
    public static double MarkedStep(double x) => Math.Sign(x);

    [Differentiable]
    [At(0.3, Smooth = false)]
    public static double CallsMarkedStep(double x) => MarkedStep(x * x) * x;

    [Differentiable]
    [At(0.3, 0.4, Smooth = false)]
    public static double SubstituteWithARule(double x, double y) => Rounded(x * y) * y;

    [Differentiable]
    [At(0.3, 0.4, Smooth = false)]
    public static double SubstituteOfAStruct(double x, double y) => Snapped(new Pair(x, y)) * y;

    [Differentiable]
    [At(0.3, Smooth = false)]
    public static double GenericSubstitute(double x) => Sign(x * x) * x;

    private static double Soft(double x) => Math.Tanh(3.0 * x);

    [DifferentiateAs(nameof(Soft))]
    private static double Step(double x) => x > 0.0 ? 1.0 : -1.0;

    private static double Through(double x) => x;

    [DifferentiateAs(nameof(Through))]
    private static double Quantized(double x) => (int)(x * 8.0) / 8.0;

    private static double Clipped(double x)
    {
        if (x > 1.0 || x < -1.0)
        {
            return 0.5;
        }

        double square = x * x;
        return square * x;
    }

    private static double Smooth(double x) => x * x;

    [DerivativeOf(typeof(Estimators), nameof(Smooth))]
    private static void SmoothRule(double x, double upstream, ref double dX) => dX += upstream * 3.0;

    [DifferentiateAs(nameof(Smooth))]
    private static double Rounded(double x) => Math.Round(x);

    private static double Product(Pair p) => p.X * p.Y;

    [DifferentiateAs(nameof(Product))]
    private static double Snapped(Pair p) => Math.Floor(p.X) + Math.Ceiling(p.Y);

    private static T SoftSign<T>(T x)
        where T : System.Numerics.IFloatingPointIeee754<T> => x / (T.One + T.Abs(x));

    [DifferentiateAs(nameof(SoftSign))]
    private static T Sign<T>(T x)
        where T : System.Numerics.IFloatingPointIeee754<T> => T.IsNegative(x) ? -T.One : T.One;

    internal readonly record struct Pair(double X, double Y);
}
