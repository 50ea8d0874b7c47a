using System;
using Micrograd;

namespace Samples;

/// <summary>Variables that name one piece of memory or another, as a condition decides.</summary>
public static partial class Choices
{
    [Differentiable]
    [At(0.7, new double[] { 0.4, 1.3 }, new double[] { 0.9, -0.6, 1.7 })]
    [At(-0.7, new double[] { 0.4, 1.3 }, new double[] { 0.9, -0.6, 1.7 })]
    public static double ChosenByIf(double x, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<double> chosen;
        if (x > 0.0)
        {
            chosen = a;
        }
        else
        {
            chosen = b[1..];
        }

        return x * chosen[0] * chosen[1];
    }

    // Read before the branch, in it, and after it: each time the variable may name something else.
    [Differentiable]
    [At(0.7, new double[] { 0.4, 1.3 }, new double[] { 0.9, -0.6 })]
    [At(-0.7, new double[] { 0.4, 1.3 }, new double[] { 0.9, -0.6 })]
    public static double ChosenAgainInOneBranch(double x, double[] a, double[] b)
    {
        double[] chosen = a;
        double s = chosen[0] * x;
        if (chosen[1] * x < 0.0)
        {
            s *= chosen[1];
            chosen = b;
            s += chosen[0] * chosen[0];
        }
        else
        {
            s += Math.Sin(chosen[1]);
        }

        return s * chosen[1];
    }

    // What is written through the chosen one is restored in the memory that it named.
    [Differentiable]
    [At(new double[] { 0.4, -1.3, 0.8, -0.2, 0.6 })]
    public static double WrittenWhereTheSignSays(ReadOnlySpan<double> x)
    {
        Span<double> positive = stackalloc double[2];
        Span<double> negative = stackalloc double[2];
        positive.Fill(1.0);
        negative.Fill(1.0);
        for (int i = 0; i < x.Length; i++)
        {
            Span<double> sums = positive;
            if (x[i] < 0.0)
            {
                sums = negative;
            }

            sums[0] += x[i] * sums[1];
            sums[1] *= x[i] + sums[0];
        }

        return positive[0] * negative[1] + positive[1] * negative[0];
    }

    // A loop that asks for the length of memory that its body changes.
    [Differentiable]
    [At(new double[] { 0.4, 1.3, 0.8, 1.2 }, new double[] { 0.9, 0.6 })]
    public static double LengthOfTheChosen(double[] a, double[] b)
    {
        double[] chosen = a;
        double s = 1.0;
        int i = 0;
        while (i < chosen.Length)
        {
            s *= chosen[i];
            chosen = i < 2 ? chosen : b;
            i++;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, 1, new double[] { 0.4, 1.3 }, new double[] { 0.9, -0.6 })]
    [At(0.7, 2, new double[] { 0.4, 1.3 }, new double[] { 0.9, -0.6 })]
    [At(0.7, 3, new double[] { 0.4, 1.3 }, new double[] { 0.9, -0.6 })]
    public static double ChosenBySwitch(double x, int which, double[] a, double[] b)
    {
        double[] own = [x, x * x];
        double[] chosen;
        switch (which)
        {
            case 1:
                chosen = a;
                break;
            case 2:
                chosen = b;
                break;
            default:
                chosen = own;
                break;
        }

        chosen[0] *= x;
        return chosen[0] * chosen[1] + own[1];
    }

    [Differentiable]
    [At(0.7, new double[] { 0.4, 1.3, 0.2, 0.5 })]
    [At(-0.7, new double[] { 0.4, 1.3, 0.2, 0.5 })]
    public static double PartThatIsChosen(double x, Span<double> a)
    {
        Span<double> part = a;
        if (x > 0)
        {
            part = part.Slice(1, 2);
            if (part[0] > 1.0)
            {
                part = part[1..];
            }
        }

        part[0] *= x;
        return part[0] * a[2] + part.Length;
    }

    // Taken again in each trip, and after the last.
    [Differentiable]
    [At(new double[] { 0.4, -1.3, 0.8 }, new double[] { 0.9, 0.6 }, new double[] { 1.1, -0.3 })]
    [At(new double[] { -0.4, -1.3, -0.8 }, new double[] { 0.9, 0.6 }, new double[] { 1.1, -0.3 })]
    public static double ChosenInALoop(double[] x, double[] a, double[] b)
    {
        double[] chosen = a;
        double s = chosen[0];
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] > 0.5)
            {
                chosen = b;
            }

            s += chosen[0] * x[i] * s;
        }

        return s * chosen[1];
    }

    // The arm that is not taken has no such slice.
    [Differentiable]
    [At(new double[] { 0.4, 1.3 }, new double[] { 0.9, -0.6, 1.7 }, 1)]
    [At(new double[] { 0.4, 1.3 }, new double[] { 0.9, -0.6, 1.7 }, -2)]
    public static double OneSliceOrAnother(double[] a, double[] b, int n)
    {
        Span<double> chosen = n > 0 ? a.AsSpan(0, n) : b.AsSpan(-n);
        chosen[0] *= 2.0;
        return chosen[0] * chosen[0] * a[0] * b[2];
    }

    private static Span<double> Last(Span<double> x, int n) => x.Slice(x.Length - n);

    [Differentiable]
    [At(new double[] { 0.4, 1.3, 0.9 }, true, 1)]
    [At(new double[] { 0.4, 1.3, 0.9 }, false, 3)]
    public static double ArmsThatCountAndCall(Span<double> x, bool c, int n)
    {
        Span<double> v = c ? Last(x, n++) : Last(x, --n);
        return n * v[0] * v[0];
    }

    // A variable that is given memory of the stack where another one has it from the heap.
    [Differentiable]
    [At(0.7, 1, new int[] { 4, 5 })]
    [At(0.7, -1, new int[] { 4, 5 })]
    public static double StackOrArgument(double x, int n, [NoDiff] int[] table)
    {
        Span<int> local = stackalloc int[3];
        local[0] = 2;
        local[1] = 3;
        Span<int> first = n > 0 ? local[..n] : local[1..];
        scoped Span<int> second;
        if (n > 0)
        {
            second = table;
        }
        else
        {
            second = first;
        }

        return x * x * first[0] * second[0];
    }

    [NoDiff]
    private static void Seen(int[] table)
    {
    }

    // The index may be asked for ahead of the choice, unless it may not be there.
    [Differentiable]
    [At(new double[] { 0.4, 1.3 }, new int[] { 1, 0 }, 1)]
    [At(new double[] { 0.4, 1.3 }, new int[] { 1, 0 }, 2)]
    public static double ElementBehindATable(double[] a, int[] table, int i)
    {
        Seen(table);
        double v = i < table.Length ? a[table[i]] : 1.0;
        return v * v * a[0];
    }

    [Differentiable]
    [At(new double[] { 0.4, 1.3, 0.6 }, 2)]
    public static double ElementBehindADivision(double[] a, int m)
    {
        double s = 1.0;
        for (int i = 0; i < 3; i++)
        {
            double v = m != 0 ? a[2 / m] : a[i];
            s *= v + s;
            m--;
        }

        return s;
    }
}
