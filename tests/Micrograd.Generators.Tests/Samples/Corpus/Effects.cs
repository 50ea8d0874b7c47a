using System;
using System.Collections.Generic;
using Micrograd;

namespace Samples;

/// <summary>Constants that change while the method runs: structs with members that change them, collections, arrays that other methods write to.</summary>
public static partial class Effects
{
    private static double GuardedRoot(double value, double[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        System.Diagnostics.Debug.Assert(items.Length > 0);
        return Math.Sqrt(value) * items[^1];
    }

    [Differentiable]
    [At(new[] { 0.7, -0.4 }, 2, "name")]
    public static double Guards(double[] x, int count, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(x.Length, count);
        ArgumentException.ThrowIfNullOrEmpty(name);
        double[] y = new double[count];
        ArgumentNullException.ThrowIfNull(y);
        for (int i = 0; i < count; i++)
        {
            y[i] = x[i] * x[i];
            System.Diagnostics.Debug.Assert(y[i] >= 0.0, $"{name} at {i}");
            ArgumentOutOfRangeException.ThrowIfGreaterThan(y[i], 100.0, nameof(x));
        }

        return GuardedRoot(y[0] * x[0], x) + y[1];
    }

    /// <summary>A generator of numbers that advances with every call, and so must not be advanced on a copy.</summary>
    public struct Congruential
    {
        public uint State;

        public double Next()
        {
            State = unchecked(State * 1664525u + 1013904223u);
            return State / 4294967296.0;
        }

        public double Scaled(double x) => x * Next();
    }

    public sealed class Chamber
    {
        public Congruential Noise = new() { State = 5 };
    }

    [Differentiable]
    [At(0.7, 4)]
    public static double LocalGenerator(double x, int n)
    {
        Congruential noise = new() { State = 7 };
        double y = x;
        for (int i = 0; i < n; i++)
        {
            y = Math.Sin(y * noise.Next()) + x;
        }

        // The copy goes on from where it was made, and the original does too.
        Congruential copy = noise;
        return y * noise.Next() + copy.Scaled(x * y);
    }

    [Differentiable]
    [At(0.7, 4, Allocates = true)]
    public static double GeneratorInAnObject(double x, int n)
    {
        Chamber chamber = new();
        double y = x;
        for (int i = 0; i < n; i++)
        {
            y += chamber.Noise.Scaled(y) * x;
        }

        return y * chamber.Noise.Next();
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double GeneratorsInAnArray(double x)
    {
        Congruential[] noise = new Congruential[2];
        noise[1].State = 3;
        double y = x;
        for (int i = 0; i < 4; i++)
        {
            y = y * noise[i % 2].Next() + x * x;
        }

        return y;
    }

    private static double Twice(Congruential noise, double x) => noise.Scaled(x) + noise.Scaled(x * x);

    [Differentiable]
    [At(0.7)]
    public static double GeneratorByValue(double x)
    {
        Congruential noise = new() { State = 11 };
        return Twice(noise, x) * Twice(noise, x + 1.0) * noise.Next();
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double CollectionsInPlace(double x)
    {
        List<int> list = [1, 5];
        Dictionary<string, int> table = new() { ["a"] = 2 };
        list[0]++;
        list[1] += 3;
        table["a"]--;
        double y = x * list[0] + x * x * table["a"];
        ++list[1];
        table["a"] *= 7;
        return y * list[1] * table["a"];
    }

    private static void Rotate(int[] order)
    {
        Array.Reverse(order);
        order[0]++;
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ArrayChangedByAnother(double x)
    {
        int[] order = [2, 3, 1];
        double y = x;
        for (int i = 0; i < 3; i++)
        {
            y = Math.Sin(y * order[0] * x);
            if (order[1] > 2)
            {
                y *= order[1];
            }

            Rotate(order);
        }

        return y * order[2];
    }

    private static readonly double[] Rates = [1.0, 2.0];

    // Puts back what it changes at the end: the oracles call the method many times.
    private static void SetRate(double rate) => Rates[0] = rate;

    [NoDiff]
    private static bool Retune(double rate)
    {
        SetRate(rate);
        return true;
    }

    [Differentiable]
    [At(0.7)]
    public static double TableChangedByAnother(double x)
    {
        double y = x * x * Rates[0];
        Retune(3.0);
        y = y * x * Rates[0];
        Retune(1.0);
        return y * Rates[1];
    }

    private static int _reads;

    private static int Reads
    {
        get
        {
            _reads = (_reads + 1) % 3;
            return 2;
        }
    }

    [Differentiable]
    [At(0.7)]
    public static double PropertyReadForItsEffect(double x)
    {
        _ = Reads;
        return x * x * Reads;
    }

    public sealed class Settings
    {
        public int Order { get; set; }

        public double Scale;
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ObjectInitialiser(double x)
    {
        Settings settings = new() { Order = 3, Scale = 2.5 };
        settings.Order++;
        return Math.Pow(x, settings.Order) * settings.Scale;
    }

    [NoDiff]
    private static int Shifted(double[] c)
    {
        c[0] += 1.0;
        return c.Length;
    }

    // Code that is not differentiated changes what a derivative needs, in the middle of an expression.
    [Differentiable]
    [At(0.7, new double[] { 1.5, 0.5 })]
    public static double ConstantsChangedByAnExpression(double x, [NoDiff] double[] c)
    {
        double s = x * x * c[0];
        int k = Shifted(c) + Shifted(c);
        return s * c[0] * k;
    }

    // Read before what comes later in the expression changes it. The text and the object are made by the method.
    [Differentiable]
    [At(0.7, 1, Allocates = true)]
    [At(0.7, 0, Allocates = true)]
    public static double CountedWhileChosen(double x, int n)
    {
        _count = 1;
        int pair = Pair(_count, n > 0 ? Next() : 0);
        string text = $"{_count}{(n > 0 ? Next() * 100 : 0)}";
        return x * x * pair * text.Length;
    }

    private static int _count;

    [NoDiff]
    private static int Next() => ++_count;

    [NoDiff]
    private static int Pair(int first, int second) => (first * 100) + second;

    // A variable that is stored to within an expression, and what is found before it is.
    [Differentiable]
    [At(0.7, 1, "name", Allocates = true)]
    [At(0.7, 0, "name", Allocates = true)]
    public static double StoredOnTheWay(double x, int n, string name)
    {
        string text = name;
        int length = (text = name + "s").Length + text.Length;
        Box kept = new(), box = kept;
        box.Size = n > 0 ? (box = new Box()).Size + length : 8;
        return x * x * (kept.Size + (100 * box.Size) + text.Length);
    }

    private sealed class Box
    {
        public int Size { get; set; } = 1;
    }

    // A reader moves on as it is read from.
    [Differentiable]
    [At(0.7, new[] { 1.5, -0.5, 2.0, 0.25 })]
    public static double PositionOfAReader(double x, double[] a)
    {
        Reader.Position = 0;
        _count = 1;
        double s = 0.0;
        while (Reader.Position < 3)
        {
            s += a[Reader.Position++] * x * s + x;
        }

        s *= (_count++ * x) + (++_count * a[Reader.Position]);
        return s * (Reader.Last = 3) * (_count += 2) * Reader.Last--;
    }

    private static readonly Tape Reader = new();

    private sealed class Tape
    {
        public int Last;

        public int Position { get; set; }
    }
}
