using System;
using Micrograd;

namespace Samples;

/// <summary>Patterns that declare variables: copies of what was tested, which arms and sections read and change.</summary>
public static partial class Patterns
{
    public struct Point
    {
        public double X, Y;
    }

    [Differentiable]
    [At(0.7, 1.3)]
    [At(2.7, 1.3)]
    public static double VariableArms(double x, double y) => (x * y) switch { var n when n > 3.0 => n * x, var m => m * m * y };

    // The variable keeps what was tested when the arm changes where it came from.
    [Differentiable]
    [At(1.7, 2)]
    [At(0.7, 3)]
    [At(0.3, 4)]
    public static double VariableSections(double x, int n)
    {
        switch (x)
        {
            case var z when z > 1.0:
                x = 5.0 * x * x;
                return z * x + z * z;
            case > 0.5:
                x *= 2.0;
                break;
            case var w:
                x *= w;
                w += x;
                x *= w;
                break;
        }

        return n switch { int k when k > 2 && x > 0.0 => x * k, var k => Math.Exp(x) - k };
    }

    [Differentiable]
    [At(0.7, 1.3)]
    [At(0.7, 0.01)]
    [At(0.7, -1.3)]
    public static double VariableInCondition(double x, double y)
    {
        if (x * y is var r && r > 0.5)
        {
            x = 3.0 * r;
        }

        double s = y > 0.0 && Math.Sin(x) is var q && q > 0.1 && Small(q, out double u) ? q * x * u : y * x;
        return s * x;
    }

    private static bool Small(double x, out double square)
    {
        square = x * x;
        return square < 100.0;
    }

    [Differentiable]
    [At(0.7, 0.05)]
    [At(1.7, 0.6)]
    [At(0.7, 0.3)]
    public static double TupleParts(double x, double y) => (x, y) switch { (var a, < 0.1) => a * a, (> 1.0, var b) when b > 0.4 => b * x, var (p, q) => p * q * p };

    [Differentiable]
    [At(0.7, 1.3)]
    [At(-0.7, 1.3)]
    [At(0.7, -1.3)]
    public static double TupleAndStructVariables(double x, double y)
    {
        Point point = new() { X = x, Y = y * x };
        (double A, double B) t = (point.X, point.Y);
        double r = t is (> 0.0, var u) ? u : 2.0 * x;
        double s = point switch { var k when k.X > k.Y => k.X * k.X, var k => k.X * k.Y };
        return r * s + (t switch { (_, 1.0) => 2.0, (var a, _) v when v.A > 0.0 => v.B * a, var o => o.A * 3.0 });
    }

    [Differentiable]
    [At(0.7)]
    public static double VariableInLoopCondition(double x)
    {
        double s = 0.0;
        while (s * s + x is var h && h < 4.0)
        {
            s += 0.4 * h;
            x *= 1.1;
        }

        return s * x;
    }

    // A default with cases of its own is chosen before a later section that would fit as well.
    [Differentiable]
    [At(0.7, 3)]
    [At(-0.7, 3)]
    [At(0.7, -3)]
    [At(0.7, -9)]
    public static double DefaultBetween(double x, int n)
    {
        switch (n)
        {
            case > 0 when x > 0.0:
            default:
                x *= x;
                break;
            case > -5:
                x = Math.Sin(x);
                break;
        }

        return x * x;
    }

    [Differentiable]
    [At(0.7, new double[] { 0.4, -1.3, 2.2 })]
    public static double InLoopAndMethodPutInPlace(double x, double[] a)
    {
        double s = x;
        for (int i = 0; i < a.Length; i++)
        {
            s += Bent(a[i] * s) * Bent(s);
        }

        return s;
    }

    // Without a default: C# knows that one of the sections runs.
    [Differentiable]
    [At(0.7, true)]
    [At(0.7, false)]
    public static double BothTruths(double x, bool b)
    {
        switch (b)
        {
            case true:
                return Chosen(x, b, -1) * x;
            case false:
                return Chosen(x * x, b, 2);
        }
    }

    private static double Chosen(double v, bool b, int n)
    {
        double y, z = v;
        switch (b, n)
        {
            case (true, _):
                y = v * v;
                if (v > 1.0)
                {
                    z = 3.0 * v;
                    break;
                }

                y += v;
                break;
            case (false, < 0):
                return v;
            case (_, >= 0):
                y = 2.0 * v;
                break;
        }

        return y * z;
    }

    [Differentiable]
    [At(0.7, 4)]
    [At(0.7, null!)]
    public static double NullOrNot(double x, int? n)
    {
        switch (n)
        {
            case null:
                return x;
            case not null:
                return x * x;
        }
    }

    [Differentiable]
    [At(0.7, 1, 0.0)]
    [At(0.7, 5, 0.0)]
    public static void OutOfBothTruths(double x, int n, out double r)
    {
        switch (n > 2)
        {
            case true:
                r = x;
                break;
            case false:
                r = x * x;
                return;
        }

        r *= x;
    }

    [Differentiable]
    [At(0.7, 7)]
    [At(-0.7, 7)]
    [At(1.7, 7)]
    [At(0.7, -1)]
    [At(0.7, 2)]
    public static double DefaultWithTestsAboveOthers(double x, int n)
    {
        switch (n)
        {
            case > 5 when x < 0.0:
            default:
                return x;
            case 7 when x > 1.0:
                return x * x;
            case < 0:
                return 3.0 * x;
        }
    }

    [Differentiable]
    [At(0.7, 3)]
    [At(0.7, null!)]
    public static double NullableInParentheses(double x, int? n)
    {
        int k = n ?? (n = 5).Value;
        double s = x;
        for (int i = 0; i < 3; i++)
        {
            s *= x * (int)(n) + (n).Value;
            if (s > 9.0)
            {
                return s * k;
            }
        }

        return s;
    }

    private static double Bent(double v) => v switch { < 0.0 and var n => -n * 0.1, var p and < 1.0 => p * p, var r => Math.Sqrt(r) };
}
