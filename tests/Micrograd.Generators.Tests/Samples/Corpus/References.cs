using System;
using Micrograd;

namespace Samples;

/// <summary>Parameters by reference: changed, written, swapped, passed on, and read only.</summary>
public static partial class References
{
    // The derivative argument holds the adjoint of what x holds in the end, and then that of what it held at first.
    [Differentiable]
    [At(0.7)]
    [At(-1.3)]
    public static double SquareInPlace(ref double x)
    {
        x *= x;
        return x + 1.0;
    }

    [Differentiable]
    [At(0.7, 1.9)]
    public static void SwapScaled(ref double x, ref double y) => (x, y) = (y, x * y);

    [Differentiable]
    [At(0.7, 1.9)]
    public static double ReadOnlyReference(ref double x, double y) => x * Math.Sin(y);

    [Differentiable]
    [At(0.7, 1.9)]
    public static double InReference(in double x, ref readonly double y) => x * x * y;

    // One path leaves before the last store.
    [Differentiable]
    [At(1.7, 0.0)]
    [At(-1.7, 0.0)]
    public static bool TryLog(double x, out double y)
    {
        y = x * 0.5;
        if (x <= 0)
        {
            return false;
        }

        y = Math.Log(x) * y;
        return true;
    }

    [Differentiable]
    [At(0.7, new[] { 0.3, 0.9, 1.4 }, 0.0)]
    public static int Accumulated(ref double rate, double[] w, out double sum)
    {
        sum = 0;
        int n = 0;
        for (int i = 0; i < w.Length; i++)
        {
            sum += w[i] * rate;
            rate *= 1.5 * w[i];
            n++;
        }

        return n;
    }

    // What `out` gets is a constant: its derivative argument comes back as zero all the same.
    [Differentiable]
    [At(0.7, 0.0)]
    public static double ConstantOutput(double x, out double y)
    {
        y = 3.0;
        return x * x;
    }

    [Differentiable]
    [At(new[] { 0.5, 1.2, 0.4, 2.0 }, 0.0, 0)]
    [At(new[] { 0.5, 1.2, -0.4, 2.0 }, 0.0, 0)]
    public static double LeavesInsideLoop(double[] x, out double last, out int n)
    {
        n = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] < 0)
            {
                last = x[i] * x[0];
                return n;
            }

            n++;
        }

        last = x[0];
        return 2 * x[1];
    }

    [Differentiable]
    [At(0.7)]
    public static double UsedAfterCopy(ref double x)
    {
        double t = x;
        x = Math.Sin(x);
        double u = x;
        x = 2 * u * t;
        return t * x;
    }

    private static void Mix(ref double a, ref double b)
    {
        double t = a * b;
        a = t + a;
        b = t - a * b;
    }

    private static bool Halve(ref double a, out double half)
    {
        half = 0.5 * a * a;
        a -= half;
        return half > 0.1;
    }

    [Differentiable]
    [At(0.7, 1.9, 0.0)]
    public static double PassedOn(ref double x, double y, out double half)
    {
        Mix(ref x, ref y);
        return Halve(ref y, out half) ? x * half : y;
    }

    [Differentiable]
    [At(0.7, 0.2, 4)]
    public static void Oscillator(ref double position, ref double velocity, [NoDiff] int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            velocity -= 0.1 * Math.Sin(position);
            position += 0.1 * velocity;
        }
    }

    // A constant that comes in and goes out changed is no derivative's business.
    [Differentiable]
    [At(2.0, 0.7)]
    public static double CountsCalls([NoDiff] ref double calls, double x)
    {
        calls += 1;
        return x * x * calls;
    }

    [Differentiable]
    [At(0.7f, 0.0f)]
    public static float SingleReference(ref float x, out float y)
    {
        y = 2f * x;
        x = MathF.Sin(x) * y;
        return x + y;
    }

    // Newton's method: `out` in a loop that ends when it may.
    [Differentiable]
    [At(7.0, 0.0, Step = 0.001)]
    public static int SquareRoot(double x, out double root)
    {
        root = x;
        int n = 0;
        while (Math.Abs(root * root - x) > 1e-3 * x)
        {
            root = 0.5 * (root + x / root);
            n++;
        }

        return n;
    }

    [Differentiable(WithRespectTo = ["x"])]
    [At(0.7, 1.9)]
    public static double OnlyTheFirst(double x, ref double y)
    {
        y *= x;
        return y * y;
    }

    [Differentiable]
    [At(new[] { 0.7, 1.9 }, 0.4)]
    public static void IntoSpan(Span<double> a, ref double x)
    {
        a[1] = a[0] * x;
        x = a[1] * a[1];
        a[0] = x;
    }

    // `in` is the variable itself, whichever way it is changed meanwhile.
    [Differentiable]
    [At(0.7)]
    public static double InSeesTheVariable(double x)
    {
        (double A, double B) pair = (x, 2.0);
        _scale = 3.0;
        double first = SquaredMeanwhile(pair.A, ref pair);
        return first + (TripledMeanwhile(in _scale) * x);
    }

    private static double _scale;

    private static double SquaredMeanwhile(in double value, ref (double A, double B) pair)
    {
        double before = value;
        pair.A *= pair.A;
        return (value * pair.B) + before;
    }

    private static double TripledMeanwhile(in double value)
    {
        double before = value;
        _scale *= 3.0;
        return value + before;
    }

    // Data of an object, named by what a helper does first.
    [Differentiable]
    [At(0.7)]
    public static double DataNamedAgain(double x) => Cubed(Kept.Weight) * x;

    private static readonly Holder Kept = new();

    private static double Cubed(double weight)
    {
        double first = weight;
        first *= 2.0;
        return (weight * weight * weight) + first;
    }

    private sealed class Holder
    {
        public double Weight { get; } = 1.5;
    }
}
