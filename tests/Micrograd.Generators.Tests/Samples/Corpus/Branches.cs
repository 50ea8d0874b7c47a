using System;
using Micrograd;

namespace Samples;

/// <summary>Conditions on numbers, integers and flags.</summary>
public static partial class Branches
{
    [Differentiable]
    [At(0.7)]
    [At(-0.7)]
    public static double IfElse(double x)
    {
        double y;
        if (x > 0.0)
        {
            y = x * x * x;
        }
        else
        {
            y = Math.Sin(x);
        }

        return y * y + x;
    }

    [Differentiable]
    [At(1.0, 2.0, 3.0)]
    [At(3.0, 2.0, 1.0)]
    [At(2.0, 3.0, 1.0)]
    public static double NestedTernaries(double a, double b, double c) =>
        a > b ? (b > c ? a * b : a * c) : c > b ? b * c * c : a > 2.5 ? a : b + c;

    [Differentiable]
    [At(-1.0)]
    [At(4.0)]
    public static double GuardedSquareRoot(double x) => x > 0 ? Math.Sqrt(x) : 0;

    [Differentiable]
    [At(0.5, 0)]
    [At(0.5, 1)]
    [At(0.5, 2)]
    [At(0.5, 9)]
    public static double IntegerControlled(double x, int mode)
    {
        double r = x;
        if (mode == 0)
        {
            r = Math.Exp(x);
        }
        else if (mode == 1)
        {
            r *= r;
        }
        else if (mode == 2)
        {
            r = 1.0 / r;
        }

        return r * x;
    }

    [Differentiable]
    [At(0.5, 0.25, true)]
    [At(0.5, 0.25, false)]
    public static double FlagControlled(double x, double y, bool swap)
    {
        if (swap)
        {
            double t = x;
            x = y;
            y = t;
        }

        return x * x * y;
    }

    [Differentiable]
    [At(0.5, 0.25)]
    [At(-0.5, 0.25)]
    [At(-0.5, -0.25)]
    public static double ShortCircuits(double x, double y)
    {
        double r = 1.0;
        if (x > 0.0 && y > 0.0 || x < 0.0 && Math.Log(-x) < 0.0 && !(y > 0.0))
        {
            r = x * y;
        }

        bool both = x > 0.0 & y > 0.0;
        return both ? r * r : r + x;
    }

    [Differentiable]
    [At(0.2)]
    [At(0.8)]
    [At(1.7)]
    [At(-3.0)]
    public static double EarlyReturns(double x)
    {
        if (x < 0.0)
        {
            return -x * x;
        }

        double y = Math.Exp(x);
        if (x < 0.5)
        {
            return y;
        }

        if (x < 1.0)
        {
            y *= x;
            if (y > 1.5)
            {
                return y * y;
            }
        }

        return y - x;
    }

    [Differentiable]
    [At(0.3, 0.9)]
    [At(0.9, 0.3)]
    public static double CompareAndSwap(double a, double b)
    {
        if (a > b)
        {
            double t = a;
            a = b;
            b = t;
        }

        return a / b + Math.Exp(b - a);
    }

    [Differentiable]
    [At(12.0)]
    [At(-0.4)]
    public static double HuberLoss(double error)
    {
        const double Delta = 1.0;
        double size = Math.Abs(error);
        return size <= Delta ? 0.5 * error * error : Delta * (size - 0.5 * Delta);
    }

    [Differentiable]
    [At(0.1, 0.2, 0.3)]
    [At(0.3, 0.2, 0.1)]
    [At(2.0, 5.0, -1.0)]
    public static double MinMaxChain(double a, double b, double c) =>
        Math.Max(a, Math.Max(b * b, c)) * Math.Min(a + b, Math.Min(b, c * c)) + Math.Clamp(a, -0.5, 1.5) + Math.Abs(c);

    [Differentiable]
    [At(1.0, 1.0, Smooth = false)]
    [At(0.0, 0.0, Smooth = false)]
    public static double TiesAndKinks(double a, double b) => Math.Max(a, b) + 2.0 * Math.Min(a, b) + Math.Max(0.0, a - b) + Math.Abs(a - b);

    // The item has the name that the generated loop gives its counter, in both sweeps.
    [Differentiable]
    [At(1.5, 4)]
    public static double ItemNamedAsTheCounter(double x, int n)
    {
        double s = x;
        foreach (int i in System.Linq.Enumerable.Range(0, n))
        {
            s *= x + i;
        }

        return s;
    }

    // Nothing of a choice is computed before it is known that it is asked for.
    [Differentiable]
    [At(0.75, new double[] { 2.0, 3.0 }, 2)]
    [At(0.75, new double[] { 2.0, 3.0 }, 0)]
    public static double ChoiceBehindAGuard(double x, double[] a, int n)
    {
        bool isLarge = n > 0 && (x > 0.5 ? a[n - 1] * x : x * x) > 1.0;
        return isLarge ? Math.Sin(x * a[0]) : x * x;
    }

    // `break` within a case leaves the switch, and the next trip begins with none left.
    [Differentiable]
    [At(0.75, new[] { 0, 1, 2, 0, 1 }, 1.0)]
    [At(1.25, new[] { 0, 1, 2, 0, 1 }, 1.0)]
    public static double LeftInATrip(double x, int[] kinds, double limit)
    {
        double s = x;
        for (int i = 0; i < kinds.Length; i++)
        {
            switch (kinds[i])
            {
                case 0:
                    if (s > limit)
                    {
                        break;
                    }

                    s += x * x;
                    break;
                case 1:
                    s *= x;
                    goto case 0;
                default:
                    s -= x;
                    break;
            }

            s += x * i;
        }

        return s;
    }
}
