using System;
using System.Linq;
using Micrograd;

namespace Samples;

/// <summary>Data that objects hold, read in loops: once before a loop that cannot change it, in each trip of one that can.</summary>
public static partial class ObjectData
{
    public sealed class Series
    {
        public double[] X = [0.5, -1.0, 2.0];

        public double[] Y { get; set; } = [1.0, 0.25, -0.5];

        public readonly double[] Fixed = [0.1, 0.2, 0.3];

        public double Rate = 0.5;

        public int Count = 3;

        public Series? Next;

        public double[][] Rows = [[1.0, 0.5], [0.25, 2.0]];

        // Code of the user's that no call in the text shows.
        public static Series operator +(Series series, double by)
        {
            series.Rate += by;
            series.X = [.. series.X.Select(x => x + by)];
            return series;
        }

        public override string ToString()
        {
            Rate *= 2.0;
            return "series";
        }
    }

    private static readonly Series First = new() { Next = new() { X = [1.5, 0.5], Count = 2, Rate = 2.0, Next = new() } };
    private static Series _current = First;
    private static readonly Series? Missing = Environment.TickCount64 < 0 ? First : null;

    [Differentiable]
    [At(0.7)]
    public static double BoundOfTheLoop(double w)
    {
        Series data = First;
        double sum = 0.0;
        for (int i = 0; i < data.X.Length; i++)
        {
            double e = (w * data.X[i]) - data.Y[i];
            sum += e * e;
        }

        return sum;
    }

    [Differentiable]
    [At(0.7)]
    public static double NestedObjects(double w)
    {
        Series data = First;
        double s = w;
        for (int i = 0; i < data.Count; i++)
        {
            for (int j = 0; j < data.Next!.X.Length; j++)
            {
                s += Math.Sin(s * data.Next.X[j]) * data.X[i] * data.Rate;
            }
        }

        return s;
    }

    [Differentiable]
    [At(0.7)]
    public static double ChosenInTheLoop(double w)
    {
        Series? data = First;
        double s = w;
        while (data != null)
        {
            s += data.X[0] * s * data.Rate;
            data = data.Next;
        }

        return s;
    }

    [Differentiable]
    [At(0.7)]
    public static double ReplacedInTheLoop(double w)
    {
        Series data = First;
        double s = w;
        for (int i = 0; i < 4; i++)
        {
            s += data.X[i & 1] * s * data.Fixed[i & 1];
            if (i == 1)
            {
                data = data.Next!;
            }
        }

        return s;
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ChangedByACall(double w)
    {
        Series data = new();
        double s = w;
        for (int i = 0; i < 3; i++)
        {
            s += data.X[i] * s * data.Rate;
            Double(data);
        }

        return s;
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ChangedByAStore(double w)
    {
        Series data = new();
        double s = w;
        for (int i = 0; i < data.X.Length; i++)
        {
            s += data.X[i] * s * data.Rate;
            data.Rate = i;
            data.X = First.Fixed;
        }

        return s;
    }

    // There is no object, and no trip that would ask for it.
    [Differentiable]
    [At(0.7, 0)]
    public static double NobodyAsks(double w, int n)
    {
        double s = w * w;
        for (int i = 0; i < n; i++)
        {
            s += Missing!.X[i] * s;
        }

        return s;
    }

    [Differentiable]
    [At(0.7)]
    public static double ObjectTestedForNull(double w)
    {
        Series? data = First;
        double s = w;
        for (int i = 0; i < 3; i++)
        {
            s += data?.Next is null ? w : data.Next.X[0] * s;
            s *= data!.X is null ? 2.0 : data.X[i];
        }

        return s;
    }

    [Differentiable]
    [At(0.7)]
    public static double TestedAtTheEnd(double w)
    {
        double s = w;
        int i = 0;
        do
        {
            s += _current.X[i] * Math.Cos(s);
            i++;
        }
        while (i < _current.X.Length && s < 100.0);

        return s;
    }

    [Differentiable]
    [At(0.7)]
    public static double BoundInABranch(double w)
    {
        double s = w;
        if (w > 0.0)
        {
            double[] x = _current.X;
            s *= x[0] * s;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ChangedByAnOperator(double w)
    {
        Series data = new();
        double s = w;
        for (int i = 0; i < data.X.Length; i++)
        {
            s += data.X[i] * s * data.Rate;
            Series same = data + 0.5;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ChangedByItsText(double w)
    {
        Series data = new();
        double s = w;
        for (int i = 0; i < data.X.Length; i++)
        {
            s += data.X[i] * s * data.Rate / $"{data}".Length;
        }

        return s;
    }

    // The bound of the inner loop is asked for in a trip of the outer one, and there is none.
    [Differentiable]
    [At(0.7, 0)]
    public static double NobodyAsksForTheBound(double w, int n)
    {
        Series? data = Missing;
        double s = w;
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < data!.X.Length; i++)
            {
                s += Math.Sin(s * data.X[i]);
            }
        }

        return s * s;
    }

    [Differentiable]
    [At(0.7, 3)]
    public static double AskedOnlyWhereThereIsOne(double w, int n)
    {
        Series? data = Missing;
        double s = w;
        for (int j = 0; j < n; j++)
        {
            if (data != null)
            {
                for (int i = 0; i < data.X.Length; i++)
                {
                    s += Math.Sin(s * data.X[i]);
                }
            }

            s *= 2.0 * w;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, 0)]
    public static double ReplacedByItsOwnMember(double w, int n)
    {
        Series? data = First.Next!.Next;
        data = data!.Next;
        double s = w * w;
        for (int i = 0; i < n; i++)
        {
            s += w * data!.Rate;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, 2)]
    public static double OtherArmIsMissing(double w, int n)
    {
        double[] x = n > 0 ? First.X : Missing!.X;
        return w * w * x[0];
    }

    [Differentiable]
    [At(0.7)]
    public static double RowsCompared(double w)
    {
        Series data = First;
        double s = w;
        for (int i = 0; i < data.Rows[0].Length; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                s = Math.Tanh(s);
                if (data.Rows[j] == data.X)
                {
                    break;
                }
            }
        }

        return s;
    }

    [NoDiff]
    private static void Double(Series data)
    {
        data.X = [2.0 * data.X[0], 2.0 * data.X[1], 2.0 * data.X[2]];
        data.Rate *= 2.0;
    }

    [NoDiff]
    public static void Use(Series series) => _current = series;
}
