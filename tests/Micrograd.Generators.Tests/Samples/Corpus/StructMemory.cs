using System;
using System.Collections.Generic;
using Micrograd;

namespace Samples;

/// <summary>New memory of structs, structs that are compared, references into what a struct holds, parts of constant pairs.</summary>
public static partial class StructMemory
{
    [Differentiable]
    [At(0.5, -0.25)]
    public static double FromCollections(double x, double y)
    {
        Mark[] marks = [new(x, 1.0), new(2.0, x * y)];
        ReadOnlySpan<Mark> more = [marks[1], new(y, y), marks[0] with { Y = x }];
        double sum = Total([new(x, y)]);
        foreach (Mark m in more)
        {
            sum += m.X * m.Y;
        }

        return sum + Total(marks);
    }

    private static double Total(ReadOnlySpan<Mark> marks)
    {
        double total = 0.0;
        for (int i = 0; i < marks.Length; i++)
        {
            total += marks[i].X * marks[i].X * marks[i].Y;
        }

        return total;
    }

    [Differentiable]
    [At(0.5, -0.25, 3)]
    public static double FromTheStack(double x, double y, int n)
    {
        Span<(double, int)> pairs = stackalloc (double, int)[] { (x, 1), (y, 2) };
        Span<Mark> marks = stackalloc Mark[n];
        for (int i = 0; i < n; i++)
        {
            marks[i] = new Mark(x * i, y);
            marks[i].Y *= pairs[i % 2].Item1;
        }

        double sum = 0.0;
        foreach (Mark m in marks)
        {
            sum += m.X * m.Y;
        }

        return sum * pairs[1].Item2;
    }

    [Differentiable]
    [At(0.5, -0.25, 1)]
    [At(0.5, 0.5, 1, Smooth = false)]
    [At(0.5, -2.0, 2)]
    public static double Compared(double x, double y, int n)
    {
        Mark p = new(x, -2.0), q = new(y, -2.0);
        if (p != q)
        {
            x *= 2.0;
        }

        Tagged a = new(p, n, n > 1 ? DayOfWeek.Monday : DayOfWeek.Friday), b = new(new Mark(x / 2.0, -2.0), 1, DayOfWeek.Friday);
        if (a == b || a.Equals(new Tagged(q, 2, DayOfWeek.Monday)))
        {
            y *= 3.0;
        }

        return new Near(x) == new Near(y) ? x : x * y;
    }

    [Differentiable]
    [At(double.NaN, 2.0, Smooth = false)]
    public static double ComparedNaN(double x, double y) => new Mark(x, y) == new Mark(x, y) ? y * y : y;

    [Differentiable]
    [At(new double[] { 0.5, -0.25, 2.0, 1.5 })]
    public static double References(Span<double> a)
    {
        Table table = new(a, 2);
        table[0, 1] = table[1, 0] * 2.0;
        table.First += table.Last * 3.0;
        table[1, 1]++;
        ref double r = ref table[0, 0];
        r *= a[1];
        (table[0, 0], table[0, 1]) = (table[0, 1], table[0, 0]);
        return (table[0, 1] * table[1, 1]) + table.First;
    }

    [Differentiable]
    [At(0.5, Allocates = true)]
    public static double OfConstants(double x)
    {
        double sum = 0.0;
        foreach (var (key, value) in Weights())
        {
            sum += x * value * key;
        }

        foreach (var (name, (scale, shift)) in Pairs())
        {
            sum += (scale * x * name.Length) + shift;
        }

        foreach (var ((i, j), mark) in Marks())
        {
            sum *= (i * j * mark.X) + x;
        }

        (double slope, int power) = Bend();
        return sum + (slope * Math.Pow(x, power));
    }

    [NoDiff]
    private static Dictionary<int, double> Weights() => new() { [1] = 0.5, [3] = -2.0 };

    [NoDiff]
    private static Dictionary<string, (double Scale, int Shift)> Pairs() => new() { ["ab"] = (0.5, 3), ["c"] = (1.5, -1) };

    [NoDiff]
    private static List<KeyValuePair<(int, int), Mark>> Marks() => [new((1, 2), new Mark(0.5, 2.0))];

    [NoDiff]
    private static Curve Bend() => new(1.5, 2);

    // A method that changes the struct changes the variable of the loop.
    [Differentiable]
    [At(0.5, -0.25)]
    public static double ChangedInALoop(double x, double y)
    {
        Meter[] meters = [new() { X = x }, new() { X = y }];
        double sum = 0.0;
        foreach (Meter meter in meters)
        {
            meter.Scale(y);
            sum += meter.X * meter.Next();
            sum += meter.X * meter.Next();
        }

        (Meter A, int B)[] pairs = [(new() { X = x }, 1), (new() { X = 2.0 }, 2)];
        foreach (var pair in pairs)
        {
            // Of a field, a copy.
            pair.A.Scale(y);
            sum += pair.A.X * pair.B;
        }

        foreach ((Meter meter, int b) in pairs)
        {
            meter.Scale(y);
            sum += meter.X * b;
        }

        return sum + meters[0].X;
    }

    [Differentiable]
    [At(0.5, true, Allocates = true)]
    [At(0.5, false, Allocates = true)]
    public static double Missing(double x, bool given)
    {
        double? scale = given ? 1.5 : null;
        string? name = given ? "abc" : null;
        name ??= "z";
        x *= name.Length;
        double[]? weights = given ? new double[] { x, 3.0 } : null;
        scale ??= 2.0;
        weights ??= [1.0, x];
        double twice = scale ??= 4.0;
        return x * scale.Value * weights[0] * weights[1] * twice;
    }
}

public struct Meter
{
    public double X;
    public int Count;

    public void Scale(double by) => X *= by;

    public int Next() => ++Count;
}

public record struct Mark(double X, double Y);

public readonly record struct Tagged(Mark At, int Number, DayOfWeek Day);

public readonly record struct Near(double X)
{
    public bool Equals(Near other) => Math.Abs(X - other.X) < 0.1;

    public override int GetHashCode() => 0;
}

public readonly ref struct Table(Span<double> cells, int columns)
{
    private readonly Span<double> _cells = cells;

    private readonly int _columns = columns;

    public ref double First => ref _cells[0];

    public ref readonly double Last
    {
        get { return ref _cells[^1]; }
    }

    public ref double this[int i, int j] => ref _cells[(i * _columns) + j];
}

public sealed class Curve(double slope, int power)
{
    public void Deconstruct(out double a, out int b) => (a, b) = (slope, power);
}
