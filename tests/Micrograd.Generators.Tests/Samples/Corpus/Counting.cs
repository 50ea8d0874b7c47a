using System;
using Micrograd;

namespace Samples;

/// <summary>Loops that count in every way there is, and are left in every way.</summary>
public static partial class Counting
{
    [Differentiable]
    [At(0.7, 4)]
    [At(0.7, 0)]
    public static double LimitFirst(double x, int n)
    {
        double s = x;
        for (int i = 0; n > i; i++)
        {
            s *= x + i;
        }

        for (int i = 1; n >= i; i = 1 + i)
        {
            s = Math.Sin(s) + i * x;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, 4)]
    [At(0.7, 0)]
    public static double LimitFirstDownwards(double x, int n)
    {
        double s = x;
        for (int i = n; 0 < i; i--)
        {
            s *= x + i;
        }

        for (int i = n; 0 <= i; i -= 2)
        {
            s = Math.Sin(s) + i * x;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, 4, 7)]
    [At(0.7, 7, 4)]
    public static double ComputedLimits(double x, int n, int m)
    {
        double s = x;
        for (int i = -n; i < -1; i++)
        {
            s *= x + i;
        }

        for (int i = 0; i < Math.Min(n, m); i++)
        {
            s = Math.Sin(s) + i * x;
        }

        for (int i = 0; i > -m; i -= 3)
        {
            s += Math.Cos(s) * x * i;
        }

        for (int i = 0; i < (n + 1) * 2 - m; i++)
        {
            s = Math.Cos(s * x);
        }

        return s;
    }

    // No trip at all, or none that ever ends if the comparison were read the wrong way round.
    [Differentiable]
    [At(0.7, 3)]
    public static double AgainstTheStep(double x, int n)
    {
        double s = x;
        for (int i = 0; n < i; i++)
        {
            s *= 2.0;
        }

        for (int i = 0; i >= n; i--)
        {
            s *= 3.0;
        }

        return s * s;
    }

    [Differentiable]
    [At(new double[] { 0.4, 1.3, 0.8, 1.2 }, 1.5)]
    [At(new double[] { 0.4, 1.3, 0.8, 1.2 }, 9.0)]
    public static double ElseLeaves(double[] x, double limit)
    {
        double s = 1.0;
        for (int i = 0; i < x.Length; i++)
        {
            if (s < limit)
            {
                s += x[i] * x[i];
            }
            else
            {
                break;
            }

            s *= 1.0 + x[i];
        }

        return s;
    }

    [Differentiable]
    [At(new double[] { 0.4, 1.3, 0.8, -1.2 })]
    public static double ElseContinuesOrReturns(double[] x)
    {
        double s = 1.0;
        foreach (double v in x)
        {
            if (v > 0.5)
            {
                s *= v;
            }
            else if (v > 0.0)
            {
                continue;
            }
            else
            {
                return s * v;
            }

            s += Math.Sin(s);
        }

        return s;
    }

    // What the loop asks is not what it counts.
    [Differentiable]
    [At(0.7, 7)]
    public static double AnotherNumberDecides(double x, int n)
    {
        double s = x;
        int k = 0;
        for (int i = 0; k < n; i++)
        {
            s *= x + i;
            k += 2;
        }

        for (int i = n + 1; i != 1; i--)
        {
            s += 0.1 * x * i;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, 7)]
    public static double LimitThatTheBodyMoves(double x, int n)
    {
        double s = x;
        for (int i = 0; i < n; i++)
        {
            s += 0.1 * x * x * i;
            n--;
        }

        return s * n;
    }

    // The distance is no int.
    [Differentiable]
    [At(0.7, 1 << 30)]
    public static double FarLimits(double x, int n)
    {
        double s = x;
        for (int i = int.MinValue; i < n; i += 1 << 30)
        {
            s *= x + 1.0;
        }

        for (int i = n; i > int.MinValue; i -= 1 << 30)
        {
            s = Math.Sin(s) * x;
        }

        return s;
    }

    // Bounds at the ends of what an int holds: no loop has a trip there, and no reverse may begin at what wraps around.
    [Differentiable]
    [At(0.7, 3)]
    [At(0.7, -2)]
    [At(0.7, int.MinValue)]
    [At(0.7, int.MaxValue - 1)]
    public static double LimitsThatWrap(double x, int n)
    {
        double s = x;
        for (int i = 0; i < unchecked(n + 2); i++)
        {
            s = Math.Sin(s) * x;
        }

        for (int i = 0; i < (n < 0 ? unchecked(-n) : 2); i++)
        {
            s *= x + 1.0;
        }

        int last = n > 5 ? 5 : n;
        for (int i = 1; i < last; i++)
        {
            s *= Math.Cos(s);
        }

        int first = last < 0 ? 0 : last;
        for (int i = first + 1; i < unchecked(n + 2); i++)
        {
            s *= x + s;
        }

        return s;
    }

    [Differentiable]
    [At(new[] { 0.4, 0.7, 0.9 }, 2)]
    public static double WideIndices(double[] a, long last)
    {
        double s = a[1L];
        for (uint i = 0; i < a.Length; i++)
        {
            s = (s * a[i]) + a[last];
        }

        double[,] table = new double[last, 2];
        table[last - 1, (nint)1] = s;
        double[] copy = new double[last + 1];
        copy[(ulong)last] = table[(nuint)(last - 1), 1] * s;
        return copy[^1];
    }

    // The bound stands on the left, and so does what is no counter.
    [Differentiable]
    [At(0.75, 4)]
    public static double CountsAnother(double x, int n)
    {
        double s = x;
        int k = 0;
        for (int i = 3; n > k; i++)
        {
            s = (s * x) + i;
            k += 2;
        }

        return s;
    }

    // What one trip leaves the next one reads.
    [Differentiable]
    [At(0.75, 3)]
    [At(0.75, 0)]
    public static double LeftByTheTripBefore(double x, int n)
    {
        double t = 1.0;
        double s = x;
        int i = 0;
        while (s < 100.0 && i < n)
        {
            s += t * x;
            t = 2.0;
            i++;
        }

        return s * x;
    }

    // The call changes the rows that the bound asks for.
    [Differentiable]
    [At(0.75, 3, Allocates = true)]
    public static double BoundThatACallChanges(double x, int n)
    {
        int[][] rows = [[1, 2, 3, 4], [5]];
        double s = x;
        for (int j = 0; j < rows[0].Length; j++)
        {
            s *= x + j;
            Shorten(n, rows, j);
        }

        return s;
    }

    [NoDiff]
    private static void Shorten(int n, int[][] rows, int j)
    {
        if (j == n - 2)
        {
            rows[0] = rows[1];
        }
    }
}
