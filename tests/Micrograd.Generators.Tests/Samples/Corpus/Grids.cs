using System;
using Micrograd;

namespace Samples;

/// <summary>Arrays of several dimensions, and arrays of structs and tuples, made and used inside a method.</summary>
public static partial class Grids
{
    public struct Point
    {
        public double X, Y;
    }

    public struct Average
    {
        private double _sum;
        private double _count;

        public Average(double first) => (_sum, _count) = (first, 1.0);

        public double Scale { get; set; } = 2.0;

        public readonly double Mean => _sum / _count;

        public void Add(double x)
        {
            _sum += x * Scale;
            _count++;
        }
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0, 4.0 })]
    public static double TraceOfProduct(double[] x)
    {
        double[,] a = new double[2, 2], b = { { x[0], x[1] }, { x[2], x[3] } };
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                a[i, j] = x[i * 2 + j] * (i + j + 1);
            }
        }

        double t = 0;
        for (int i = 0; i < 2; i++)
        {
            for (int k = 0; k < 2; k++)
            {
                t += a[i, k] * b[k, i];
            }
        }

        return t;
    }

    private static double[,] Outer(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double[,] m = new double[x.Length, y.Length];
        for (int i = 0; i < m.GetLength(0); i++)
        {
            for (int j = 0; j < m.GetLength(1); j++)
            {
                m[i, j] = x[i] * y[j] + i;
            }
        }

        return m;
    }

    private static void Scale(double[,] m, double by)
    {
        for (int i = 0; i < m.GetLength(0); i++)
        {
            for (int j = 0; j <= m.GetUpperBound(1); j++)
            {
                m[i, j] *= by * m[i, j];
            }
        }
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, -0.5 }, new[] { 0.5, 0.25 })]
    public static double GridsInHelpers(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double[,] m = Outer(x, y);
        Scale(m, x[0]);
        double s = m.Length;
        foreach (double v in m)
        {
            s += v * v;
        }

        return s + m[x.Length - 1, 1];
    }

    [Differentiable]
    [At(0.4, 5)]
    public static double HeatInTwoGrids(double rate, int n)
    {
        double[,] u = new double[n, n], next = new double[n, n];
        u[n / 2, n / 2] = 1.0 + rate;
        for (int t = 0; t < 3; t++)
        {
            for (int i = 1; i < n - 1; i++)
            {
                for (int j = 1; j < n - 1; j++)
                {
                    next[i, j] = u[i, j] + 0.1 * rate * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j]);
                }
            }

            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    u[i, j] = next[i, j];
                }
            }
        }

        return u[n / 2, n / 2] * u[1, n / 2];
    }

    [Differentiable]
    [At(0.5, 1.5)]
    public static double ThreeDimensions(double x, double y)
    {
        double[,,] a = new double[2, 3, 2];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                for (int k = 0; k < a.GetLength(2); k++)
                {
                    a[i, j, k] = x * i + y * j * k;
                }
            }
        }

        a[1, 2, 0] += a[0, 1, 1] * x;
        return a[1, 2, 1] * a[1, 2, 0] + a[1, 0, 0] * a.Rank;
    }

    [Differentiable]
    [At(new[] { 0.5, 1.0, 2.0, -1.0 })]
    public static double ArrayOfStructs(ReadOnlySpan<double> x)
    {
        Point[] points = new Point[x.Length / 2];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = new Point { X = x[2 * i], Y = x[2 * i + 1] };
        }

        points[0].X += points[1].Y * x[1];
        double area = 0.0;
        for (int i = 0; i < points.Length; i++)
        {
            Point p = points[i], q = points[(i + 1) % points.Length];
            area += p.X * q.Y - q.X * p.Y + p.X * p.X;
        }

        foreach (Point p in points)
        {
            area += p.X * p.Y;
        }

        return area;
    }

    private static double Spread(Span<(double Low, double High)> ranges)
    {
        double s = 0.0;
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i].High -= ranges[i].Low;
            s += ranges[i].High * ranges[i].High;
        }

        return s;
    }

    [Differentiable]
    [At(0.5, 1.5)]
    public static double ArrayOfTuples(double x, double y)
    {
        (double Low, double High)[] ranges = { (x, y), (x * y, y + 2.0), (1.0, x) };
        (ranges[0], ranges[1]) = (ranges[1], ranges[0]);
        double s = Spread(ranges);
        return s * ranges[2].High + ranges[1].Low;
    }

    [Differentiable]
    [At(0.5, 1.5, 3)]
    public static double MutatedInArray(double x, double y, int n)
    {
        Average[] all = new Average[n];
        for (int i = 0; i < n; i++)
        {
            all[i] = new Average(x * i);
            all[i].Add(y);
        }

        all[n - 1].Scale = x;
        all[n - 1].Add(all[0].Mean);
        return all[n - 1].Mean * all[1].Mean;
    }

    [Differentiable]
    [At(0.7, 3)]
    public static double ExchangedGrids(double x, int n)
    {
        double[,] a = new double[2, 2], b = new double[2, 2];
        a[0, 0] = x;
        a[1, 1] = x * x;
        for (int i = 0; i < n; i++)
        {
            b[0, 0] = a[0, 0] * a[1, 1];
            b[1, 1] = Math.Sin(a[0, 0]);
            (a, b) = (b, a);
        }

        return a[0, 0] + (2.0 * a[1, 1]);
    }
}
