using System;
using System.Numerics;
using Micrograd;

namespace Samples;

/// <summary>Structs, records and tuples that come in, go out, are returned, or are changed where the caller sees it.</summary>
public static partial class StructSignatures
{
    public struct Pair
    {
        public double X, Y;
    }

    public readonly record struct Point(double X, double Y);

    public struct Counted
    {
        public double X;
        public int N;
        public double Y { get; set; }
    }

    public struct Box
    {
        public Point Low { get; init; }

        public Pair High;
    }

    public readonly struct Interval
    {
        public readonly double From;
        public readonly double To;

        public Interval(double from, double to)
        {
            if (!(from <= to))
            {
                throw new ArgumentException("An interval ends behind its start.");
            }

            From = from;
            To = to;
        }
    }

    public struct Angle
    {
        public float Radians;
    }

    [Differentiable]
    [At(1.7, 0.4)]
    public static (double X, double Y) Polar(double r, double phi) => (r * Math.Cos(phi), r * Math.Sin(phi));

    // One return in each branch, with and without a value that the other computes.
    [Differentiable]
    [At(0.7, 1.9)]
    [At(1.9, 0.7)]
    [At(-0.7, 0.2)]
    public static Pair EarlyStruct(double x, double y)
    {
        if (x > y)
        {
            return new Pair { X = x };
        }

        double t = x * y;
        return new() { X = t * t, Y = x > 0 ? Math.Exp(t) : 2 };
    }

    [Differentiable]
    [At(new[] { 0.7, 1.9 }, 0.4)]
    public static Point ScaledRecord(in Point p, double t) => p with { X = p.X * t + p.Y };

    [Differentiable]
    [At(new[] { 0.7, 1.9 })]
    public static Complex SquaredComplex(Complex z) => z * z + new Complex(1, z.Real);

    [Differentiable]
    [At(new[] { 0.7f, 1.1f, -0.3f }, new[] { 0.2f, 0.9f, 1.4f })]
    public static Vector3 CrossProduct(Vector3 a, Vector3 b) => Vector3.Cross(a, b) + 0.5f * a;

    // The constructor would refuse the derivatives, and the adjoint of the result.
    [Differentiable]
    [At(new[] { 0.7, 1.9 }, 0.3)]
    public static Interval Widened(Interval i, double by) => new(i.From - by * by, i.To + by * i.To);

    [Differentiable]
    [At(0.7, new[] { 0.3, 1.2, -0.6 })]
    public static Box Nested(double x, (double A, (double B, double C) Inner) t)
    {
        Box box = new() { Low = new Point(x, t.A) };
        box.High.X = t.Inner.B * x;
        box.High.Y = t.Inner.C * t.A;
        return box;
    }

    // The integer goes through, and is nobody's derivative.
    [Differentiable]
    [At(new[] { 0.7, 3, 1.9 }, 0.4)]
    public static Counted KeepsCount(Counted c, double x) => c with { X = c.X * x, Y = c.Y * c.Y };

    [Differentiable]
    [At(new[] { 0.7, 3, 1.9 })]
    public static double NeverReadsCount(Counted c) => c.X * Math.Sin(c.Y);

    [Differentiable]
    [At(1.3, 2)]
    public static (double Value, int Count) CountedSum(double x, int n)
    {
        double sum = 0;
        int count = 0;
        while (sum < 3 * n)
        {
            sum += x * x;
            count++;
        }

        return (sum, count);
    }

    [Differentiable]
    [At(new[] { 0.7, 1.9 }, 0.4)]
    public static void RotateInPlace(ref Pair p, double angle)
    {
        double c = Math.Cos(angle), s = Math.Sin(angle);
        p = new Pair { X = c * p.X - s * p.Y, Y = s * p.X + c * p.Y };
    }

    [Differentiable]
    [At(new[] { 0.7, 1.9 }, 0.4, 3)]
    public static double MoveRecord(ref Point p, double s, [NoDiff] int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            p = p with { X = p.X + s * p.Y, Y = p.Y * p.X };
        }

        return p.X * p.Y;
    }

    [Differentiable]
    [At(0.7, new[] { 0.0, 0.0 }, new[] { 0.0, 0.0 })]
    [At(2.7, new[] { 0.0, 0.0 }, new[] { 0.0, 0.0 })]
    public static double SplitInto(double x, out Point p, out (double A, double B) t)
    {
        t = default;
        if (x > 2)
        {
            p = new(x, 3);
            return x;
        }

        p = new Point(x * x, 1 / x);
        t.A = p.X;
        return t.A + p.Y;
    }

    private static void Shrink(ref Interval i, double by) => i = new Interval(i.From + by, i.To - by * i.From);

    [Differentiable]
    [At(new[] { 0.7, 1.9 }, new[] { 0.4, 1.1 })]
    public static void ShrinkAndMultiply(ref Interval i, ref Complex z)
    {
        Shrink(ref i, 0.1 * z.Real);
        z *= new Complex(i.From, i.To);
    }

    [Differentiable]
    [At(new[] { 0.7, 1.9 }, new[] { 0.4, 1.1 })]
    public static void SwapStructs(ref Pair a, ref Pair b) => (a, b) = (b, a);

    [Differentiable]
    [At(new[] { 0.7, 3, 1.9 }, 0.4)]
    public static void FillsCounted(ref Counted c, double x)
    {
        c.X += x * c.Y;
        c.Y *= x;
    }

    // One field: a tuple of one on the tape.
    [Differentiable]
    [At(new[] { 0.7f })]
    public static Angle Doubled(Angle a) => new() { Radians = 2f * a.Radians * a.Radians };

    [Differentiable]
    [At(new[] { 0.7, 1.9 }, 2)]
    public static Point RecordLoop(Point p, int n)
    {
        for (int i = 0; i < 10; i++)
        {
            if (i == n)
            {
                return p;
            }

            p = new(p.X * p.Y, p.X + 0.1);
        }

        return default;
    }

    [Differentiable]
    [At(new[] { 0.5, 1.2, 0.9 })]
    public static (double Mean, double Variance) Moments(ReadOnlySpan<double> x)
    {
        double mean = 0, variance = 0;
        for (int i = 0; i < x.Length; i++)
        {
            mean += x[i] / x.Length;
        }

        for (int i = 0; i < x.Length; i++)
        {
            variance += (x[i] - mean) * (x[i] - mean) / x.Length;
        }

        return (mean, variance);
    }
}
