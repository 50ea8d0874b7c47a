// Seed 4001/3091, Default: F11 at (-0.949, -0.685, 4): FGradient and the tape differ at 1: NaN and 0 (all: [0, NaN] and [0, 0])
using System;
using Micrograd;

namespace Samples;

public static partial class P3091
{
    [Differentiable]
    [At(-0.935, 0.513, 1, Smooth = false, Tolerance = 1e-10)]
    [At(-0.949, -0.685, 4, Smooth = false, Tolerance = 1e-10)]
    public static double F3091(double x0, double y1, int n2)
    {
        for (int i6 = 0; i6 < 3; i6++)
        {
            double[] v7 = new double[4];
            for (int i11 = 0; i11 < ((7 / ((n2 & 3) + 1) + i6 % 3) & 3) + 1; i11++)
            {
                for (int i15 = 0; i15 < v7.Length; i15++)
                {
                    v7.AsSpan(1).Fill(Losses.SquaredError(v7[1], y1));
                }
            }
        }
        return 0.5;
    }
}
