using System;
using Micrograd;

namespace Samples;

/// <summary>Stores to places that are found by what the same memory holds: the store may change what found it.</summary>
public static partial class FoundPlaces
{
    [Differentiable]
    [At(0.4, new[] { 0.6, 0.329, 0.835, 0.111 }, Allocates = true)]
    public static double IndexThatItsStoreChanges(double x, double[] d)
    {
        int[] r = [2, 2, 3, 2];
        d[r[0] & 3] = Math.Tanh(x);
        r[(2 + r[0]) & 3] = 3;
        return d[0] * d[2] * d[1] * d[3] * r[0];
    }

    [Differentiable]
    [At(0.4, new[] { 0.6, 2.329, 0.835, 1.111 })]
    public static double PlaceAmongNumbers(double x, double[] d)
    {
        d[(int)d[1]] = Math.Tanh(x) * d[1];
        d[(int)d[3]] *= x;
        d[(int)d[1] & 3] = d[0] * d[3];
        return d[0] * d[2] * d[1] * d[3];
    }

    [Differentiable]
    [At(0.4, 3, Allocates = true)]
    public static double PlacesInALoop(double x, int n)
    {
        int[] r = [1, 2, 3, 2];
        double s = x;
        for (int i = 0; i < n; i++)
        {
            s *= x + r[i & 3];
            r[(2 + r[0]) & 3] = 3;
            r[r[r[1] & 3] & 3] += 1;
            s += s * r[2];
        }

        return s * r[0];
    }

    [Differentiable]
    [At(0.4, 3, Allocates = true)]
    public static double PlacesAmongRows(double x, int n)
    {
        int[] r = [1, 2, 3, 2];
        int[][] t = [r, [0, 1, 0, 3], r];
        double s = x;
        for (int i = 0; i < n; i++)
        {
            s *= x + t[0][i & 3];
            t[t[1][1]][t[0][0] & 3] = 1;
            t[t[1][0]][(2 + r[0]) & 3] = 3;
            s += s * r[2];
        }

        return s * r[0] * t[1][1];
    }

    [Differentiable]
    [At(0.4, new[] { 0.6, 2.329, 0.835, 1.111 }, 3)]
    public static double PlacesInARecursion(double x, double[] d, int n) => Stored(d, x, n) * d[1];

    private static double Stored(double[] d, double x, int n)
    {
        if (n == 0)
        {
            return x * d[0];
        }

        d[(int)d[1] & 3] = x * d[2];
        return Stored(d, x * d[0], n - 1) + d[3];
    }

    [Differentiable]
    [At(0.7, new double[] { 0.3, 0.5, 0.2 }, new[] { 1, 2, 0 })]
    public static double PlaceThatIsMovedLater(double x, double[] a, int[] b)
    {
        a[b[0]] = a[b[0]] * a[b[0]] * x;
        a[1] = Math.Sin(a[1] * a[2]);
        b[0] = 2;
        return (a[1] * a[b[0]]) + x;
    }

    [Differentiable]
    [At(0.4, new double[] { 0.6, 1.3, 0.8, 0.2 })]
    public static double PlaceThatNamesItself(double x, double[] d)
    {
        d[(int)d[1]] = (Math.Tanh(x) * d[1]) + 2.0;
        d[(int)d[1]] *= d[2] * x;
        return d[1] * d[2] * d[0];
    }
}
