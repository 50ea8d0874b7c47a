using System;
using System.Collections.Generic;
using System.Linq;
using Micrograd;

namespace Samples;

/// <summary>Functions that change a variable of their caller's while it is in use there: as an argument, as what a loop goes through, as its bound.</summary>
public static partial class Callbacks
{
    private static readonly List<int> Shared = [1, 2];

    public struct Buffers
    {
        public double[] First;
        public double[] Second;
    }

    private static double SquareAfter(double v, Action run)
    {
        run();
        return v * v;
    }

    private static double HandedOn(double v, Action run) => SquareAfter(v, run) * v;

    private static double ByReadOnlyReference(in double v, Action run)
    {
        run();
        return v * v;
    }

    private static void DoubleAfter(ref double v, Action run)
    {
        run();
        v *= 2.0;
    }

    private static double At(double[] v, int k, Action run)
    {
        run();
        return v[k] * v[0];
    }

    private static double Area((double Width, double Height) r, Func<double> run) => run() + r.Width * r.Height;

    // The parameter is a copy, made before the callback runs.
    [Differentiable]
    [At(0.7)]
    public static double ArgumentChangedByLambda(double x)
    {
        double t = x;
        double r = SquareAfter(t, () => t = 5.0 * x);
        double q = HandedOn(t, () => t *= x);
        return r * q * t;
    }

    [Differentiable]
    [At(0.7, 3)]
    public static double ArgumentChangedByLocalFunctionInLoop(double x, int n)
    {
        double t = x;
        void Grow() => t *= x;
        void Twice()
        {
            Grow();
            Grow();
        }

        for (int i = 0; i < n; i++)
        {
            t += SquareAfter(t, Twice) + ByReadOnlyReference(t, Grow);
        }

        return t;
    }

    [Differentiable]
    [At(new double[] { 0.4, 0.7, 0.9 }, new double[] { 1.1, 1.3, 1.5 })]
    public static double ArrayAndIndexChanged(double[] a, double[] b)
    {
        double[] t = a;
        int i = 1;
        double r = At(t, i, () => { t = b; i++; });
        return r * t[i];
    }

    [Differentiable]
    [At(0.7, 1.2)]
    public static double TupleChanged(double x, double y)
    {
        (double Width, double Height) t = (x, y);
        double r = Area(t, () =>
        {
            t.Width = 3.0 * y;
            return t.Width;
        });
        return r * t.Width;
    }

    // A reference stays on the element that it was taken of.
    [Differentiable]
    [At(new double[] { 0.4, 0.7 }, new double[] { 1.1, 1.3 })]
    public static double ReferenceWhoseArrayAndIndexChange(double[] a, double[] b)
    {
        double[] r = b;
        int i = 0;
        DoubleAfter(ref r[i], () => i++);
        DoubleAfter(ref r[i], () => r = [a[0], a[1]]);
        return r[0] * r[i] * b[0] * b[1];
    }

    [Differentiable]
    [At(new double[] { 0.4, 0.7 }, new double[] { 1.1, 1.3, 0.6 })]
    public static double ForEachKeepsItsArray(double[] a, double[] b)
    {
        double[] r = a;
        void Switch() => r = b;
        double s = 1.0;
        foreach (double v in r)
        {
            s *= v + s;
            Switch();
        }

        return s * r[2];
    }

    [Differentiable]
    [At(new double[] { 0.4, 0.7 }, new double[] { 1.1, 1.3, 0.6 })]
    public static double ForEachKeepsItsField(double[] a, double[] b)
    {
        Buffers buffers = new() { First = a, Second = b };
        double s = 1.0;
        foreach (double v in buffers.First)
        {
            s *= v + s;
            (buffers.First, buffers.Second) = (buffers.Second, buffers.First);
        }

        return s * buffers.First[0];
    }

    [Differentiable]
    [At(new double[] { 0.4, 0.7 }, new double[] { 1.1, 1.3, 0.6 })]
    public static double SequenceKeepsItsArray(double[] a, double[] b)
    {
        double[] r = a;
        return r.Select(v =>
        {
            r = b;
            return v * r[0];
        }).Sum() * r[2];
    }

    // What the filter changes is not what the stage before it gave.
    [Differentiable]
    [At(new double[] { 0.4, 0.7 }, 1.3)]
    public static double FilterKeepsItsItem(double[] a, double t) => a.Select(v => t).Where(w =>
    {
        t += w * 0.5;
        return true;
    }).Sum() * t;

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ListGrowsByLocalFunction(double x)
    {
        List<int> list = [1, 2];
        void Add()
        {
            if (list.Count < 5)
            {
                list.Add(3);
            }
        }

        double s = x;
        for (int i = 0; i < list.Count; i++)
        {
            s *= x + list[i];
            Add();
        }

        return s;
    }

    [NoDiff]
    private static void Reset() => Shared.RemoveRange(2, Shared.Count - 2);

    private static double Grown(double x)
    {
        Grow();
        return x;

        static void Grow()
        {
            if (Shared.Count < 5)
            {
                Shared.Add(3);
            }
        }
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double StaticListGrowsInHelper(double x)
    {
        Reset();
        List<int> list = Shared;
        double s = x;
        for (int i = 0; i < list.Count; i++)
        {
            s *= Grown(x) + list[i];
        }

        return s;
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ListIsReplaced(double x)
    {
        List<int> list = [1, 2], longer = [1, 2, 3, 4];
        void Replace() => list = longer;
        double s = x;
        for (int i = 0; i < list.Count; i++)
        {
            s *= x + list[i];
            Replace();
        }

        return s;
    }

    private static double Cube(double v) => v * v * v;

    // `goto case` may lead backwards in the text.
    [Differentiable]
    [At(0.7, 0)]
    [At(0.7, 1)]
    [At(0.7, 2)]
    public static double FunctionSetBeforeGotoCase(double x, int n)
    {
        Func<double, double> f = Math.Sin;
        switch (n)
        {
            case 0:
                x = f(x);
                break;
            case 1:
                f = Cube;
                goto case 0;
            default:
                f = Math.Exp;
                goto case 0;
        }

        return x;
    }

    public sealed class Gain(double factor)
    {
        public double Factor { get; } = factor;

        public double Times(double v) => v * Factor;

        public double Power(double v, int n) => n == 0 ? v * Factor : Power(v * v, n - 1) * Factor;

        public double After(Func<double, double> f, double v) => f(v) * Factor;
    }

    public readonly record struct Line(double Slope, double Offset)
    {
        public double At(double v) => (Slope * v) + Offset;

        public double After(Func<double, double> f, double v) => f(v) * Slope;
    }

    public struct Holder
    {
        public Line Line { get; set; }
    }

    [NoDiff]
    private static Gain Make(double factor) => new(factor);

    // A method is called on the object that the variable named before the arguments were evaluated.
    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ObjectReplacedByArguments(double x)
    {
        Gain first = Make(2.0), second = Make(3.0), gain = first;
        double Replace(double v)
        {
            gain = second;
            return v;
        }

        double s = gain.Times(Replace(x));
        gain = first;
        s += gain.Power(Replace(x), 2);
        gain = first;
        return s + gain.After(v => { gain = second; return v * x; }, x) * gain.Factor;
    }

    // So is one of a struct that is a value; one in a variable is called on the variable.
    [Differentiable]
    [At(0.7)]
    public static double StructReplacedByArguments(double x)
    {
        Holder holder = new() { Line = new Line(x, 2.0) };
        Line line = new(x, 1.0);
        double Replace(double v)
        {
            holder.Line = new Line(5.0, v);
            line = new Line(v * v, 3.0);
            return v;
        }

        double s = holder.Line.At(Replace(x)) * line.At(Replace(2.0 * x));
        return s + holder.Line.After(v => Replace(v * x) * v, x) * line.Slope;
    }

    private static readonly int[,] Low = { { 2, 3 }, { 4, 5 } };
    private static readonly int[,] High = { { 5, 7 }, { 6, 8 } };

    private static double Weighted(double x, int[,] table, int[,] next)
    {
        int[,] first = table;
        table = next;
        return x * first[0, 0] * table[0, 1] * x;
    }

    [Differentiable]
    [At(0.7)]
    public static double TableReplaced(double x) => Weighted(x, Low, High);

    // What is spread is read before the elements behind the last spread, and in its turn where there are many.
    [Differentiable]
    [At(new double[] { 0.4, 1.3 })]
    public static double SpreadChangedByLaterElements(double[] a)
    {
        double[] two = [.. a, a[0] *= 2.0];
        double[] three = [.. a, a[0] *= a[1], .. a];
        double[] many = [a[0], .. a, a[0] *= a[1], .. a, a[0] = 0.5];
        return two[0] * two[2] * three[0] * three[2] * three[3] * many[1] * many[3] * many[4] * many[6];
    }
}
