// Seed 1/28, CS1503 in Default: Micrograd.Generators/Micrograd.Generators.MicrogradGenerator/Samples.P5.F5-c59dc723.g.cs(51,388): error CS1503: Argument 3: cannot convert from 'double' to 'float'
using System;
using Micrograd;

namespace Samples;

public static partial class P28
{
    [Differentiable]
    [At(-0.319, -0.093, 2, Smooth = false, Tolerance = 1e-10)]
    [At(-0.899, -0.704, 2, Smooth = false, Tolerance = 1e-10)]
    public static float F28(float x10, float y11, int n12)
    {
        x10 = MathF.Sin(Ruled(MathF.Sin(y11), 0.5f));
        return 0.5f;
    }

    private static float Ruled(float a, float b) => a * a * b;
    [DerivativeOf(typeof(P28), nameof(Ruled))]
    private static void RuledBackward(float a, float b, float upstream, ref float dA, ref float dB) { dA += upstream * 2 * a * b; dB += upstream * a * a; }
}
