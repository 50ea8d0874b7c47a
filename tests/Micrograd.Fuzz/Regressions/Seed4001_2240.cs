// Seed 4001/2240: a slice was taken again before the place where it starts was fetched.
using System;
using Micrograd;

namespace Samples;

public static partial class P2240
{
    [Differentiable]
    [At(0.626, 0.3, new double[] { 0.474, 0.978, -0.15, 0.24 }, new double[] { -0.888, -0.951, 0.503, -0.337 }, Smooth = false, Tolerance = 1e-10)]
    public static double F2240(double x0, double y1, double[] a2, Span<double> c3)
    {
        double t6 = 0.5;
        for (int i17 = 0; i17 < c3.Length; i17++)
        {
            (x0, t6) = (t6, t6 * y1 + x0);
            Span<double> l28 = a2.AsSpan(((int)(3.0 * Math.Sin(0.5))) & 1, 2);
            l28[0] *= Math.Cos(t6);
        }
        return a2[0] * a2[1];
    }
}
