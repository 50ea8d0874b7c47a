using System;
using Micrograd;

namespace Consumer;

/// <summary>Values that are recorded, recursion, helpers in another type, and a method that only the tape can follow.</summary>
internal static partial class Control
{
    public static void Run()
    {
        double value = NewtonGradient(2.0, out double dX);
        Program.Print("Loop", value, dX);

        value = PowerGradient(1.5, 5, out dX);
        Program.Print("Recursion", value, dX);

        value = PiecesGradient(0.5, 1, out dX);
        double other = PiecesGradient(0.5, 2, out double dOther);
        Program.Print("Switch", value, dX, other, dOther);

        double[] d = new double[3];
        value = WalkGradient([2.0, 3.0, 5.0], d);
        Program.Print("Fallback", [value, .. d]);
    }

    // √a by Newton's method: each x is read again in reverse.
    [Differentiable]
    internal static double Newton(double a)
    {
        double x = a;
        while (Math.Abs((x * x) - a) > 1e-15)
        {
            x = 0.5 * (x + (a / x));
        }

        return x;
    }

    [Differentiable]
    internal static double Power(double x, int n) => n == 0 ? 1.0 : x * Power(x, n - 1);

    [Differentiable]
    internal static double Pieces(double x, int kind)
    {
        switch (kind)
        {
            case 1:
                return Polynomials.Cube(x);
            case 2:
                x *= 2.0;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }

        return Math.Log(x + 1.0);
    }

#pragma warning disable MGRAD0300 // The warning is off here and nowhere else: warnings are errors.
    [Differentiable]
    internal static double Walk(ReadOnlySpan<double> x)
    {
        double sum = 0.0;
        while (x.Length > 1 && x[0] < 100.0)
        {
            sum += x[0] * x[1];
            x = x.Slice(1);
        }

        return sum;
    }
#pragma warning restore MGRAD0300
}

internal static class Polynomials
{
    internal static double Cube(double x) => x * x * x;
}
