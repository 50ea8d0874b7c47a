using System;
using Micrograd;

namespace Samples;

/// <summary>Arrays and spans: read, written, made, sliced, aliased.</summary>
public static partial class Arrays
{
    [Differentiable]
    [At(new[] { 0.5, -1.5, 2.0 })]
    [At(new double[0])]
    [At(new[] { 3.0 })]
    public static double SumOfSquares(double[] x)
    {
        double s = 0.0;
        foreach (double t in x)
        {
            s += t * t;
        }

        return s;
    }

    [Differentiable]
    [At(new[] { 0.5, -1.5, 2.0 }, new[] { 1.5, 0.25, -0.75 })]
    [At(new double[0], new double[0])]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double s = 0.0;
        for (int i = 0; i < a.Length; i++)
        {
            s += a[i] * b[i];
        }

        return s;
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0, 4.0 })]
    [At(new[] { 1.0 })]
    public static double PrefixSumsInPlace(double[] p)
    {
        for (int i = 1; i < p.Length; i++)
        {
            p[i] += p[i - 1] * p[i - 1];
        }

        return p[p.Length - 1];
    }

    [Differentiable]
    [At(new[] { 1.0, -2.0, 3.0, 0.5, -1.0 }, new[] { 0.5, 1.0, -0.25 })]
    public static double RectifiedConvolution(double[] x, double[] w)
    {
        double s = 0.0;
        for (int i = 0; i + w.Length <= x.Length; i++)
        {
            double t = 0.0;
            for (int j = 0; j < w.Length; j++)
            {
                t += x[i + j] * w[j];
            }

            s += t > 0.0 ? t * t : 0.0;
        }

        return s;
    }

    [Differentiable]
    [At(new[] { 2.0, -1.0, 0.5, 3.0 }, 0.7)]
    [At(new double[0], 0.7)]
    public static double Horner(ReadOnlySpan<double> c, double x)
    {
        double p = 0.0;
        for (int i = c.Length - 1; i >= 0; i--)
        {
            p = p * x + c[i];
        }

        return p;
    }

    [Differentiable]
    [At(0.6, 7)]
    [At(0.6, 2)]
    public static double DynamicProgramming(double x, int n)
    {
        double[] d = new double[n + 2];
        d[0] = 1.0;
        d[1] = x;
        for (int i = 2; i < d.Length; i++)
        {
            d[i] = d[i - 1] * x + Math.Sin(d[i - 2]);
        }

        return d[n] * d[n + 1];
    }

    [Differentiable]
    [At(new[] { 1.0, 0.5, -0.25, 2.0 }, 5)]
    public static double SwappedBuffers(ReadOnlySpan<double> start, int steps)
    {
        double[] a = new double[start.Length];
        double[] b = new double[start.Length];
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = start[i];
        }

        for (int k = 0; k < steps; k++)
        {
            for (int i = 0; i < a.Length; i++)
            {
                double left = i > 0 ? a[i - 1] : a[a.Length - 1];
                b[i] = 0.5 * (a[i] + left * a[i]);
            }

            double[] t = a;
            a = b;
            b = t;
        }

        double s = 0.0;
        foreach (double v in a)
        {
            s += v;
        }

        return s;
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0, 4.0, 5.0, 6.0 })]
    public static double AliasingSlices(Span<double> x)
    {
        Span<double> head = x.Slice(0, 4);
        Span<double> tail = x.Slice(2);
        for (int i = 0; i < head.Length; i++)
        {
            tail[i] += head[i] * head[i] * 0.1;
            head[i] *= 0.5;
        }

        double s = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            s += x[i] * (i + 1);
        }

        return s;
    }

    // Its length is known when the method has run; then the adjoint of the result must have it.
    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0, 4.0 })]
    public static double[] CumulatedSquares(ReadOnlySpan<double> x)
    {
        double[] sums = new double[x.Length];
        double s = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            s += x[i] * x[i];
            sums[i] = s;
        }

        return sums;
    }

    [Differentiable]
    [At(0.3, -0.8)]
    public static double[] ArrayOfResults(double x, double y) => [x * y, Math.Sin(x), 3.0];

    // The reverse sweep brings the first square back to compute with, but not into the array that was returned.
    [Differentiable]
    [At(1.3, new[] { 0.7 })]
    public static double[] ReturnsOverwritten(double x, double[] z)
    {
        double[] y = new double[2];
        y[0] = x * z[0];
        y[0] = y[0] * y[0] * x;
        y[1] = y[0] * Math.Sin(y[0]);
        return y;
    }

    // The caller gets its own array back.
    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0 })]
    public static double[] ReturnsItsArgument(double[] x)
    {
        x[0] *= x[1];
        return x;
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0, 4.0 })]
    public static double RangesAndIndicesFromTheEnd(Span<double> x)
    {
        ReadOnlySpan<double> middle = x[1..^1];
        double s = x[^1] * x[0];
        for (int i = 0; i < middle.Length; i++)
        {
            s += middle[i] * middle[^(i + 1)];
        }

        return s;
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0, 4.0, 5.0 }, 5)]
    public static double CompoundAssignmentAsValue(double[] a, int n)
    {
        double r = 0.0;
        for (int i = 0; i < n; ++i)
        {
            r += a[i] *= 5.0 + r * 0.01;
        }

        return r;
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0 }, new[] { 2, 0, 2, 1 })]
    public static double GatherByIndex(ReadOnlySpan<double> x, int[] index)
    {
        double p = 1.0;
        for (int i = 0; i < index.Length; i++)
        {
            p = p * x[index[i]] + i;
        }

        return p;
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0, 0.5 }, new[] { 2, 0, 2, 1 })]
    public static double ScatterByIndex(ReadOnlySpan<double> x, int[] index)
    {
        double[] bins = new double[3];
        for (int i = 0; i < x.Length; i++)
        {
            bins[index[i]] += x[i] * x[i];
        }

        return bins[0] * bins[1] + bins[2] * bins[2];
    }

    [Differentiable]
    [At(new[] { 3.0, 1.0, 2.5, 0.5, 2.0 })]
    public static double BubbleSortThenWeigh(double[] a)
    {
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j + 1 < a.Length - i; j++)
            {
                if (a[j] > a[j + 1])
                {
                    double t = a[j];
                    a[j] = a[j + 1];
                    a[j + 1] = t;
                }
            }
        }

        double s = 0.0;
        for (int i = 0; i < a.Length; i++)
        {
            s += a[i] * a[i] * (i + 1);
        }

        return s;
    }

    [Differentiable]
    [At(new[] { 3.0, 1.0, 2.5 }, 4.0)]
    public static void ScaleInPlace(Span<double> x, double factor)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] *= factor + x[i];
        }
    }

    [Differentiable]
    [At(new[] { 1.0, 0.2 }, new[] { 9.0, 9.0 })]
    public static double WritesAnOutputSpan(ReadOnlySpan<double> x, Span<double> y)
    {
        double total = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = Math.Exp(x[i]) + total;
            total += y[i] * x[i];
        }

        return total;
    }

    [Differentiable]
    [At(0.7, new double[] { 0.3, 0.5 })]
    public static double SumsOfThree(double x, double[] a)
    {
        double s = x;
        for (int i = 0; i < a.Length; i++)
        {
            s = s + x * a[i] + a[i] * a[i];
            a[0] = a[0] + x * x + s;
        }

        return s * a[0];
    }

    // The derivative is not asked for, and the elements carry one between the store and the read.
    [Differentiable(WithRespectTo = ["x"])]
    [At(0.7, new double[] { 0.3, 0.5 })]
    public static double BetweenStoreAndRead(double x, double[] y)
    {
        double s = 0.0;
        for (int i = 0; i < y.Length; i++)
        {
            s += y[i] * x;
            y[i] = x * x * (i + 1);
            s += y[i] * y[i];
        }

        return s;
    }
}
