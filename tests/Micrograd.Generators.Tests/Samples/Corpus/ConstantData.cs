using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Micrograd;

namespace Samples;

/// <summary>Data that the method only reads: structs in fields, arrays, lists, and results of [NoDiff] methods.</summary>
public static partial class ConstantData
{
    public readonly record struct Reading(double Time, double Height)
    {
        public double Scaled => 0.5 * (Time + Height);
    }

    public struct Gain
    {
        public double Factor;
        public int Shift;

        public readonly double Of(double x) => (Factor * x) + Shift;

        public double Plain(double x) => Factor * x;
    }

    public sealed class Rig
    {
        public Reading Start = new(0.5, 2.0);

        public Reading[] All { get; } = [new(0.5, 1.0), new(1.5, -0.5)];

        public Gain Gain { get; set; } = new() { Factor = 1.5, Shift = 2 };

        public List<(int Step, double Weight)> Weights { get; } = [(1, 0.5), (3, -0.25)];
    }

    private static readonly Reading First = new(1.0, 2.0);
    private static readonly Reading[] Readings = [new(1.0, 2.0), new(2.0, 2.5), new(3.0, 3.5)];
    private static readonly (int From, int To)[] Edges = [(0, 1), (1, 2), (2, 0)];
    private static readonly List<Reading> Kept = [new(0.5, 1.5), new(-1.0, 0.25)];
    private static readonly Rig Bench = new();
    private static readonly Vector3 Axis = new(0.5f, -1.0f, 2.0f);
    private static readonly Complex Turn = new(0.6, 0.8);
    private static Gain _gain = new() { Factor = 0.75, Shift = 1 };

    [NoDiff]
    private static Reading Measure(int k) => new(0.25 * k, k);

    [Differentiable]
    [At(0.4)]
    public static double StaticStruct(double x) => (Math.Sin(First.Time * x) * First.Height) + (x * First.Scaled);

    [Differentiable]
    [At(0.4)]
    public static double StaticStructInALoop(double x)
    {
        double sum = 0.0;
        for (int i = 0; i < 4; i++)
        {
            sum += Math.Sin(First.Time * x * i) * First.Height;
        }

        return sum;
    }

    [Differentiable]
    [At(0.4, -0.3)]
    public static double LeastSquares(double slope, double offset)
    {
        double error = 0.0;
        foreach (Reading r in Readings)
        {
            double residual = (slope * r.Time) + offset - r.Height;
            error += residual * residual;
        }

        for (int i = 0; i < Readings.Length; i++)
        {
            error += slope * Readings[i].Scaled * Readings[^(i + 1)].Time;
        }

        return error;
    }

    [Differentiable]
    [At(new double[] { 0.3, -1.0, 0.7 })]
    public static double OverEdges(double[] x)
    {
        double sum = 0.0;
        foreach ((int from, int to) in Edges)
        {
            double d = x[from] - x[to];
            sum += d * d * d;
        }

        return sum;
    }

    [Differentiable]
    [At(0.4)]
    public static double OverLists(double x)
    {
        double sum = 0.0;
        foreach (Reading r in Kept)
        {
            sum += Math.Exp(r.Time * x) * r.Scaled;
        }

        foreach ((int step, double weight) in Bench.Weights)
        {
            sum += weight * Math.Pow(x, step);
        }

        return sum + (Kept[1].Height * x);
    }

    [Differentiable]
    [At(0.4)]
    public static double OfAnObject(double x)
    {
        Reading start = Bench.Start;
        double sum = Bench.Gain.Of(x) * start.Time;
        foreach (Reading r in Bench.All)
        {
            sum += x * x * r.Height;
        }

        return sum + Bench.All[0].Time * x + Bench.Gain.Plain(x);
    }

    [Differentiable]
    [At(0.4)]
    public static double FieldsThatMayChange(double x) => _gain.Plain(x) + _gain.Of(x * x);

    [Differentiable]
    [At(0.4, 3)]
    public static double MeasuredAtEachStep(double x, int n)
    {
        double value = x;
        for (int i = 0; i < n; i++)
        {
            Reading r = Measure(i);
            value = Math.Sin(value * r.Time) + r.Height;
        }

        return value;
    }

    [Differentiable]
    [At(0.4f, -0.2f, 0.9f)]
    public static float AlongAnAxis(float x, float y, float z)
    {
        Vector3 v = new(x, y, z);
        return Vector3.Dot(v, Axis) * (v + Axis).X;
    }

    [Differentiable]
    [At(0.4, -0.2)]
    public static double Turned(double re, double im)
    {
        Complex z = new Complex(re, im) * Turn;
        return (z * z).Real;
    }

    [Differentiable]
    [At(0.4)]
    public static double HandedOn(double x) => Over(Readings, x) + OverSpan(Bench.All, x);

    private static double Over(Reading[] readings, double x)
    {
        Reading[] same = readings;
        double sum = 0.0;
        for (int i = 0; i < same.Length; i++)
        {
            (double time, double height) = same[i];
            sum += Math.Cos(time * x) * height;
        }

        return sum;
    }

    private static double OverSpan(ReadOnlySpan<Reading> readings, double x) => readings.IsEmpty ? 0.0 : readings[0].Time * x * x;

    [Differentiable]
    [At(0.4, true)]
    [At(0.4, false)]
    public static double ChosenStruct(double x, bool own)
    {
        Reading r = own ? new Reading(x, x * x) : First;
        return r.Time * r.Height * x;
    }

    // Of the two constants of one expression only one changes.
    [Differentiable]
    [At(0.7, new[] { 2, 5, 1 }, new[] { 1, 2 }, Allocates = true)]
    public static double BesidesAConstantThatChanges(double x, int[] c, int[] t)
    {
        double[] a = [x, x * x, 1.0, 2.0];
        double s = 1.0;
        for (int i = 0; i < 3; i++)
        {
            s *= a[(t[0] + c[i]) & 3] * x;
            TurnOver(t);
            s += s * s * (t[0] * c[i]);
        }

        return s;
    }

    [NoDiff]
    private static void TurnOver(int[] t) => t[0] = 3 - t[0];
}
