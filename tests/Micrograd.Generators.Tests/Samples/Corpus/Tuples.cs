using System;
using Micrograd;

namespace Samples;

/// <summary>Tuples: named, nested, deconstructed, swapped, returned, compared.</summary>
public static partial class Tuples
{
    public struct Place
    {
        public double X, Y;
    }

    private static (double Sum, double Product) SumAndProductOf(double x, double y) => (x + y, x * y);

    private static (double Value, (double X, double Y) Gradient) Rosenbrock(double x, double y)
    {
        double a = 1.0 - x, b = y - x * x;
        return (a * a + 10.0 * b * b, (-2.0 * a - 40.0 * x * b, 20.0 * b));
    }

    private static (double Min, double Max) Range(ReadOnlySpan<double> x)
    {
        if (x.Length == 0)
        {
            return (0.0, 0.0);
        }

        (double Min, double Max) range = (x[0], x[0]);
        foreach (double t in x)
        {
            range = (Math.Min(range.Min, t), Math.Max(range.Max, t));
        }

        return range;
    }

    [Differentiable]
    [At(1.5, -0.5)]
    public static double NamedTuple(double x, double y)
    {
        var t = SumAndProductOf(x, y);
        t.Sum *= t.Product;
        return t.Sum + t.Item2;
    }

    [Differentiable]
    [At(1.5, -0.5)]
    public static double DeconstructedCall(double x, double y)
    {
        var (sum, product) = SumAndProductOf(x, y);
        (sum, product) = (product, sum);
        (double s, _) = SumAndProductOf(sum, product);
        return s * product;
    }

    [Differentiable]
    [At(1.2, 0.7)]
    public static double NestedTuple(double x, double y)
    {
        var (value, (gx, gy)) = Rosenbrock(x, y);
        var again = Rosenbrock(x - 0.01 * gx, y - 0.01 * gy);
        return value + again.Value + again.Gradient.X * gy;
    }

    [Differentiable]
    [At(1.0, 2.0, 5)]
    public static double SwappedInLoop(double a, double b, int n)
    {
        (double Previous, double Current) f = (a, b);
        for (int i = 0; i < n; i++)
        {
            f = (f.Current, f.Previous + 0.5 * f.Current * a);
        }

        return f.Current;
    }

    [Differentiable]
    [At(1.0, 2.0, 5)]
    public static double DeconstructedSwap(double a, double b, int n)
    {
        for (int i = 0; i < n; i++)
        {
            (a, b) = (b, a + 0.25 * b * b);
        }

        return a * b;
    }

    [Differentiable]
    [At(new[] { 3.0, 1.0, 2.0 })]
    public static double SpreadOf(ReadOnlySpan<double> x)
    {
        (double low, double high) = Range(x);
        return (high - low) * high;
    }

    [Differentiable]
    [At(0.3, 0.4)]
    public static double AssignedToElements(double x, double y)
    {
        double[] a = new double[2];
        Place p = default;
        (a[0], p.Y) = (x * y, x + y);
        (a[1], (p.X, a[0])) = (a[0], (p.Y, a[0] + 1.0));
        return a[0] * a[1] + p.X * p.Y;
    }

    [Differentiable]
    [At(0.3, 0.4)]
    [At(0.4, 0.3)]
    public static double ComparedTuples(double x, double y)
    {
        (double, double) t = (x, y);
        (int, bool) k = (1, x > 0.35);
        return t == (y, x) ? x : k != (1, true) ? t.Item1 * 2.0 : t.Item2 * t.Item1;
    }

    [Differentiable]
    [At(2.0)]
    public static double MixedElements(double x)
    {
        (int Count, double Scale, string Name) o = (3, x, "three");
        double s = 0.0;
        for (int i = 0; i < o.Count; i++)
        {
            s += o.Scale * i;
            o.Scale *= x;
        }

        return s;
    }

    [Differentiable]
    [At(0.5, 0.25)]
    public static double LocalFunctionWithTuple(double x, double y)
    {
        (double X, double Y) origin = (x, y);
        double Distance((double X, double Y) p) => Math.Sqrt((p.X - origin.X) * (p.X - origin.X) + (p.Y - origin.Y) * (p.Y - origin.Y));
        double first = Distance((1.0, 2.0));
        origin = (y, first);
        return first + Distance((x, 3));
    }

    [Differentiable]
    [At(0.5, 0.25)]
    public static double LongTuple(double x, double y)
    {
        var t = (x, y, x * y, x + y, 1.0, x - y, y * y, x * x, 2.0 * x);
        return t.Item8 * t.Item9 + t.Item3 * t.Item7;
    }

    // The element that is stored to is found before the index moves on.
    [Differentiable]
    [At(new[] { 0.4, 0.7, 0.9 }, 0)]
    public static double TargetsFoundFirst(double[] a, int i)
    {
        (i, a[i]) = (i + 1, a[i] * a[i + 1]);
        (a[i], i, a[i + 1]) = (a[i] * a[0], i + 1, a[i + 1] * a[0]);
        return (a[0] * a[1]) + (a[i] * 5.0);
    }

    [Differentiable]
    [At(new[] { 0.4, 0.7, 0.9 }, new[] { 1.5, 2.0, 0.5 })]
    public static double ArrayThatIsExchanged(double[] a, double[] b)
    {
        double[] c = a;
        (c, c[0]) = (b, c[1] * c[2]);
        return (a[0] * a[1]) + (c[0] * 5.0);
    }
}
