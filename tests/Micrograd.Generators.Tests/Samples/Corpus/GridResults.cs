using System;
using System.Numerics;
using Micrograd;

namespace Samples;

/// <summary>Results that are arrays of more than one dimension: made at the end, in branches, in helpers, of rank three, of rows.</summary>
public static partial class GridResults
{
    [Differentiable]
    [At(new double[] { 0.5, -1.0 }, new double[] { 1.5, 0.25, 2.0 })]
    [At(new double[] { }, new double[] { 1.5 })]
    public static double[,] Outer(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double[,] r = new double[x.Length, y.Length];
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < y.Length; j++)
            {
                r[i, j] = x[i] * y[j] * y[j];
            }
        }

        return r;
    }

    [Differentiable]
    [At(0.75, 0)]
    [At(0.75, 1)]
    [At(0.75, 4)]
    [At(1.5, 4)]
    public static double[,] ReturnsGridEarly(double x, int n)
    {
        if (n == 0)
        {
            return new double[,] { { x, x * x, 1.0 } };
        }

        double[,] r = new double[2, 2] { { x, 1.0 }, { 0.0, 2.0 } };
        for (int i = 0; i < n; i++)
        {
            r[1, 1] += r[0, 0] * r[0, 1];
            r[0, 0] *= r[1, 1];
            if (r[0, 0] > 10.0)
            {
                double[,] column = new double[n, 1];
                column[i, 0] = r[0, 0] * x;
                return column;
            }
        }

        return r;
    }

    // What is returned is what the array held then: it is overwritten in reverse.
    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0, 0.25 })]
    public static double[,] OverwrittenAfterUse(ReadOnlySpan<double> x)
    {
        double[,] r = Square(x);
        double[,] s = Product(r, r);
        for (int i = 0; i < 2; i++)
        {
            r[i, 0] = s[i, 1] * r[i, 0];
            s[i, 1] *= r[i, 0];
        }

        return Product(s, r);
    }

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0, 0.25 }, true)]
    [At(new double[] { 0.5, -1.0, 2.0, 0.25 }, false)]
    public static double[,] OneOrTheOther(ReadOnlySpan<double> x, bool transposed)
    {
        double[,] a = Square(x);
        double[,] b = new double[2, 2];
        b[0, 1] = x[0] * x[3];
        double[,] r;
        if (transposed)
        {
            r = a;
            r[0, 0] *= 2.0;
        }
        else
        {
            r = b;
        }

        r[1, 1] += x[1] * r[0, 1];
        return r;
    }

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 })]
    public static double[,,] Cube(double[] x)
    {
        var r = new double[2, x.Length, 2];
        for (int i = 0; i < r.GetLength(0); i++)
        {
            for (int j = 0; j < r.GetLength(1); j++)
            {
                for (int k = 0; k < r.GetLength(2); k++)
                {
                    r[i, j, k] = x[j] * x[(j + k) % x.Length] * (i + 1);
                }
            }
        }

        return r;
    }

    [Differentiable]
    [At(0.5f, 1.25f)]
    public static float[,] InSinglePrecision(float x, float y) => new[,] { { x * y, y }, { MathF.Sin(x), x * x } };

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 })]
    public static T[,] OfAnyNumber<T>(T[] x)
        where T : IFloatingPointIeee754<T>
    {
        T[,] r = new T[1, x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            r[0, i] = x[i] * x[i];
        }

        return r;
    }

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 })]
    public static T[] VectorOfAnyNumber<T>(T[] x)
        where T : IFloatingPointIeee754<T>
    {
        T[] few = new T[2];
        few[0] = x[0] * x[1];
        T[] r = new T[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            r[i] = x[i] * few[0];
        }

        return r;
    }

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 })]
    public static double ForEachInThree(ReadOnlySpan<double> x)
    {
        double[,,] r = new double[2, 2, 2];
        r[0, 1, 0] = x[0] * x[1];
        r[1, 1, 1] = x[2];
        double s = 0.0;
        foreach (double v in r)
        {
            s = s * x[2] + v * v;
        }

        return s;
    }

    private static double[,] Square(ReadOnlySpan<double> x)
    {
        double[,] r = new double[2, 2];
        for (int k = 0; k < 4; k++)
        {
            r[k / 2, k % 2] = x[k];
        }

        return r;
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        double[,] c = new double[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < b.GetLength(1); j++)
            {
                for (int k = 0; k < a.GetLength(1); k++)
                {
                    c[i, j] += a[i, k] * b[k, j];
                }
            }
        }

        return c;
    }
}
