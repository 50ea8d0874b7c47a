using System;
using Micrograd;

namespace Samples;

/// <summary>Methods that call methods: helpers of every parameter kind, and other marked methods.</summary>
public static partial class Calls
{
    private static double Square(double x) => x * x;

    private static double Twice(double x) => Square(x) + Square(x + 1.0);

    private static void Rotate(double angle, ref double x, ref double y)
    {
        double c = Math.Cos(angle);
        double s = Math.Sin(angle);
        (double oldX, double oldY) = (x, y);
        x = c * oldX - s * oldY;
        y = s * oldX + c * oldY;
    }

    private static void SumAndProduct(double x, double y, out double sum, out double product)
    {
        sum = x + y;
        product = x * sum;
    }

    private static void AddSquares(double[] target, double[] source)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += source[i] * source[i];
        }
    }

    private static double EarlyOut(double x, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (x > 2.0)
            {
                return x * i;
            }

            x = x * 1.3 + 0.1;
        }

        return x;
    }

    private static void DoubleIt(ref double x) => x = 2.0 * x * x;

    [NoDiff]
    private static double Weight(double x) => x * 3.0;

    private static double Overloaded(double x) => x * x;

    private static float Overloaded(float x) => x;

    private static int Overloaded(int x) => 7 * x;

    [Differentiable]
    [At(1.5, -0.5)]
    public static double NestedHelpers(double x, double y) => Twice(x) * Square(y) + Twice(Square(y));

    [Differentiable]
    [At(0.3, 1.0, 2.0)]
    public static double RefHelper(double angle, double x, double y)
    {
        Rotate(angle, ref x, ref y);
        Rotate(angle * x, ref y, ref x);
        return x * y + x;
    }

    [Differentiable]
    [At(1.25, 0.5)]
    public static double OutHelper(double x, double y)
    {
        SumAndProduct(x, y, out double s, out double p);
        SumAndProduct(p, s, out s, out double q);
        return s * p + q;
    }

    [Differentiable]
    [At(new[] { 2.0, 3.0 })]
    public static double SameArrayTwice(double[] x)
    {
        AddSquares(x, x);
        return x[0] * x[1];
    }

    [Differentiable]
    [At(new[] { 2.0, 3.0, 0.5 })]
    public static double RefToElements(double[] x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            DoubleIt(ref x[i]);
        }

        DoubleIt(ref x[1]);
        return x[0] * x[1] * x[2];
    }

    [Differentiable]
    [At(0.5, 6)]
    [At(1.93, 6)]
    public static double HelperWithEarlyReturnInLoop(double x, int n)
    {
        double s = 0.0;
        for (int i = 0; i < n; i++)
        {
            s += EarlyOut(x + 0.1 * i, i);
        }

        return s;
    }

    [Differentiable]
    [At(3.0, 5.0, Smooth = false)]
    public static double UndifferentiatedHelper(double x, double y) => Weight(x * y) + x * y;

    [Differentiable]
    [At(2.0)]
    public static double OverloadsByType(double x) => Overloaded(x) + Overloaded(3) + Overloaded(1.5f) * x;

    [Differentiable]
    [At(0.5, 0.25)]
    public static double Marked(double x, double y) => Math.Exp(x * y) + x;

    [Differentiable]
    [At(0.5, 0.25)]
    public static double CallsMarked(double x, double y) => Marked(y, x * x) * Marked(x, x);

    [Differentiable]
    [At(0.5, 0.25)]
    public static double NamedAndDefaultArguments(double x, double y) => Scaled(y: x, x: y) + Scaled(x, y, 2.0) + Scaled(x);

    private static double Scaled(double x, double y = 3.0, double factor = 0.5) => factor * x * x * y;

    [Differentiable]
    [At(0.7, 0)]
    [At(0.7, 3)]
    public static double LambdaChosenAtRunTime(double x, int n)
    {
        Func<double, double> g = n > 1 ? t => t * x : t => t + x;
        return g(x) * g(x + 1.0);
    }

    [Differentiable]
    [At(0.7, 2)]
    public static double FunctionChosenInALoop(double x, int n)
    {
        double y = x;
        for (int i = 0; i < 4; i++)
        {
            Func<double, double> g = i == 0 ? Math.Sin : i < n ? Halved : t =>
            {
                double u = t * i;
                return u > 1.0 ? u : u * x;
            };
            y += g(y * x);
        }

        return y;
    }

    private static double Halved(double x) => x * x * 0.5;

    [NoDiff]
    private static double Rounded(double x, ref int count, out double rest)
    {
        count += 2;
        rest = x - Math.Floor(x);
        return Math.Floor(x) + 1.0;
    }

    [Differentiable]
    [At(1.7, "17")]
    [At(0.3, "x")]
    public static double NumbersThroughReferences(double x, string text)
    {
        int[] found = new int[3];
        double y = x;
        for (int i = 0; i < found.Length; i++)
        {
            int quotient = Math.DivRem(17 + i, 3, out int remainder);
            bool isNumber = int.TryParse(text, out found[i]);
            y = y * x + (isNumber ? found[i] : quotient * x) - remainder;
        }

        int calls = 1;
        double whole = Rounded(text.Length * 0.7, ref calls, out double rest);
        Rounded(calls, ref calls, out _);
        return y * whole * calls + rest * x;
    }

    [Differentiable]
    [At(0.7)]
    [At(0.3)]
    public static double ActionChosenAtRunTime(double x)
    {
        double s = x;
        Action<double> step = x > 0.5 ? t => s += t * x : t => s *= t;
        step(x);
        step(s + 1.0);
        return s;
    }

    [Differentiable]
    [At(0.7, 0)]
    public static double ArgumentsOfAChosenFunction(double x, int n)
    {
        int k = 0;
        Func<double, int, double> g = n < 1 ? (t, i) => t * i * k : (t, i) => t + i;
        double a = g(x + k++, ++k);
        return a + g(a, k) * x;
    }
}
