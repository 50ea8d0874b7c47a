// Seed 4002/4655: the length of an array in a loop was fetched behind the array.
using System;
using Micrograd;

namespace Samples;

public static partial class P4655
{
    [Differentiable]
    [At(-0.768, 0.546, 1, Smooth = false, Tolerance = 1e-10)]
    [At(0.717, 0.371, 4, Smooth = false, Tolerance = 1e-10)]
    public static double F4655(double x26, double y27, int n28)
    {
        double t29 = h4(x26, 1.25, n28 & 3);
        return t29 * y27;
    }

    private static double h4(double p5, double q6, int m7)
    {
        if (m7 <= 0) { return 0.5 * p5; }
        double t8 = 0.9 * h4(0.5, p5, m7 - 1);
        (double t11, double t10) = (t8, 0.5);
        for (int i17 = 0; i17 < (m7 & 3); i17++)
        {
            double[] v18 = new double[((int)(3.0 * Math.Sin(t10)) & 3) + 4];
            (p5, t11) = (t11, Activations.LogSumExp(v18));
            v18[0] = Math.Tanh(t11) / (3.0 + (0.3 * --q6));
            t11 += v18[0] * p5;
        }
        return t11;
    }
}
