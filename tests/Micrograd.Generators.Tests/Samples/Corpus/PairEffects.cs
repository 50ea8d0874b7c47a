using System;
using Micrograd;

#pragma warning disable MGRAD0300 // An array that a helper hands to code without a derivative is read on the tape.

namespace Samples;

/// <summary>What code without a derivative changes inside a helper that is called through its pair, because it uses private members.</summary>
public static partial class PairEffects
{
    private static int[] _table = [1, 2, 3];

    internal static partial class Keeper
    {
        private static double _factor = 1.0;

        internal static double Scaled(double x, int[] table)
        {
            Raise(table);
            return x * x * table[1] * _factor;
        }

        internal static double Advanced(double x, int depth)
        {
            Advance();
            return depth == 0 ? x * _factor : Advanced(x * x, depth - 1);
        }

        internal static double Started(double x)
        {
            Start();
            return x * _factor;
        }

        [NoDiff]
        private static void Raise(int[] table)
        {
            table[1] += 2;
            _factor = 1.0;
        }

        [NoDiff]
        private static void Advance() => _table[1] += 3;

        [NoDiff]
        private static void Start() => _table = [1, 2, 3];
    }

    [Differentiable]
    [At(0.7, new int[] { 1, 2, 3 }, Allocates = true)]
    public static double ChangesItsArgument(double x, int[] table)
    {
        double s = x * x * table[1];
        s *= Keeper.Scaled(s, table);
        return s * s * table[1];
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ChangesAStaticArray(double x)
    {
        x = Keeper.Started(x);
        int[] table = _table;
        double s = x * x * table[1];
        s *= Keeper.Advanced(s, 1);
        return s * s * table[1];
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ChangesABranch(double x)
    {
        x = Keeper.Started(x);
        int[] table = _table;
        double s = x;
        if (table[1] == 2)
        {
            s *= s;
            s = Keeper.Advanced(s, 0);
        }
        else
        {
            s *= 3.0;
        }

        return s * s;
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ChangesWhatALoopGoesThrough(double x)
    {
        x = Keeper.Started(x);
        double s = x;
        foreach (int step in _table)
        {
            s = Math.Cos(s * x * step);
            s *= Keeper.Advanced(s, 0);
        }

        return s * s;
    }

    // What the call stores into the array at the end of the loop's body varies at its beginning.
    [Differentiable]
    [At(0.7, new double[] { 0.7, 0.2 }, 2)]
    public static double StoresForTheNextTrip(double x, double[] a, int n)
    {
        double s = 0.0;
        for (int i = 0; i < n; i++)
        {
            double z = a[0] * a[0];
            s += z;
            s += Stored(x, a, 2);
        }

        return s;
    }

    internal static double Stored(double x, Span<double> a, int depth)
    {
        a[0] = x * depth;
        return depth == 0 ? x * x : Stored(x * 0.5, a, depth - 1);
    }
}
