using System;
using Micrograd;

namespace Samples;

/// <summary>Structs whose members read the parameters of a primary constructor.</summary>
public static partial class PrimaryConstructors
{
    [Differentiable]
    [At(0.7, -0.4)]
    public static double Read(double x, double y)
    {
        Line line = new(x, y);
        Line same = line;
        return line.At(y) * same.Slope;
    }

    [Differentiable]
    [At(0.7, -0.4)]
    public static double Changed(double x, double y)
    {
        Walker walker = new(x, 1);
        double first = walker.Next(y);
        Walker other = walker;
        other.Next(x);
        return (first * walker.Next(x)) + (walker.Sum * other.Sum);
    }

    [Differentiable]
    [At(1.7, 0.4)]
    public static double Strategy(double x, double y) => Twice(new Pull(3.0, y), x);

    private static double Twice<T>(T pull, double x)
        where T : struct, IPull => pull.At(x) * pull.At(x + 1.0);

    [Differentiable]
    [At(new double[] { 0.5, -0.25, 2.0, 1.5 })]
    public static double Memory(double[] a)
    {
        Cells cells = new(a, 2);
        cells.First = 4.0 * a[1];
        return cells[0, 0] * cells[1, 0] * cells[1, 1];
    }

    [Differentiable]
    [At(0.7, -0.4, 3)]
    public static double Recursive(double x, double y, int n) => Down(new Line(x, y), n);

    private static double Down(Line line, int n) => n == 0 ? line.Slope : line.At(Down(new Line(line.Slope, n), n - 1));

    [Differentiable]
    [At(0.7, -0.4)]
    public static double Chained(double x, double y)
    {
        Scaled a = new(x, y), b = new(y);
        return a.Value * b.Value * x;
    }

    [Differentiable]
    [At(0.7, -0.4, 3)]
    public static double Generic(double x, double y, int n)
    {
        Held<double, Line> held = new(x, new Line(y, x));
        double sum = 0.0;
        for (int i = 0; i < n; i++)
        {
            sum += held.Value * held.Inner.At(i);
            held.Value += sum;
        }

        return sum;
    }
}

public readonly struct Line(double a, double b)
{
    public double Slope => b;

    public double At(double x) => a + (b * x);
}

public readonly struct Scaled(double x)
{
    public Scaled(double factor, double y)
        : this(factor * y)
    {
    }

    public double Value => x * x;
}

public struct Walker(double start, int steps)
{
    public double Sum = start * 2.0;

    public double Next(double d)
    {
        start += d;
        steps++;
        Sum += start;
        return start * steps;
    }
}

public interface IPull
{
    double At(double x);
}

public readonly struct Pull([NoDiff] double g, double mass) : IPull
{
    public double At(double x) => -g * mass / (x * x);
}

public readonly struct Cells(double[] cells, int columns)
{
    public double First
    {
        get => cells[0];
        set => cells[0] = value;
    }

    public double this[int i, int j] => cells[(i * columns) + j];
}

public struct Held<T, TInner>(T first, TInner inner)
{
    public T Value
    {
        readonly get => first;
        set => first = value;
    }

    public readonly TInner Inner => inner;
}
