using System;
using Micrograd;

namespace Samples;

/// <summary>Members of extension blocks (C# 14): methods, properties, operators, generic blocks, receivers by reference.</summary>
public static partial class Extensions
{
    [Differentiable]
    [At(0.7, -0.4, 4)]
    [At(0.7, 1.4, 3)]
    public static double OfNumbers(double x, double y, int n)
    {
        double z = x.Squared() + (x.Twice * y.Raised(n: 2)) + x.Raised(y) + double.Tripled(x) + double.Turn;
        if (n.IsEvenNumber)
        {
            z *= n.Halved();
        }

        return z + x.Cubed();
    }

    [Differentiable]
    [At(new double[] { 0.5, -0.25, 2.0 }, new double[] { 1.5, 0.5 }, 0.75)]
    public static double OfMemory(double[] v, Span<double> w, double k)
    {
        w.ScaleBy(k);
        ReadOnlySpan<double> view = v;
        return (view.SumOfSquares() * view.MeanSquare) + w[0] + (v * k)[1];
    }

    [Differentiable]
    [At(0.5, -0.25, 2.0)]
    public static double OfStructs(double x, double y, double f)
    {
        Arrow p = new(x, y), q = new(y, f);
        p.Grow(f);
        return (p + q).Along(p.Turned);
    }

    // Each call has a receiver of its own, also where one member of the block calls another.
    [Differentiable]
    [At(0.7, 0.3)]
    public static double OfTheSameBlock(double x, double y) => x.Crossed(y) * y.Bumped;

    [Differentiable]
    [At(0.5, 0.25)]
    public static double Constant(double x, double y) => (x.Ignored() * y) + y.Squared();
}

public record struct Arrow(double X, double Y);

/// <summary>The blocks.</summary>
public static class ExtensionBlocks
{
    extension(double x)
    {
        public static double Turn => 6.25;

        public double Twice => 2.0 * x;

        public static double Tripled(double y) => y * 3.0;

        public double Squared() => x * x;

        // The receiver is a copy, as an argument is.
        public double Raised(double y = 2.0, int n = 1)
        {
            x += y;
            for (int i = 0; i < n; i++)
            {
                x *= y;
            }

            return x;
        }

        public double Bumped => (x + 1.0).Squared() * x;

        public double Less(double y) => x - (2.0 * y);

        public double Crossed(double y)
        {
            double first = y.Less(x);
            return first * x.Less(y) * x;
        }

        [NoDiff]
        public double Ignored() => x > 0.0 ? 2.0 : 3.0;
    }

    extension(int n)
    {
        public bool IsEvenNumber => n % 2 == 0;

        public int Halved() => n / 2;
    }

    extension(ReadOnlySpan<double> v)
    {
        public double MeanSquare => v.SumOfSquares() / v.Length;

        public double SumOfSquares()
        {
            double sum = 0.0;
            foreach (double e in v)
            {
                sum += e * e;
            }

            return sum;
        }
    }

    extension(Span<double> v)
    {
        public void ScaleBy(double f)
        {
            for (int i = 0; i < v.Length; i++)
            {
                v[i] *= f;
            }
        }
    }

    extension(double[] a)
    {
        public static double[] operator *(double[] left, double k)
        {
            double[] result = new double[left.Length];
            for (int i = 0; i < result.Length; i++)
            {
                result[i] = left[i] * k;
            }

            return result;
        }
    }

    extension(Arrow p)
    {
        public Arrow Turned => new(p.Y, -p.X);

        public static Arrow operator +(Arrow a, Arrow b) => new(a.X + b.X, a.Y + b.Y);

        public double Along(Arrow q) => (p.X * q.X) + (p.Y * q.Y) + (p.X * p.Y);
    }

    extension(ref Arrow p)
    {
        public void Grow(double f) => p = new(p.X * f, p.Y + f);
    }

    extension<T>(T x)
        where T : struct, System.Numerics.INumber<T>
    {
        public T Cubed() => x * x * x;
    }
}
