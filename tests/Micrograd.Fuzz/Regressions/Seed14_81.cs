// Seed 14/81, wrong value: `else` was lost before a branch that is always taken.
using System;
using Micrograd;

namespace Samples;

public static partial class P81
{
    [Differentiable]
    [At(0.101, new double[] { 0.223, -0.166 }, Smooth = false, Tolerance = 1e-10)]
    public static double F81(double x26, double[] a28)
    {
        for (int i37 = 0; i37 < a28.Length; i37++)
        {
            if (true) { break; }
            if (true) { return 0.5; }
        }

        return x26 * a28[0];
    }
}
