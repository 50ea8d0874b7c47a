// Seed 13/291, MGRAD9002: what the sine of a truncated number needs was recorded in a loop that has no reversal.
using System;
using Micrograd;

namespace Samples;

public static partial class P291
{
    [Differentiable]
    [At(0.86, 0.072, new double[] { 0.717, -0.732, 0.266 }, Smooth = false, Tolerance = 1e-10)]
    [At(0.984, -1.016, new double[] { 0.788, 0.808, -0.775 }, Smooth = false, Tolerance = 1e-10)]
    public static void F291(double x6, double y7, Span<double> c8)
    {
        c8[2] /= x6;
        for (int i23 = 0, j24 = 3; i23 < j24; i23++, j24--)
        {
            x6 -= Math.Sin(double.Truncate(y7));
        }
    }
}
