// Seed 14002/6194, HostileNamesUncheckedStoreEverything as Default: entry 4 of the gradient is 0 in HostileNamesUncheckedStoreEverything and 0.75 in Default
using System;
using Micrograd;

namespace Samples;

public static partial class P6194
{
    [Differentiable]
    [At(0.491, 0.723, new double[] { 0.6, 0.329, 0.835, 0.111 }, new double[] { -0.502, 0.057, -0.79, -0.8 }, new int[] { 3, 1, 0, 2 }, -0.062, Smooth = false, Allocates = true, Tolerance = 1e-10)]
    [At(-0.329, -0.697, new double[] { -0.448, -0.892, 0.794, 0.71 }, new double[] { -0.159, 0.138, 0.735, -0.507 }, new int[] { 1, 3, 2, 3 }, -0.556, Smooth = false, Allocates = true, Tolerance = 1e-10)]
    public static (double First, double Second) F6194(double n, double s, double[] d, ReadOnlySpan<double> Functions, int[] Samples, [NoDiff] double MathF)
    {
        ref double dMath = ref d[0];
        int[] @return = [1, 2, 3, 2]; int[][] count = [@return, @return]; @return[0] += 1;
        d[(count[0][0]) & 3] = global::System.Math.Tanh(0.5);
        @return[((2 + @return[0])) & 3] = (3) & 3;
        return (0.5, dMath);
    }
}
