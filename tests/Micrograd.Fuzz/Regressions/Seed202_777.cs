// Seed 202/777, Default: F0 at (-0.178, 0.885, 1, 0.594, -0.765): FGradient gives the value 0.10671074, the method itself 0.10671073
using System;
using Micrograd;

namespace Samples;

public static partial class P777
{
    [Differentiable]
    [At(-0.178, 0.885, 1, 0.594, -0.765, Smooth = false, Tolerance = 1e-10)]
    [At(-0.853, -0.48, 4, 0.606, 0.861, Smooth = false, Tolerance = 1e-10)]
    public static float F777(float x17, float y18, int n19, [NoDiff] float w20, in float q21)
    {
        Pair pair24 = new(0.5f, (w20 / (2.0f + y18 * y18)));
        for (int i26 = 0; i26 < 3; i26++)
        {
            float[] v35 = { 0.5f, 0.5f, 0.5f, 1.0f };
            for (int i38 = 0; i38 <= n19; i38++)
            {
                const float Rate39 = 0.75f;
                switch (1) { case 0:
                {
                } break; case 1: case 2:
                {
                    Span<float> l43 = v35.AsSpan(((int)(3.0f * MathF.Sin(v35[3]))) & 1, 2);
                    l43[1] = 0.5f * 0.5f;
                } break; default:
                {
                    v35[1] = MathF.Sin((q21 is not (> 0.25f) ? float.LogP1(9.65f + 9.8325f * MathF.Sin(v35[(i38) & 3])) : pair24.B));
                    v35[2] = MathF.Sin(Activations.Swish(Gradient.Stop(v35[(i38) & 3]), w20));
                } break; }
            }
        }
        Span<float> p48 = stackalloc float[4];
        return pair24.A * pair24.B;
    }

    public readonly record struct Pair(float A, float B) { public float Sum => A + B; }
}
