// Seed 11/10, CS1001 with hostile names: a recursive method named after a reserved word, on the tape.
using System;
using Micrograd;

namespace Samples;

public static partial class P10
{
    [Differentiable]
    [At(0.14, 0.051, new double[] { 0.764, -0.442, 0.047, -0.786 }, 1, Smooth = false, Tolerance = 1e-10)]
    [At(-0.756, -0.891, new double[] { -0.877, 0.035, -0.288, 0.12 }, 3, Smooth = false, Tolerance = 1e-10)]
    public static double F10(double n, double s, double[] d, int Functions)
    {
        (double Math1, double i1) = (0.5, @class(d[^1], n, 3));
        return 0.5;
    }

    private static double @class(double x, double dI, int __22)
    {
        if (__22 <= 0) { return 0.5; }
        double gradient = 0.9 * @class(dI, 0.5, __22 - 1);
        return 0.5;
    }
}
