using System;
using Micrograd;

namespace Samples;

/// <summary>The same in float, and mixtures of the two.</summary>
public static partial class SinglePrecision
{
    [Differentiable]
    [At(1.25f, -0.5f)]
    public static float Formula(float x, float y) => x * x * y + MathF.Sin(x) / (1f + y * y);

    [Differentiable]
    [At(new[] { 0.5f, 1.5f, -1f })]
    [At(new float[0])]
    public static float RootMeanSquare(ReadOnlySpan<float> x)
    {
        float s = 0.01f;
        foreach (float t in x)
        {
            s += t * t;
        }

        return MathF.Sqrt(s / (x.Length + 1));
    }

    [Differentiable]
    [At(0.75f, 1.5)]
    public static double MixedWithDouble(float x, double y)
    {
        double t = x * y;
        float u = (float)t * x;
        return u + Math.Exp(t * 0.1) * x;
    }

    [Differentiable]
    [At(new[] { 1f, 2f, 0.5f }, 3)]
    public static float RecurrenceInPlace(float[] a, int n)
    {
        for (int i = 1; i < n; i++)
        {
            a[i] = a[i] * a[i - 1] + MathF.Tanh(a[i]);
        }

        return a[n - 1];
    }

    [Differentiable]
    [At(1.5f, 4)]
    public static float PowerInSingle(float x, int n)
    {
        float t = 1f;
        while (n-- > 0)
        {
            t *= x;
        }

        return t + MathF.Max(x, 0f) + float.Exp(-x);
    }

    // In a method of double the tape rounds as the method does, and decides as it does.
    [Differentiable]
    [At(0.7, 1.3, Smooth = false, Tolerance = 1e-6)]
    [At(0.7, 0.3, Smooth = false, Tolerance = 1e-6)]
    public static double Rounded(double x, double y)
    {
        float f = (float)x;
        f *= f + 1.5f;
        float g = MathF.Sin(f);
        if (g > (float)y)
        {
            f = -g;
        }

        return ((double)(float)(x * y) * f) + g;
    }
}
