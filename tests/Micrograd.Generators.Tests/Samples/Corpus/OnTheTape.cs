using System;
using System.Numerics;
using Micrograd;

#pragma warning disable MGRAD0300 // On the tape is where they shall be.

namespace Samples;

/// <summary>Methods without a reverse sweep: parameters of every shape on their way to the tape and back.</summary>
public static partial class OnTheTape
{
    [Differentiable]
    [At(new double[] { 1.5, -2.0, 0.5, 3.0 }, 0.7, Allocates = true)]
    public static double AdvancingSpan(ReadOnlySpan<double> x, double scale)
    {
        double sum = 0.0;
        while (x.Length > 1 && x[0] < 100.0)
        {
            sum += scale * x[0] * x[1];
            x = x.Slice(1);
        }

        return sum;
    }

    // What is left out by WithRespectTo has no derivative; what the method writes there is handed back all the same.
    [Differentiable(WithRespectTo = ["x"])]
    [At(new double[] { 1.5, -2.0 }, new double[] { 0.5, 2.0, -1.0 }, new double[] { 0.3 }, Allocates = true)]
    public static double WrittenBesides(ReadOnlySpan<double> x, Span<double> y, double[] z)
    {
        Span<double> rest = y;
        while (rest.Length > 1 && rest[0] < 100.0)
        {
            rest[1] = (rest[1] * rest[0]) + (x[0] * z[0]);
            rest = rest.Slice(1);
        }

        return y[^1] * x[1];
    }

    [Differentiable]
    [At(new float[] { 0.5f, -1.5f, 2.0f, 0.25f }, new double[] { 1.0, 0.5, 2.0 }, 0.75, Allocates = true)]
    public static float ManyShapes(ReadOnlySpan<float> x, double[] y, ref double scale)
    {
        Span<double> rest = y;
        while (rest.Length > 1 && rest[0] < 100.0)
        {
            rest[1] *= (rest[0] * scale) + x[0];
            rest = rest.Slice(1);
        }

        scale *= y[1];
        return (float)(y[2] * scale) * x[3];
    }

    // The arm that is not taken has no such row.
    [Differentiable]
    [At(0.7, 0, Allocates = true)]
    [At(0.7, 1, Allocates = true)]
    public static double RowOrTheNext(double x, int i)
    {
        int[][] rows = [[1, 2], [3]];
        int[] row = i == rows.Length - 1 ? rows[i] : rows[i + 1];
        return x * x * row[0];
    }

    [Differentiable]
    [At(new double[] { 0.7, 0.2 }, Allocates = true)]
    public static double[,] GridOfResults(double[] x)
    {
        double[,] g = new double[2, x.Length];
        ReadOnlySpan<double> v = x;
        for (int i = 0; v.Length > 1; i++)
        {
            g[0, i] = v[0] * v[0];
            g[1, i] = Math.Sin(v[1]);
            v = v.Slice(1);
        }

        return g;
    }

    [Differentiable]
    [At(new double[] { 0.7, 0.2 }, Allocates = true)]
    public static double[] ItsArgument(double[] x)
    {
        ReadOnlySpan<double> v = x;
        double s = 0.0;
        while (v.Length > 1)
        {
            s += v[0] * v[0];
            v = v.Slice(1);
        }

        x[0] = s * x[1];
        return x;
    }

    [Differentiable]
    [At(0.7, new double[] { 0.7, 0.2 }, Allocates = true)]
    public static double CountsACall(double x, double[] a)
    {
        ReadOnlySpan<double> v = a;
        double s = 0.0;
        while (v.Length > 1)
        {
            s += v[0] * v[0];
            v = v.Slice(1);
        }

        return s * Counted(x, a, 2);
    }

    internal static int Counted(double x, Span<double> a, int depth)
    {
        a[0] = x * depth;
        return depth == 0 ? 1 : 1 + Counted(x * 0.5, a, depth - 1);
    }
}
