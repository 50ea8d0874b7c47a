using System;
using Micrograd;

namespace Samples;

/// <summary>Fields, properties and methods of structs that are marked [NoDiff]: what they give carries no derivative.</summary>
public static partial class ConstantMembers
{
    // Nobody reads what a tuple of numbers does not hold.
    [Differentiable]
    [At(new double[] { 1.7, 0.4, 2.0, 3.0 })]
    public static double Unread(Sensor s) => s.X * Math.Sin(s.Y * s.X);

    [Differentiable]
    [At(0.7, 0.4)]
    public static double Made(double x, double y)
    {
        Sensor s = new() { X = x, Gain = 3.0, Y = y };
        Reading3 r = new(y, 0.5, Gradient.Stop(x) is > 10.0 ? 1.0 : 2.0);
        r = r with { Offset = 4.0 };
        (double value, double scale, double offset) = r;
        r.Scale *= 2.0;
        return (s.X * s.Gain * s.Y) + (value * scale * offset * r.Scale);
    }

    [Differentiable]
    [At(0.7, 0.4, 3)]
    public static double InArrays(double x, double y, int n)
    {
        Sensor[] all = new Sensor[n];
        for (int i = 0; i < n; i++)
        {
            all[i] = new Sensor { X = x * i, Y = y, Gain = i + 0.5 };
            all[i].Gain *= 2.0;
        }

        double sum = 0.0;
        foreach (Sensor s in all.AsSpan(1))
        {
            sum += s.X * s.Gain * Math.Exp(s.Y);
        }

        return sum;
    }

    [Differentiable]
    [At(0.7, 0.4, 3)]
    public static double InHelpers(double x, double y, int n) => Chain(new Reading3(x, 0.5, y > 0.0 ? 1.0 : 2.0), n) * y;

    [Differentiable]
    [At(0.7, 3)]
    public static double Returned(double x, int n)
    {
        Reading3 last = Walk(new Reading3(x, 2.0, 0.5), n);
        return last.Value * last.Scale * last.Offset;
    }

    private static Reading3 Walk(Reading3 r, int n)
    {
        if (n <= 0)
        {
            return r;
        }

        return Walk(new Reading3(Math.Sin(r.Value), r.Scale + 1.0, r.Offset), n - 1);
    }

    private static double Chain(Reading3 r, int n) => n == 0 ? r.Value * r.Scale : r.Value * Chain(r with { Value = r.Value * r.Offset }, n - 1);
}

public struct Sensor
{
    public double X;

    public double Y;

    [NoDiff]
    public double Gain;

    [NoDiff]
    public double Noise { get; set; }
}

public record struct Reading3(double Value, [property: NoDiff] double Scale, [NoDiff] double Offset);
