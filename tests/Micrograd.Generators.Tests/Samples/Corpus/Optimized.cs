using System;
using Micrograd;

namespace Samples;

/// <summary>What the optimizer may do to derivatives, and not to the method's own numbers.</summary>
public static partial class Optimized
{
    // y + y overflows where x · y does not.
    [Differentiable]
    [At(1e-300, 1e300)]
    public static double TwoEqualProducts(double x, double y) => (x * y) + (x * y);

    // 0.0 + −0.0 is 0.0.
    [Differentiable]
    [At(-0.0, 0.0, Smooth = false)]
    public static double SumThatBeginsAtZero(double x, out double s)
    {
        s = 0.0;
        s += x;
        return Math.CopySign(2.0, s) * x;
    }

    // Nothing is asked of the factor where there is no trip.
    [Differentiable]
    [At(new double[0], new double[0], new double[0], 0)]
    [At(new[] { 0.7, 1.9 }, new[] { 1.3, 0.4 }, new[] { 2.0 }, 2)]
    public static double FactorOfNoTrip(double[] w, [NoDiff] double[] x, [NoDiff] double[] c, int n)
    {
        double z = 1.0;
        for (int i = 0; i < w.Length; i++)
        {
            z += w[i] * x[i] * c[0] * (6 / n);
        }

        return z;
    }
}
