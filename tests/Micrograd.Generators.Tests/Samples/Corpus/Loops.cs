using System;
using Micrograd;

namespace Samples;

/// <summary>Loops, their exits, and what their bodies carry.</summary>
public static partial class Loops
{
    [Differentiable]
    [At(1.7, 5)]
    [At(1.7, 0)]
    [At(1.7, 1)]
    public static double Power(double x, int n)
    {
        double t = 1.0;
        for (int i = 0; i < n; i++)
        {
            t *= x;
        }

        return t;
    }

    [Differentiable]
    [At(0.3, 4)]
    [At(0.3, 0)]
    public static double TriangularNest(double x, int n)
    {
        double s = 1.0;
        for (int i = 0; i < n; i++)
        {
            double row = x;
            for (int j = i; j < n; j++)
            {
                row = row * x + s * 0.1;
            }

            s += row / (i + 1);
        }

        return s;
    }

    [Differentiable]
    [At(0.3, 0.8, 3)]
    public static double ThreeNestedLoops(double x, double y, int n)
    {
        double s = 0.0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double p = x + j;
                for (int k = n - 1; k >= j; k--)
                {
                    p = Math.Sin(p) * y + k;
                }

                s += p;
            }

            y = y * 0.9 + s * 0.01;
        }

        return s;
    }

    [Differentiable]
    [At(10.0)]
    [At(0.5)]
    public static double WhileWithBreakAndContinue(double x)
    {
        double s = 0.0;
        int i = 0;
        while (true)
        {
            i++;
            if (i % 3 == 0)
            {
                continue;
            }

            s += x / i;
            x *= 0.5;
            if (x < 0.1 || i > 20)
            {
                break;
            }
        }

        return s * s + x;
    }

    [Differentiable]
    [At(3.0)]
    [At(97.0)]
    public static double DoWhile(double x)
    {
        double r = 0.0;
        do
        {
            r += Math.Sqrt(x);
            x = x / 2.0;
        }
        while (x > 1.0);
        return r * x;
    }

    [Differentiable]
    [At(2.0, 1e-3, Step = 1e-4)]
    [At(2.0, 1e-12, Step = 1e-4)]
    public static double NewtonSquareRoot(double a, [NoDiff] double tolerance)
    {
        double x = a;
        while (Math.Abs(x * x - a) > tolerance)
        {
            x = 0.5 * (x + a / x);
        }

        return x;
    }

    [Differentiable]
    [At(0.9, 50)]
    public static double LogisticMap(double r, int n)
    {
        double x = 0.3;
        for (int i = 0; i < n; i++)
        {
            x = 2.0 * r * x * (1.0 - x);
        }

        return x;
    }

    [Differentiable]
    [At(1.5, 12)]
    public static double FibonacciBySwapping(double x, int n)
    {
        double a = x;
        double b = 1.0;
        for (int i = 0; i < n; i++)
        {
            double next = a + b * x * 0.1;
            a = b;
            b = next;
        }

        return b;
    }

    [Differentiable]
    [At(0.2, 9)]
    [At(0.9, 9)]
    public static double ReturnFromNestedLoop(double x, int n)
    {
        double s = 0.0;
        for (int i = 1; i <= n; i++)
        {
            for (int j = 1; j <= i; j++)
            {
                s += x / j;
                if (s > 4.0)
                {
                    return s * x * i;
                }
            }
        }

        return s;
    }

    [Differentiable]
    [At(0.2, 0.7, 8)]
    public static double ConditionalUpdates(double x, double y, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (x > y)
            {
                x = x - 0.3 * y;
            }
            else
            {
                double t = x;
                x = y * 1.1;
                y = t;
            }
        }

        return x * y;
    }

    [Differentiable]
    [At(0.4, 3)]
    public static double SteppedAndDescending(double x, int n)
    {
        double s = 0.0;
        for (int i = 2 * n; i > 0; i -= 2)
        {
            s = s * x + i;
        }

        for (int i = 0, j = n; i < j; i++, j--)
        {
            s += x * i * j;
        }

        return s;
    }

    [Differentiable]
    [At(0.25, Step = 1e-3)]
    public static double FloatingCounter(double x)
    {
        double s = 0.0;
        for (double t = 0.0; t < 1.05; t += 0.1)
        {
            s += Math.Exp(-x * t) * 0.1;
        }

        return s;
    }

    [Differentiable]
    [At(0.25, 6)]
    public static double CounterChangedInBody(double x, int n)
    {
        double s = 0.0;
        for (int i = 0; i < n; i++)
        {
            s = s * x + i;
            if (i == 2)
            {
                i++;
            }
        }

        int k = n;
        while (k-- > 0)
        {
            s += Math.Sin(s * x) / (k + 1);
        }

        return s;
    }

    [Differentiable]
    [At(0.25, 4)]
    public static double BoundChangedInBody(double x, int n)
    {
        double s = x;
        for (int i = 0; i < n; i++)
        {
            s += Math.Cos(s);
            if (s > 1.0 && n < 7)
            {
                n++;
            }
        }

        return s;
    }

    [Differentiable]
    [At(0.7, 30)]
    public static double TaylorSine(double x, int terms)
    {
        double result = x;
        double term = x;
        for (int i = 1; i < terms; i++)
        {
            term *= -x * x / ((2.0 * i) * (2.0 * i + 1.0));
            result += term;
        }

        return result;
    }

    [Differentiable]
    [At(0.5, 1.5, 5, Step = 1e-3)]
    [At(0.5, 1.5, 40, Smooth = false)]
    public static double Bisection(double lo, double hi, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            double mid = 0.5 * (lo + hi);
            if (mid * mid * mid - mid - 0.1 > 0.0)
            {
                hi = mid;
            }
            else
            {
                lo = mid;
            }
        }

        return lo * hi;
    }

    [Differentiable]
    [At(0.6, 1000)]
    public static double LongRecurrence(double x, int n)
    {
        double a = 0.0;
        double b = 1.0;
        for (int i = 0; i < n; i++)
        {
            double c = Math.Tanh(a * x + b);
            b = a - 0.5 * c;
            a = c;
        }

        return a + b;
    }

    [Differentiable]
    [At(1.1, 2.2)]
    public static double LoopThatNeverRuns(double x, double y)
    {
        double s = x;
        for (int i = 0; i < 0; i++)
        {
            s = Math.Log(-y);
        }

        while (s < -1e9)
        {
            s *= y;
        }

        return s * y;
    }

    // The first loop pushes; the second one's records are indexed by iteration and lie on top.
    [Differentiable]
    [At(0.7, new[] { 0.3, -0.6, 0.9, 0.2 })]
    public static double UncountedThenCounted(double x, double[] a)
    {
        double t = 0.25;
        while (t < 3.0)
        {
            t += Math.Sin(x * t);
        }

        for (int i = 0; i < a.Length; i++)
        {
            t = Math.Sin(a[i] * t);
        }

        return t;
    }

    [Differentiable]
    [At(0.7, new[] { 0.3, -0.6, 0.9, 0.2 }, 3)]
    public static double ReturnInFirstOfTwoLoops(double x, double[] a, int n)
    {
        double t = 0.25;
        for (int i = n; i >= 0; i--)
        {
            if (t > 5.0)
            {
                return x;
            }

            t *= Math.Sin(a[i]);
        }

        for (int i = n; i >= 0; i--)
        {
            a[i] *= Math.Sin(t + x);
            t = Math.Sin(a[i]);
        }

        return t;
    }
}
