using System;
using Micrograd;

namespace Samples;

// The counter of a loop with a step is declared again in the reverse loop, where an adjoint around it must not have its name.
public static partial class P150
{
    [Differentiable]
    [At(0.474, 0.85, new double[] { 0.116, 0.859, -0.936, 0.811 }, 4, new int[] { 3, 1, 3, 2 }, Smooth = false, Tolerance = 1e-10)]
    public static double F150(double n, double s, double[] d, int Functions, int[] Samples)
    {
        double MathF = s;
        for (int DerivativeGuard = 0; DerivativeGuard <= Functions; DerivativeGuard++)
        {
            j(ref d[0], ref n);
            s *= global::System.Math.Cos(upstream(0.5, s));
        }
        return MathF;
    }

    private static double upstream(double dX, double i)
    {
        i++;
        return i;
    }

    private static void j(ref double k, ref double t)
    {
        for (int dI = 1; dI <= (3 & 3); dI += 2)
        {
            k = 0.5 * k;
        }
    }
}
