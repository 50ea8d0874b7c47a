// Seed 13/7, MGRAD9002: the index of a store that has no derivative was recorded, and not taken off the stack.
using System;
using Micrograd;

namespace Samples;

public static partial class P7
{
    [Differentiable]
    [At(-0.339, 4, Smooth = false, Tolerance = 1e-10)]
    [At(0.221, 2, Smooth = false, Tolerance = 1e-10)]
    public static double F7(double x27, int n29)
    {
        double[] v32 = new double[n29];
        Span<double> l37 = v32.AsSpan(0, 2);
        switch (n29)
        {
            case 4:
                l37[n29 & 1] = x27;
                break;
            case 1:
            case 2:
                v32[(int)Math.Sin(1.5)]++;
                break;
        }

        return v32[0];
    }
}
