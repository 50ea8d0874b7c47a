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
}
