using System;
using Micrograd;

namespace Samples;

/// <summary>Arrays that are made in one branch or another: early returns of helpers and of marked methods, arms of choices.</summary>
public static partial class EarlyArrays
{
    [Differentiable]
    [At(new double[] { }, 2)]
    [At(new double[] { 0.5, -0.25, 2.0 }, 0)]
    [At(new double[] { 0.5, -0.25, 2.0 }, 1)]
    [At(new double[] { 0.5, -0.25, 2.0 }, 3)]
    public static double[] ReturnsEarly(double[] x, int n)
    {
        if (x.Length == 0)
        {
            return [];
        }

        if (n == 1)
        {
            return [x[0] * x[1], x[0]];
        }

        double[] y = new double[n];
        for (int i = 0; i < n; i++)
        {
            y[i] = x[i] * x[0];
        }

        return y;
    }

    [Differentiable]
    [At(new double[] { 0.5, 0.25, 2.0 })]
    [At(new double[] { 0.5, -0.25, 2.0 })]
    public static double[] ReturnsInALoop(double[] x)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] < 0.0)
            {
                return y;
            }

            y[i] = x[i] * x[0];
        }

        return y;
    }

    [Differentiable]
    [At(new double[] { 0.5, -0.25, 2.0 }, 0)]
    [At(new double[] { 0.5, -0.25, 2.0 }, 1)]
    [At(new double[] { 0.5, -0.25, 2.0 }, 2)]
    public static double[] ArmsOfASwitch(double[] x, int n) => n switch { 0 => [x[0]], 1 => new double[] { x[0] * x[1], 2.0 }, _ => new double[n] };

    [Differentiable]
    [At(new double[] { 0.5, -0.25, 2.0 }, 0)]
    [At(new double[] { 0.5, -0.25, 2.0 }, 3)]
    public static double HelperReturnsEarly(double[] x, int n)
    {
        double sum = 0.0;
        foreach (double v in Scaled(x, n))
        {
            sum += v * v;
        }

        return sum;
    }

    [Differentiable]
    [At(new double[] { 0.5, -0.25, 2.0 }, 2)]
    public static double HelperReturnsEarlyInALoop(double[] x, int n)
    {
        double sum = 0.0;
        for (int i = 0; i < n; i++)
        {
            double[] scaled = Scaled(x, i + 1);
            scaled[0] *= sum + 1.0;
            sum += scaled[0] * scaled[1];
        }

        return sum;
    }

    [Differentiable]
    [At(new double[] { 0.5, -0.25 }, new double[] { 1.5, 0.75 }, 3)]
    public static double HelperPicks(double[] a, double[] b, int n)
    {
        double sum = 0.1;
        for (int i = 0; i < n; i++)
        {
            double[] picked = Picked(a, b, sum);
            picked[0] *= picked[1];
            sum -= picked[0];
        }

        return sum;
    }

    [Differentiable]
    [At(new double[] { 0.5, -0.25 }, new double[] { 1.5, 0.75 }, 0)]
    [At(new double[] { 0.5, -0.25 }, new double[] { 1.5, 0.75 }, 2)]
    public static double BothArmsMakeOne(double[] a, double[] b, int n)
    {
        double[] made = n > 1 ? [a[0], b[0]] : new double[] { 3.0, 4.0 * a[1] };
        return made[0] * made[1];
    }

    private static double[] Scaled(double[] x, int n)
    {
        if (n == 0)
        {
            return new double[2];
        }

        double[] y = new double[n + 1];
        for (int i = 0; i < x.Length && i < y.Length; i++)
        {
            y[i] = x[i] * x[0];
        }

        return y;
    }

    private static double[] Picked(double[] a, double[] b, double t)
    {
        if (t < 0.0)
        {
            return a;
        }

        return b;
    }

    [Differentiable]
    [At(0.7, 0, Allocates = true)]
    [At(0.7, 2, Allocates = true)]
    public static double NullInAStruct(double x, int n)
    {
        Holder made = new() { K = x };
        made.A ??= [2.0 * x];
        Holder other = default;
        if (n > 0)
        {
            other.A = [x, x * x];
        }

        return made.A[0] * made.K * (other.A == null ? x : other.A[1]);
    }

    private struct Holder
    {
        public double[]? A;
        public double K;
    }

    // Null is one of the things that the variable may name.
    [Differentiable]
    [At(0.7, true, true, Allocates = true)]
    [At(0.7, true, false, Allocates = true)]
    [At(0.7, false, false, Allocates = true)]
    public static double MayBeNull(double x, bool first, bool second)
    {
        double[]? a = first ? new double[] { x, 3.0 } : null;
        double[]? b = second ? a : null;
        if (b != null)
        {
            b[0] *= x;
        }

        double sum = b is null && a is not null ? a[0] : x * x;
        if (a is null)
        {
            a = [x * x, x];
        }

        return sum * a[0] * a[1];
    }

    // In its own memory the store of the next trip loses nothing, in the caller's it does.
    [Differentiable]
    [At(0.7, new double[] { 0.3, 0.5 }, 3, Allocates = true)]
    public static double ParameterOrNewInALoop(double x, double[] a, int n)
    {
        double s = 0.0;
        for (int t = 0; t < n; t++)
        {
            double[] v = new double[2];
            if (t != 1)
            {
                v = a;
            }

            v[0] = Math.Sin(x * (t + 1));
            s += v[0] * v[0] * v[1];
        }

        return s;
    }
}
