using System;
using Micrograd;

namespace Samples;

/// <summary>Arrays and spans that the method makes.</summary>
public static partial class LocalArrays
{
    [Differentiable]
    [At(0.3, -0.8)]
    public static double StackAllocated(double x, double y)
    {
        Span<double> t = stackalloc double[4];
        t[0] = x;
        t[1] = y;
        for (int i = 2; i < t.Length; i++)
        {
            t[i] = t[i - 1] * t[i - 2] + Math.Cos(t[i - 1]);
        }

        return t[3] * t[2];
    }

    [Differentiable]
    [At(0.3, -0.8)]
    public static double CollectionExpressions(double x, double y)
    {
        double[] a = [x, y, x * y, 2.0];
        Span<double> b = [y, x];
        ReadOnlySpan<double> c = [1.0, x, 3.0];
        b[0] += a[2];
        a[3] = b[0] * b[1];
        return a[0] * a[1] + a[3] * c[1] + b[1] * c[2];
    }

    [Differentiable]
    [At(0.3, -0.8)]
    public static double ArrayInitializers(double x, double y)
    {
        double[] a = { x, y, x + y };
        double[] b = new[] { x * x, y * y, 1.0 };
        double[] c = new double[3] { 1.0, 2.0, x };
        double s = 0.0;
        for (int i = 0; i < 3; i++)
        {
            s += a[i] * b[i] * c[i];
        }

        return s;
    }

    [Differentiable]
    [At(0.3, 5)]
    public static double ArrayMadeInLoop(double x, int n)
    {
        double s = x;
        for (int i = 1; i <= n; i++)
        {
            double[] t = new double[i];
            for (int j = 0; j < i; j++)
            {
                t[j] = s * (j + 1) * 0.1;
            }

            for (int j = 1; j < i; j++)
            {
                t[j] = t[j] * t[j - 1] + x;
            }

            s = Math.Sin(t[i - 1]) + s * 0.5;
        }

        return s;
    }

    [Differentiable]
    [At(2.0, 0.75)]
    [At(-2.0, 0.75)]
    public static double ConstantArrayBecomesActive(double x, double y)
    {
        double[] b = { 1.0, 2.0 };
        if (x > 0)
        {
            b[0] = y * x;
        }

        b[1] += b[0];
        return b[0] * b[1] * x;
    }

    [Differentiable]
    [At(1.5, -0.5, 4)]
    public static double ForeachOverComputedArray(double x, double y, int n)
    {
        double[] a = new double[n];
        for (int i = 0; i < n; i++)
        {
            a[i] = x * i + y;
        }

        double s = 0.0;
        foreach (double t in a)
        {
            if (t > 3.5)
            {
                break;
            }

            if (t < 0.0)
            {
                continue;
            }

            s = s * 0.5 + t * t;
        }

        return s;
    }

    // The second buffer is made after the first has been used: until then there is no choice between them.
    [Differentiable]
    [At(new double[] { 0.3, -1.2, 0.7 })]
    [At(new double[0])]
    public static double BuffersMadeInTurn(double[] z)
    {
        double[] p = new double[2];
        p[0] = 1.0;
        double[] q = new double[2];
        for (int i = 0; i < z.Length; i++)
        {
            q[0] = p[0] * z[i];
            q[1] = p[1] + (q[0] * q[0]);
            (p, q) = (q, p);
        }

        return p[0] + p[1];
    }

    // Where the slice starts is recorded, and the slice is taken again from there.
    [Differentiable]
    [At(0.4, new double[] { 0.3, -1.2, 0.7 }, new double[] { 0.9, 1.1 })]
    public static double SliceAtComputedPlace(double t, double[] a, double[] c)
    {
        for (int i = 0; i < c.Length; i++)
        {
            t *= c[i];
            Span<double> part = a.AsSpan((int)(3.0 * Math.Sin(0.5)) & 1, 2);
            part[0] *= Math.Cos(t);
        }

        return a[0] + (2.0 * a[1]);
    }

    // Which of the two arrays it is that leaves is known at the end.
    [Differentiable]
    [At(new double[] { 0.3, -1.2, 0.7 }, 3)]
    [At(new double[] { 0.3, -1.2, 0.7 }, 2)]
    [At(new double[] { 0.3, -1.2, 0.7 }, 0)]
    public static double[] SwappedAndReturned(double[] x, int steps)
    {
        double[] p = (double[])x.Clone(), q = new double[x.Length];
        for (int i = 0; i < steps; i++)
        {
            for (int j = 0; j < p.Length; j++)
            {
                q[j] = p[j] * p[(j + 1) % p.Length];
            }

            (p, q) = (q, p);
        }

        return p;
    }

    [Differentiable]
    [At(new double[] { 0.3, -1.2 }, new double[] { 0.7 })]
    [At(new double[] { 0.3 }, new double[] { 0.7 })]
    public static double SameArray(double[] a, double[] b)
    {
        double[] chosen = a.Length > 1 ? a : b;
        return chosen == a ? chosen[0] * b[0] : b[0] * b[0];
    }

    [Differentiable]
    [At(new double[] { 0.3, -1.2 })]
    public static double TestedForNull(double[] x)
    {
        if (x == null)
        {
            throw new ArgumentNullException(nameof(x));
        }

        return x is null || x.Length == 0 ? 0.0 : x[0] * x[^1];
    }

    [Differentiable]
    [At(new double[] { 0.3, -1.2 }, new double[] { 2.0, 3.0 })]
    public static double PerhapsWeighted(double[] x, [NoDiff] double[]? weights)
    {
        double sum = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * x[i] * (weights is not null ? weights[i] : 1.0);
        }

        return sum;
    }
}
