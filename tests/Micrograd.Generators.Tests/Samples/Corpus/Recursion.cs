using System;
using Micrograd;

namespace Samples;

/// <summary>Methods that call themselves, directly and through others, with numbers and with arrays changed in place.</summary>
public static partial class Recursion
{
    private static readonly Link Chain = new(0.5, new Link(1.5, new Link(2.5, null)));

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

    // Structs go through the pair field by field, in both directions.
    [Differentiable]
    [At(0.7, 1.1, 3)]
    [At(0.7, 1.1, 0)]
    public static double StructsThroughRecursion(double x, double y, int n)
    {
        Point p = Walk(new Point(x, y), n);
        return p.X * p.Y;
    }

    // Variables by reference: one that is changed, one that is only written, and a number that carries no derivative.
    [Differentiable]
    [At(0.7, 3)]
    public static double ReferencesThroughRecursion(double x, int n)
    {
        double t = x;
        int calls = 0;
        Refine(ref t, n, out double last, ref calls);
        return t * last + calls * x;
    }

    [Differentiable]
    [At(0.7, 3)]
    public static double GenericRecursion(double x, int n) => GenericPower(x, n) * x;

    [Differentiable]
    [At(0.7, 3)]
    public static double LocalFunctionRecursion(double x, int n)
    {
        return Nested(x, n);

        static double Nested(double x, int n) => n <= 0 ? x : Math.Sin(Nested(x, n - 1)) * x;
    }

    // The instance of each level must be found again on the way back.
    [Differentiable]
    [At(0.7)]
    public static double LinkedList(double x) => Follow(x, Chain) * x;

    // Nothing differentiated goes in, so no pair is needed; but C# cannot call the method with a struct taken apart.
    [Differentiable]
    [At(0.7, 2)]
    public static double ConstantStructRecursion(double x, int n)
    {
        double s = x;
        for (int i = 0; i < n; i++)
        {
            Point p = Walk(new Point(0.3, 0.2 * i), i);
            s *= p.X + p.Y + 1.0;
        }

        return s;
    }

    // A method that works on memory alone, with no number to show that it is differentiated.
    [Differentiable]
    [At(new double[] { 0.5, 1.2, -0.3, 0.9 })]
    public static double RecursionOnMemoryAlone(double[] a)
    {
        Squares(a);
        return a[0] * a[3] + a[1];
    }

    private static void Squares(Span<double> a)
    {
        if (a.Length == 0)
        {
            return;
        }

        a[0] = a[0] * a[0] + a[a.Length - 1];
        Squares(a.Slice(1));
    }

    private static Point Walk(Point p, int n)
    {
        if (n == 0)
        {
            return p;
        }

        Point next = Walk(new Point(p.X * 0.9 + p.Y * 0.1, p.X * p.Y), n - 1);
        return new Point(next.X + p.X * next.Y, next.Y * 0.5);
    }

    private static void Refine(ref double x, int n, out double last, ref int calls)
    {
        calls++;
        if (n == 0)
        {
            last = x;
            return;
        }

        x = Math.Sin(x) * x + 1.0;
        Refine(ref x, n - 1, out last, ref calls);
        last *= x;
    }

    private static T GenericPower<T>(T x, int n)
        where T : System.Numerics.IFloatingPointIeee754<T> => n == 0 ? T.One : x * GenericPower(x, n - 1) + GenericPower(T.One, n - 1) * x;

    private static double Follow(double x, Link? link) => link is null ? x : link.Scale(Follow(Math.Sin(x) * link.Weight, link.Next));

    private readonly record struct Point(double X, double Y);

    private sealed class Link(double weight, Link? next)
    {
        public double Weight { get; } = weight;

        public Link? Next { get; } = next;

        public double Scale(double y) => y * y * Weight + y;
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

    // What the call is given is read before the callee changes the memory it was read from.
    [Differentiable]
    [At(0.63, new double[] { 0.7, 0.3 }, 1)]
    [At(0.63, new double[] { 0.7, 0.3 }, 3)]
    public static double GivenWhatItChanges(double x, Span<double> p, int n) => Shrunk(x, p, n);

    private static double Shrunk(double x, Span<double> p, int n)
    {
        p[0] = p[0] * x;
        return n == 0 ? p[0] : Shrunk(p[0] + 0.1, p, n - 1) * Math.Sin(p[1]);
    }

    [Differentiable]
    [At(0.63, 2)]
    public static double GivenConstantsItChanges(double x, int n)
    {
        int[] steps = [1, 2];
        double[] weights = [0.5, 0.25];
        return Counted(x, steps, steps[0], weights, n) + weights[0] * steps[1];
    }

    private static double Counted(double x, int[] steps, int step, double[] weights, int n)
    {
        steps[0] += step;
        weights[0] += 0.5;
        return n == 0 ? x * step : Counted(x * weights[0], steps, steps[0], weights, n - 1) * x;
    }

    private static readonly double[] Weights = [0.5, -1.25, 2.0];

    // The table is the same whenever it is read: the way back takes it again.
    [Differentiable]
    [At(0.63, 4)]
    [At(0.63, 0)]
    public static double OverATable(double x, int n) => Weighted(x, n) * x;

    private static double Weighted(double x, int n)
    {
        double sum = n == 0 ? x : Weighted(x * Weights[n % 3], n - 1);
        for (int i = 0; i < Weights.Length; i++)
        {
            sum += Math.Sin(x * Weights[i]);
        }

        return sum;
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

    // At 0 the derivative of what nobody uses is infinite.
    [Differentiable]
    [At(0.0, 2)]
    [At(0.7, 3)]
    public static double ResultUnused(double x, int n)
    {
        double unused = Roots(x, n);
        return (x * x) + x;
    }

    private static double Roots(double x, int n) => n == 0 ? Math.Sqrt(x) : Roots(x, n - 1) + x;

    // What varies, and what is written, is known of the last call first, and of the first one last.
    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 }, 2, Allocates = true)]
    [At(new double[] { 0.5, -1.0, 2.0 }, 0, Allocates = true)]
    public static double PassedBackwards(double[] x, int n)
    {
        double[] a = new double[3], b = new double[3], c = new double[3];
        double s = 0.0;
        for (int i = 0; i < 4; i++)
        {
            s = c[0];
            Handed(b, c, n);
            Handed(a, b, n);
            Handed(x, a, n);
        }

        return s;
    }

    // Stores into its second array, but by what it calls alone.
    private static void Handed(double[] from, double[] to, int n)
    {
        if (n == 0)
        {
            Squared(from, to, 1);
        }
        else
        {
            Handed(from, to, n - 1);
            Squared(from, to, n);
        }
    }

    private static void Squared(double[] from, double[] to, int n)
    {
        if (n == 0)
        {
            return;
        }

        Squared(from, to, n - 1);
        to[0] = (from[0] * from[1]) + 0.5;
        to[1] = from[0] - (from[1] * 0.25);
    }
}
