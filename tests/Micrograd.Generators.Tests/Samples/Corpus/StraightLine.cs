using System;
using Micrograd;

namespace Samples;

/// <summary>Formulas without control flow.</summary>
public static partial class StraightLine
{
    [Differentiable]
    [At(1.3, -0.7)]
    [At(0.0, 0.0)]
    public static double Polynomial(double x, double y) => 3.0 * x * x * y - 2.0 * x * y * y + y - 5.0;

    [Differentiable]
    [At(0.8, 1.1, 2.0)]
    public static double SharedSubexpressions(double x, double y, double z)
    {
        double s = Math.Sin(x * y);
        double c = Math.Cos(x * y);
        return (s * s + z * c) / (1.0 + s * s) + Math.Exp(-z * s);
    }

    [Differentiable]
    [At(1.5, 0.5)]
    [At(-2.0, 3.0)]
    public static double ReassignedLocals(double x, double y)
    {
        double t = x * y;
        t = t * t + x;
        double u = t;
        t = Math.Tanh(t) - u * y;
        u += t;
        u *= u;
        return u - t;
    }

    [Differentiable]
    [At(2.0, 3.0)]
    public static double OverwrittenParameters(double x, double y)
    {
        x = x * y;
        y = x - y;
        x += y;
        (double unused, double kept) = (0.0, 0.0);
        kept = x * y + unused;
        return kept;
    }

    [Differentiable]
    [At(0.37, 100.0, 95.0, 0.2, 1.5)]
    public static double BlackScholesCall(double rate, double spot, double strike, double sigma, double time)
    {
        double root = sigma * Math.Sqrt(time);
        double d1 = (Math.Log(spot / strike) + (rate + 0.5 * sigma * sigma) * time) / root;
        double d2 = d1 - root;

        // The logistic approximation of the normal distribution function.
        double n1 = 1.0 / (1.0 + Math.Exp(-1.702 * d1));
        double n2 = 1.0 / (1.0 + Math.Exp(-1.702 * d2));
        return spot * n1 - strike * Math.Exp(-rate * time) * n2;
    }

    [Differentiable]
    [At(1.2, 0.4)]
    [At(-0.3, 2.5)]
    public static double PowersAndRoots(double x, double y) =>
        Math.Pow(x, 3) + Math.Pow(y, 2.5) + Math.Cbrt(x * x + 1.0) + Math.Sqrt(y) + Math.Pow(1.5, x);

    [Differentiable]
    [At(1.75, 0.5)]
    public static double AssignmentInsideExpression(double x, double y)
    {
        double t;
        double r = (t = x * y) * (t + 1.0) + (x += t) * x;
        return r + t;
    }

    [Differentiable]
    [At(3.5)]
    [At(-1.25)]
    public static double IncrementsAndDecrements(double x)
    {
        double a = x++ * 2.0;
        double b = --x * a;
        return a + b * x-- + x;
    }

    [Differentiable]
    [At(7.3, 2.1)]
    [At(-7.3, 2.1)]
    public static double RemainderOfDivision(double x, double y) => x % y * x + y;

    [Differentiable]
    [At(0.4, 1.7)]
    public static double GenericMathStatics(double x, double y) =>
        double.Exp(x) * double.Log(y) + double.Hypot(x, y) + double.Lerp(x, y, 0.25) + double.SinPi(x) + double.LogP1(x);

    [Differentiable]
    [At(0.5, 2)]
    [At(0.5, 3)]
    public static double IntegerArithmetic(double x, int n)
    {
        int half = n / 2;
        int odd = n % 2;
        int bits = (n << 2) ^ 5;
        return x * half + x * x * odd + Math.Sin(x) * bits - (n & 1) * x;
    }

    [Differentiable]
    [At(1.9, 4.2)]
    public static double IntegerCastsDropTheDerivative(double x, double y)
    {
        int k = (int)(x * y);
        long l = (long)y;
        return k * x + l * y + Math.Floor(x) * y;
    }

    [Differentiable]
    [At(0.9)]
    public static double ConstantsOfEveryKind(double x)
    {
        const double Half = 0.5;
        const int Two = 2;
        return Half * x + Two * x * Math.PI + 1e-3 * x + 1_000 * x + 0x10 * x + Math.Tau - x / Two;
    }

    [Differentiable(WithRespectTo = ["x"])]
    [At(1.5, 0.25)]
    public static double OnlyOneIndependentInput(double x, double y)
    {
        y = y * x;
        return y * y + x;
    }

    [Differentiable]
    [At(1.5, 0.25)]
    public static double ConstantParameter(double x, [NoDiff] double y) => x * y * y + Math.Atan2(x, y);

    [Differentiable]
    [At(1.5, 0.75, Smooth = false)]
    public static double StoppedGradient(double x, double y) => x * Gradient.Stop(x * y) + y;
}
