using System;
using System.Collections.Generic;
using Micrograd;

namespace Samples;

/// <summary>Conversions and values that nobody wrote down: of the elements of a tuple, of deconstructed parts and of items; the value of a deconstruction; names in patterns.</summary>
public static partial class Conversions
{
    public struct Square : IEquatable<Square>
    {
        public double X;

        public static implicit operator Square(double d) => new() { X = d * d };

        public static explicit operator double(Square s) => s.X + 1.0;

        public readonly bool Equals(Square other) => X == other.X;

        public override readonly bool Equals(object? obj) => obj is Square other && Equals(other);

        public override readonly int GetHashCode() => X.GetHashCode();

        public static bool operator ==(Square left, Square right) => left.Equals(right);

        public static bool operator !=(Square left, Square right) => !left.Equals(right);
    }

    public readonly record struct Split(double X, double Y)
    {
        public void Deconstruct(out double sum, out double product, out int count)
        {
            sum = X + Y;
            product = X * Y;
            count = 2;
        }
    }

    public sealed class Node
    {
        public Node? Next { get; init; }

        public int N { get; init; } = 3;
    }

    private static readonly Node Root = new() { Next = new Node() };

    [Differentiable]
    [At(0.7, 0.3)]
    public static double ValueOfNested(double x, double y)
    {
        double a, b, c;
        var t = (a, (b, c)) = (x, (y, x * y));
        return t.Item1 * t.Item2.Item1 + t.Item2.Item2 * a * b + c;
    }

    [Differentiable]
    [At(0.7, 0.3)]
    public static double ValueOfSameTwice(double x, double y)
    {
        double a;
        var t = (a, a) = (x, y);
        return t.Item1 * 3.0 + t.Item2 * a;
    }

    [Differentiable]
    [At(0.7, new[] { 0.3, 0.4 })]
    public static double ValueOfMovedPlace(double x, double[] given)
    {
        double[] z = (double[])given.Clone();
        int i = 0;
        var t = (z[i], i) = (x * x, 1);
        return t.Item1 * 3.0 + z[i] * z[0];
    }

    [Differentiable]
    [At(0.7, 0.3)]
    public static double ValueOfSwap(double x, double y)
    {
        var (p, _) = (x, y) = (y, x * x);
        return p * x * y;
    }

    [Differentiable]
    [At(0.7, 0.3, 2)]
    public static double ValueConverted(double x, double y, int n)
    {
        Square s;
        double d;
        (Square Item1, double) t = (s, d) = (x, n);
        (s.X, (_, d)) = (y, t);
        return t.Item1.X * t.Item2 * d + s.X;
    }

    [Differentiable]
    [At(0.7, 0.3)]
    public static double ConvertedElements(double x, double y)
    {
        var u = (x, y);
        (Square A, double B) t = u;
        (double C, (double, Square) D) v = ((double)t.A, u);
        return t.A.X * t.B + v.C * v.D.Item2.X;
    }

    [Differentiable]
    [At(0.73, 3)]
    public static double ConvertedNumber(double x, int n)
    {
        (int N, float F) u = (n, (float)n);
        (Square A, Square B) t = u;
        var back = ((double, int))(t.A, x * 10.0);
        return t.A.X * x + t.B.X * back.Item1 * x + back.Item2;
    }

    [Differentiable]
    [At(0.7, 0.3)]
    public static double ConvertedParts(double x, double y)
    {
        Square a;
        (a, double b) = (x, y);
        (Square c, (Square d, double e)) = Nested(x, y);
        (Square f, Square g, double n) = new Split(x, y);
        return a.X * b + c.X * d.X * e + f.X * g.X * n;
    }

    private static (double, (double, double)) Nested(double x, double y) => (x + y, (x * y, y));

    [Differentiable]
    [At(0.7, 0.3)]
    public static double ConvertedItems(double x, double y)
    {
        Square[] squares = [x, y];
        double s = 0.0;
        foreach (double v in squares)
        {
            s += v * x;
        }

        foreach (Square v in new[] { x, y, x * y })
        {
            s += v.X * y;
        }

        foreach ((Square a, double b) in new[] { (x, y), (y, x) })
        {
            s += a.X * b;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ConvertedConstantItems(double x)
    {
        double s = 0.0;
        foreach (Square v in new List<double> { 1.0, 2.0 })
        {
            s += v.X * x;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, 5)]
    public static double NamesInPattern(double x, int n)
    {
        var t = (N: n, X: x, B: true);
        while (t is { N: > 0, B: true })
        {
            t.X *= t.X + x;
            t.N -= 2;
            t = t with { B = t.X < 5.0 };
        }

        return t.X * t.N;
    }

    [Differentiable]
    [At(0.7, 5)]
    public static double NamesOfConstants(double x, int n)
    {
        var t = (N: n, B: (C: true, 2L));
        while (t is { N: > 0, B: { C: true, Item2: 2L } })
        {
            x *= x + 1.0;
            t.N -= 2;
        }

        return x;
    }

    [Differentiable]
    [At(0.7)]
    [At(-0.7)]
    public static double PathsInPattern(double x)
    {
        (double A, Square B) t = (x, x);
        return Root is { Next.N: 3, Next.Next: null } ? t is { A: > 0.0, B.X: < 1.0 } ? x * x * x : x * t.B.X : x;
    }
}
