using System;
using Micrograd;

namespace Samples;

/// <summary>Numerical linear algebra on flat arrays.</summary>
public static partial class LinearAlgebra
{
    [Differentiable]
    [At(new[] { 4.0, 1.0, 0.5, 1.0, 3.0, 0.25, 0.5, 0.25, 2.0 }, 3)]
    public static double CholeskyLogDeterminant(double[] a, int n)
    {
        double log = 0.0;
        for (int j = 0; j < n; j++)
        {
            double d = a[j * n + j];
            for (int k = 0; k < j; k++)
            {
                d -= a[j * n + k] * a[j * n + k];
            }

            d = Math.Sqrt(d);
            a[j * n + j] = d;
            log += 2.0 * Math.Log(d);
            for (int i = j + 1; i < n; i++)
            {
                double s = a[i * n + j];
                for (int k = 0; k < j; k++)
                {
                    s -= a[i * n + k] * a[j * n + k];
                }

                a[i * n + j] = s / d;
            }
        }

        return log;
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0 }, new[] { 0.5, -1.0, 2.0 })]
    public static double QuadraticForm(ReadOnlySpan<double> a, ReadOnlySpan<double> x)
    {
        int n = x.Length;
        double q = 0.0;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = a.Slice(i * n, n);
            double r = 0.0;
            for (int j = 0; j < n; j++)
            {
                r += row[j] * x[j];
            }

            q += x[i] * r;
        }

        return q;
    }

    [Differentiable]
    [At(new[] { 0.9, 0.2, -0.1, 1.1 }, new[] { 1.0, 0.5 }, 4)]
    public static double PowerIteration(double[] a, double[] x, int steps)
    {
        int n = x.Length;
        double[] y = new double[n];
        for (int k = 0; k < steps; k++)
        {
            double norm = 0.0;
            for (int i = 0; i < n; i++)
            {
                y[i] = 0.0;
                for (int j = 0; j < n; j++)
                {
                    y[i] += a[i * n + j] * x[j];
                }

                norm += y[i] * y[i];
            }

            norm = Math.Sqrt(norm);
            for (int i = 0; i < n; i++)
            {
                x[i] = y[i] / norm;
            }
        }

        return x[0] * x[0] - x[1];
    }

    // r[0] is the diagonal, r[k] the k-th off-diagonal of a symmetric Toeplitz matrix.
    [Differentiable]
    [At(new[] { 2.0, 0.8, 0.3, 0.1 })]
    public static double LevinsonPredictionError(double[] r)
    {
        int n = r.Length - 1;
        double[] a = new double[n + 1];
        double[] old = new double[n + 1];
        double error = r[0];
        for (int k = 1; k <= n; k++)
        {
            double s = r[k];
            for (int j = 1; j < k; j++)
            {
                s -= a[j] * r[k - j];
            }

            double reflection = s / error;
            for (int j = 1; j < k; j++)
            {
                old[j] = a[j];
            }

            for (int j = 1; j < k; j++)
            {
                a[j] = old[j] - reflection * old[k - j];
            }

            a[k] = reflection;
            error *= 1.0 - reflection * reflection;
        }

        return error;
    }

    [Differentiable]
    [At(new[] { 2.0, 1.0, 0.5, 1.0, 3.0, -1.0, 0.25, 1.0, 4.0 }, new[] { 1.0, 2.0, 3.0 })]
    [At(new[] { 0.1, 1.0, 0.5, 1.0, 3.0, -1.0, 0.25, 1.0, 4.0 }, new[] { 1.0, 2.0, 3.0 })]
    public static double SolveWithPivoting(double[] a, double[] b)
    {
        int n = b.Length;
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
            {
                if (Math.Abs(a[i * n + k]) > Math.Abs(a[pivot * n + k]))
                {
                    pivot = i;
                }
            }

            if (pivot != k)
            {
                for (int j = 0; j < n; j++)
                {
                    double t = a[k * n + j];
                    a[k * n + j] = a[pivot * n + j];
                    a[pivot * n + j] = t;
                }

                double u = b[k];
                b[k] = b[pivot];
                b[pivot] = u;
            }

            for (int i = k + 1; i < n; i++)
            {
                double f = a[i * n + k] / a[k * n + k];
                for (int j = k; j < n; j++)
                {
                    a[i * n + j] -= f * a[k * n + j];
                }

                b[i] -= f * b[k];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
            {
                b[i] -= a[i * n + j] * b[j];
            }

            b[i] /= a[i * n + i];
        }

        return b[0] * b[1] + b[2];
    }

    [Differentiable]
    [At(new[] { 2.0, 2.5, 3.0, 2.2 }, new[] { -1.0, -0.5, -0.75 }, new[] { 1.0, 2.0, 3.0, 4.0 })]
    public static double ThomasAlgorithm(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> off, ReadOnlySpan<double> right)
    {
        int n = diagonal.Length;
        Span<double> c = new double[n];
        Span<double> d = new double[n];
        c[0] = off[0] / diagonal[0];
        d[0] = right[0] / diagonal[0];
        for (int i = 1; i < n; i++)
        {
            double m = diagonal[i] - off[i - 1] * c[i - 1];
            if (i < n - 1)
            {
                c[i] = off[i] / m;
            }

            d[i] = (right[i] - off[i - 1] * d[i - 1]) / m;
        }

        for (int i = n - 2; i >= 0; i--)
        {
            d[i] -= c[i] * d[i + 1];
        }

        return d[0] + d[n - 1] * d[1];
    }

    [Differentiable]
    [At(new[] { 1.0, 0.5, -0.25, 2.0 }, new[] { 0.5, 1.5, 1.0, -1.0 }, 2)]
    public static double MatrixProductTrace(double[] a, double[] b, int n)
    {
        double[] c = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double s = 0.0;
                for (int k = 0; k < n; k++)
                {
                    s += a[i * n + k] * b[k * n + j];
                }

                c[i * n + j] = s;
            }
        }

        double trace = 0.0;
        for (int i = 0; i < n; i++)
        {
            trace += c[i * n + i] * c[i];
        }

        return trace;
    }

    // Records of the second loop are indexed by iteration and lie on top of what the first loop pushed.
    [Differentiable]
    [At(new[] { 2.0, 1.0, 0.5 }, new[] { 1.5, 3.0, 2.0 })]
    public static double TriangularThenDiagonal(double[] b, double[] a)
    {
        for (int k = 0; k < b.Length; k++)
        {
            for (int i = k + 1; i < b.Length; i++)
            {
                b[i] -= b[i] * b[k];
            }
        }

        for (int i = b.Length - 1; i >= 0; i--)
        {
            b[i] /= a[i];
        }

        return b[0] * b[1] + b[2];
    }

    // A slice of nothing may start behind the end, where the loop never looks.
    [Differentiable]
    [At(new double[] { }, new double[] { })]
    [At(new double[] { 0.5, 1.5, -1.0 }, new double[] { 2.0, 3.0 })]
    public static double ShiftedDot(double[] a, double[] x)
    {
        double s = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            s += a[i + 1] * x[i];
        }

        return s;
    }

    [Differentiable]
    [At(new double[] { 0.5 }, new double[] { 2.0 }, -1)]
    [At(new double[] { 0.5, 1.5 }, new double[] { 2.0, -1.0 }, 2)]
    public static double DotOfTheFirst(double[] a, [NoDiff] double[] x, int n)
    {
        double s = 0.0;
        for (int i = 0; i < n; i++)
        {
            s += a[i] * x[i];
        }

        return s;
    }

    // No multiple of one array.
    [Differentiable]
    [At(new double[] { 0.5, 1.5 }, new double[] { 2.0, -1.0 }, new double[] { 0.25, 3.0 })]
    public static double DotWithASum(double[] a, [NoDiff] double[] x, [NoDiff] double[] y)
    {
        double s = 0.0;
        for (int i = 0; i < a.Length; i++)
        {
            s += a[i] * (x[i] + y[i]);
        }

        return s;
    }

    // No neighbours.
    [Differentiable]
    [At(new double[] { 0.5, 1.5, -1.0, 2.0, 0.75 }, new double[] { 2.0, -1.0, 3.0 }, 1)]
    public static double DotWithEverySecond(double[] a, [NoDiff] double[] x, int n)
    {
        double s = 0.0;
        for (int i = n; i < x.Length; i++)
        {
            s += a[2 * i - n] * x[i];
        }

        return s;
    }
}
