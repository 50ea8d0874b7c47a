using System;
using System.Numerics;
using Micrograd;

namespace Samples;

/// <summary><c>Memory&lt;T&gt;</c> and <c>ReadOnlyMemory&lt;T&gt;</c>: parameters, slices, locals, what helpers are given.</summary>
public static partial class Memories
{
    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 }, 0.75)]
    [At(new double[] { }, 0.75)]
    public static double ReadMemory(ReadOnlyMemory<double> x, double y)
    {
        double s = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            s += x.Span[i] * x.Span[0] * y;
        }

        return x.IsEmpty ? y : s;
    }

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 }, new double[] { 1.5, 0.25, -0.5 })]
    public static void WrittenMemory(Memory<double> x, ReadOnlyMemory<double> y)
    {
        Span<double> span = x.Span;
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = span[i] * span[0] + y.Span[i];
        }

        x.Slice(1, 1).CopyTo(x);
    }

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0, 0.25 }, 1)]
    [At(new double[] { 0.5, -1.0, 2.0, 0.25 }, 2)]
    public static double SlicedMemory(Memory<double> x, int n)
    {
        ReadOnlyMemory<double> whole = x;
        Memory<double> rest = x[n..];
        rest.Span[0] *= x.Span[0];
        x = x.Slice(1);
        return Energy(rest) * x.Span[0] + Energy(whole) * whole.Span[^1];
    }

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 }, new double[] { 1.5, 0.25 })]
    public static double ExchangedMemory(ReadOnlyMemory<double> x, ReadOnlyMemory<double> y)
    {
        (ReadOnlyMemory<double> a, ReadOnlyMemory<double> b) = (x, y);
        double s = 0.0;
        for (int i = 0; i < 3; i++)
        {
            s += a.Span[0] * b.Span[1] * i;
            (a, b) = (b, a);
        }

        return s * (s > 0.0 ? a : b).Span[0];
    }

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 }, new double[] { 1.5, 0.25, -2.0 })]
    public static double[] MemoryOfArrays(double[] x, [NoDiff] ReadOnlyMemory<double> y)
    {
        Memory<double> copy = new double[x.Length];
        x.AsMemory(1).CopyTo(copy);
        for (int i = 0; i < y.Length; i++)
        {
            copy.Span[i] += y.Span[i] * x[i] * x[i];
        }

        return copy.ToArray();
    }

    [Differentiable]
    [At(new float[] { 0.5f, -1.0f, 2.0f })]
    public static float SinglePrecisionMemory(ReadOnlyMemory<float> x) => x.Span[0] * x.Span[1] * x.Span[^1];

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 })]
    public static T MemoryOfAnyNumber<T>(Memory<T> x)
        where T : IFloatingPointIeee754<T>
    {
        T s = T.Zero;
        foreach (T v in x.Span)
        {
            s += v * v;
        }

        x.Span[0] = s;
        return s * x.Span[1];
    }

    private static double Energy(ReadOnlyMemory<double> m)
    {
        double s = 0.0;
        foreach (double v in m.Span)
        {
            s += v * v;
        }

        return s;
    }

    // A variable names constants at one time, and at another what is differentiated.
    [Differentiable]
    [At(0.75, new double[] { 0.5, -1.0 }, new double[] { 1.5, 0.25 }, false)]
    [At(0.75, new double[] { 0.5, -1.0 }, new double[] { 1.5, 0.25 }, true)]
    public static double NamesConstantsToo(double x, double[] c, [NoDiff] double[] d, bool other)
    {
        double[] v = c;
        if (other)
        {
            v = d;
        }

        ReadOnlySpan<double> w = other ? c.AsSpan(1) : d.AsSpan(1);
        return (x * v[0] * v[1]) + (w[0] * w[0]);
    }

    [Differentiable]
    [At(0.75, new double[] { 0.5, -1.0 }, new double[] { 1.5, 0.25 }, 3)]
    [At(0.75, new double[] { 0.5, -1.0 }, new double[] { 1.5, 0.25 }, 0)]
    public static double HelperOverConstantsToo(double x, double[] c, [NoDiff] double[] d, int n) => Turned(x, c, d, n);

    private static double Turned(double x, double[] c, double[] d, int n)
    {
        double[] v = c;
        if (n % 2 == 1)
        {
            v = d;
        }

        return n == 0 ? x * v[0] : (v[1] * x) + Turned(x * v[0], c, d, n - 1);
    }

    [Differentiable]
    [At(0.75, new double[] { 0.5, -1.0 }, new double[] { 1.5, 0.25 }, 3)]
    [At(0.75, new double[] { 0.5, -1.0 }, new double[] { 1.5, 0.25 }, 0)]
    public static double RecursiveOverConstantsToo(double x, double[] c, [NoDiff] double[] d, int n)
    {
        double[] v = c;
        if (n % 2 == 1)
        {
            v = d;
        }

        return n == 0 ? x * v[0] : (v[1] * x) + RecursiveOverConstantsToo(x * v[0], c, d, n - 1);
    }

    // What carries nothing is a number on the tape, too: a tie is not shared with it.
    [Differentiable(WithRespectTo = ["x"])]
    [At(3.0, new double[] { 0.5, 2.0, -1.0 }, new double[] { 0.3, 3.0, 3.0 }, false, Smooth = false)]
    [At(3.0, new double[] { 0.5, 2.0, -1.0 }, new double[] { 0.3, 3.0, 3.0 }, true, Smooth = false)]
    [At(2.0, new double[] { 0.5, 2.0, -1.0 }, new double[] { 0.3, 3.0, 3.0 }, true)]
    public static double TieWithConstants(double x, Span<double> y, [NoDiff] ReadOnlySpan<double> c, bool other)
    {
        Span<double> v = y.Slice(1);
        ReadOnlySpan<double> w = v;
        v[0] = 3.0;
        if (other)
        {
            w = c;
        }

        v[1] = 0.5;
        return Math.Max(x, w[0]) * Math.Max(x, w[1]);
    }
}
