using System;
using Micrograd;

namespace Samples;

/// <summary>Methods that call themselves, directly and through others, with numbers and with arrays changed in place.</summary>
public static partial class Recursion
{
    [Differentiable]
    [At(1.3, 7)]
    [At(1.3, 0)]
    public static double PowerByHalves(double x, int n)
    {
        if (n == 0)
        {
            return 1.0;
        }

        double h = PowerByHalves(x, n / 2);
        return n % 2 == 1 ? h * h * x : h * h;
    }

    [Differentiable]
    [At(new double[] { 1.5, -0.7, 0.3, 2.0 }, 0.8)]
    public static double HornerTwice(double[] c, double x) => Horner(c, x) * Horner(c, x * 0.5);

    [Differentiable]
    [At(0.8, 5)]
    [At(0.8, 0)]
    public static double MutuallyRecursive(double x, int n) => Even(x, n) * x;

    // Each level changes the array its callers read afterwards.
    [Differentiable]
    [At(new double[] { 0.5, 1.2, -0.3, 0.9, 0.1 }, 0.7)]
    public static double ButterflyInPlace(double[] a, double w)
    {
        Butterfly(a, w);
        double r = 0.0;
        for (int i = 0; i < a.Length; i++)
        {
            r += a[i] * a[i] * (i + 1);
        }

        return r;
    }

    // The recursion stands in a loop with an exit, so that its records lie between those of the loop.
    [Differentiable]
    [At(0.6, 4)]
    public static double RecursionInALoop(double x, int n)
    {
        double t = x;
        int i = 0;
        while (i < n && t < 50.0)
        {
            t = t * Even(t * 0.1, i) + PowerByHalves(x, i);
            i++;
        }

        return t * t;
    }

    [Differentiable]
    [At(new double[] { 2.0, 1.0, 0.5, 1.0, 3.0, -1.0, 0.3, 0.7, 1.5 })]
    public static double DeterminantByMinors(double[] a) => Determinant(a, 3);

    // Nothing differentiated reaches the inner call: it is called as it is.
    [Differentiable]
    [At(0.4, 4)]
    public static double ConstantRecursion(double x, int n) => x * Even(0.3, n) + Fibonacci(n) * x * x;

    [Differentiable]
    [At(0.4, 0.9, 3)]
    public static double LocalArraysOnEveryLevel(double x, double y, int n)
    {
        if (n == 0)
        {
            return x;
        }

        double[] terms = new double[n + 1];
        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = Math.Sin(x * (i + 1)) * y;
        }

        double s = 0.0;
        for (int i = 0; i < terms.Length; i++)
        {
            s += terms[i] * terms[(i + 1) % terms.Length];
        }

        return s + LocalArraysOnEveryLevel(s, y, n - 1) * s;
    }

    private static double Horner(ReadOnlySpan<double> c, double x) => c.Length == 0 ? 0.0 : c[0] + x * Horner(c.Slice(1), x);

    private static double Even(double x, int n) => n <= 0 ? x : Math.Sin(x) * Odd(x, n - 1);

    private static double Odd(double x, int n) => n <= 0 ? x * x : x + Even(x * 0.9, n - 1);

    private static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);

    private static void Butterfly(Span<double> a, double w)
    {
        int half = a.Length / 2;
        if (half == 0)
        {
            return;
        }

        Butterfly(a.Slice(0, half), w);
        Butterfly(a.Slice(half), w);
        for (int i = 0; i < half; i++)
        {
            double sum = a[i] + a[half + i] * w;
            a[half + i] = a[i] * a[half + i] - w;
            a[i] = sum;
        }
    }

    private static double Determinant(double[] a, int n)
    {
        if (n == 1)
        {
            return a[0];
        }

        double s = 0.0;
        for (int k = 0; k < n; k++)
        {
            double[] minor = new double[(n - 1) * (n - 1)];
            for (int i = 1; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    if (j != k)
                    {
                        minor[(i - 1) * (n - 1) + (j < k ? j : j - 1)] = a[i * n + j];
                    }
                }
            }

            double term = a[k] * Determinant(minor, n - 1);
            s += k % 2 == 0 ? term : -term;
        }

        return s;
    }
}
