using System;
using Micrograd;

namespace Samples;

/// <summary>Calls that bring a derivative of their own: hand-written rules, and the library's methods known from metadata alone.</summary>
public static partial class Rules
{
    [Differentiable]
    [At(0.7, 3)]
    public static double RuleInALoop(double x, int n)
    {
        double s = 0.0;
        for (int i = 0; i < n; i++)
        {
            s += Cube(Math.Sin(x) * i) * x;
        }

        return s;
    }

    // The same rule called twice in one expression, and once with a constant.
    [Differentiable]
    [At(1.3, -0.4)]
    public static double RuleTwiceInOneExpression(double x, double y) => Weighted(x, y) * Weighted(y, 2.0) + Cube(Cube(y));

    [Differentiable]
    [At(0.3, -1.2, 2.0)]
    public static double LibraryActivations(double x, double y, double z) =>
        Activations.Tanh(x * y) + Activations.Sigmoid(y) * Activations.Swish(z, x) + Activations.Elu(y, 0.5) + Activations.LeakyRelu(x - z);

    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 }, 1)]
    public static double LibraryLosses(double[] z, int k)
    {
        double s = 0.0;
        for (int i = 0; i < 3; i++)
        {
            s += Losses.CrossEntropy(z, (k + i) % 3) * z[i];
        }

        return s + Activations.LogSumExp(z) * Losses.SquaredError(z[0], z[1]);
    }

    // What the call reads is overwritten afterwards: the backward call must see the old elements.
    [Differentiable]
    [At(new double[] { 0.5, -1.0, 2.0 })]
    public static double OverwrittenAfterTheCall(double[] z)
    {
        double s = 0.0;
        for (int i = 0; i < z.Length; i++)
        {
            s += Activations.LogSumExp(z) * s + z[i];
            z[i] = z[i] * s;
        }

        return s;
    }

    // The rule is given what the method overwrote, as it was, and may use it as working memory.
    [Differentiable]
    [At(new double[] { 0.3, -0.2, 0.9 })]
    public static double RuleOfMethodThatWrites(double[] x)
    {
        double[] y = new double[x.Length];
        y[0] = 3.0 * x[1];
        double s = y[0] * y[0];
        Softmax(x, y);
        for (int i = 0; i < y.Length; i++)
        {
            s += y[i] * y[i] * i;
        }

        return s;
    }

    [Differentiable]
    [At(new double[] { 0.3, -0.2, 0.9 }, 1.3)]
    public static double RuleInPlaceInALoop(double[] x, double f)
    {
        double s = x[0] * x[1];
        for (int k = 0; k < 2; k++)
        {
            Squares(x, f + k);
            s += x[0] * x[1] * f;
        }

        return s;
    }

    [Differentiable]
    [At(new double[] { 0.3, -0.2, 0.9 })]
    public static double RuleOfMethodThatReadsAnArray(double[] x) => Norm(x) * x[0];

    [Differentiable]
    [At(0.3, 0.7, 1.1)]
    public static double RuleWithStructs(double x, double y, double angle)
    {
        Vector v = Rotated(new Vector(x, y), angle);
        v = Rotated(v, x);
        return v.X * v.Y + v.X;
    }

    [Differentiable]
    [At(0.3, 0.7)]
    public static double RuleWithReferences(double x, double y)
    {
        Scale(x, ref y, out double z);
        Scale(z, ref y, out z);
        return z * y + x;
    }

    [Differentiable]
    [At(0.3)]
    public static double RuleOfAnInstance(double x) => Steep.At(x * x, 2.0) * x;

    [Differentiable]
    [At(0.3, 0.7)]
    public static double RuleOfAStructInstance(double x, double y)
    {
        Vector v = new(x, y * x);
        return v.Length() * y;
    }

    [Differentiable]
    [At(0.3)]
    public static double RuleOfAGenericMethod(double x) => Third(Math.Sin(x)) * x;

    // Each level of the recursion calls a method that has a rule, on memory of the caller.
    [Differentiable]
    [At(new double[] { 0.3, 1.2, 0.9, -0.4 }, 1.1)]
    public static double RuleInARecursion(double[] x, double f)
    {
        Halve(x, f);
        return x[0] * x[1] + x[2] * x[3];
    }

    private static void Halve(Span<double> x, double f)
    {
        if (x.Length > 1)
        {
            Squares(x, f);
            Halve(x.Slice(0, x.Length / 2), f);
            Halve(x.Slice(x.Length / 2), x[0]);
        }
    }

    private static void Softmax(ReadOnlySpan<double> x, Span<double> y)
    {
        double sum = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = Math.Exp(x[i]);
            sum += y[i];
        }

        for (int i = 0; i < x.Length; i++)
        {
            y[i] /= sum;
        }
    }

    [DerivativeOf(typeof(Rules), nameof(Softmax))]
    private static void SoftmaxRule(ReadOnlySpan<double> x, Span<double> y, Span<double> dX, Span<double> dY)
    {
        Softmax(x, y);
        double dot = 0.0;
        for (int i = 0; i < y.Length; i++)
        {
            dot += y[i] * dY[i];
        }

        for (int i = 0; i < y.Length; i++)
        {
            dX[i] += y[i] * (dY[i] - dot);
            dY[i] = 0.0;
        }
    }

    private static void Squares(Span<double> x, double f)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = x[i] * x[i] * f;
        }
    }

    [DerivativeOf(typeof(Rules), nameof(Squares))]
    private static void SquaresRule(Span<double> x, double f, Span<double> dX, ref double dF)
    {
        for (int i = 0; i < x.Length; i++)
        {
            dF += dX[i] * x[i] * x[i];
            dX[i] = 2.0 * x[i] * f * dX[i];
        }
    }

    private static double Norm(double[] x)
    {
        double s = 0.0;
        foreach (double v in x)
        {
            s += v * v;
        }

        return Math.Sqrt(s);
    }

    [DerivativeOf(typeof(Rules), nameof(Norm))]
    private static void NormRule(double[] x, double upstream, Span<double> dX)
    {
        double norm = Norm(x);
        for (int i = 0; i < x.Length; i++)
        {
            dX[i] += upstream * x[i] / norm;
        }
    }

    private static Vector Rotated(Vector v, double angle) =>
        new(v.X * Math.Cos(angle) - v.Y * Math.Sin(angle), v.X * Math.Sin(angle) + v.Y * Math.Cos(angle));

    [DerivativeOf(typeof(Rules), nameof(Rotated))]
    private static void RotatedRule(Vector v, double angle, Vector upstream, ref Vector dV, ref double dAngle)
    {
        double c = Math.Cos(angle), s = Math.Sin(angle);
        dV = new Vector(dV.X + upstream.X * c + upstream.Y * s, dV.Y - upstream.X * s + upstream.Y * c);
        dAngle += upstream.X * (-v.X * s - v.Y * c) + upstream.Y * (v.X * c - v.Y * s);
    }

    private static void Scale(double x, ref double y, out double z)
    {
        z = x * y;
        y = y * y;
    }

    [DerivativeOf(typeof(Rules), nameof(Scale))]
    private static void ScaleRule(double x, ref double y, out double z, ref double dX, ref double dY, ref double dZ)
    {
        z = 0.0;
        dX += dZ * y;
        dY = 2.0 * y * dY + dZ * x;
        dZ = 0.0;
    }

    private static readonly Line Steep = new(3.0);

    [DerivativeOf(typeof(Line), nameof(Line.At))]
    private static void LineRule(Line line, double x, double y, double upstream, ref double dX) => dX += upstream * line.Slope * y;

    [DerivativeOf(typeof(Vector), nameof(Vector.Length))]
    private static void LengthRule(Vector v, double upstream, ref Vector dV)
    {
        double length = v.Length();
        dV = new Vector(dV.X + upstream * v.X / length, dV.Y + upstream * v.Y / length);
    }

    private static T Third<T>(T x)
        where T : System.Numerics.IFloatingPointIeee754<T> => x * x * x;

    [DerivativeOf(typeof(Rules), nameof(Third))]
    private static void ThirdRule<T>(T x, T upstream, ref T dX)
        where T : System.Numerics.IFloatingPointIeee754<T> => dX += upstream * (x * x + x * x + x * x);

    private readonly record struct Vector(double X, double Y)
    {
        public double Length() => Math.Sqrt(X * X + Y * Y);
    }

    private sealed class Line(double slope)
    {
        public double Slope { get; } = slope;

        public double At(double x, [NoDiff] double y) => Slope * x * y;
    }

    private static double Cube(double x) => x * x * x;

    [DerivativeOf(typeof(Rules), nameof(Cube))]
    private static void CubeRule(double x, double upstream, ref double dX) => dX += upstream * 3.0 * x * x;

    private static double Weighted(double x, double weight) => x * x * weight;

    [DerivativeOf(typeof(Rules), nameof(Weighted))]
    private static void WeightedRule(double x, double weight, double upstream, ref double dX, ref double dWeight)
    {
        dX += upstream * 2.0 * x * weight;
        dWeight += upstream * x * x;
    }

    // The rule is given the element as it was before the method changed it.
    [Differentiable]
    [At(0.63, new double[] { 0.7, 0.3 })]
    public static double RuleGivenWhatItChanges(double x, Span<double> p)
    {
        Multiplied(p[0], p);
        return p[0] * x;
    }

    private static void Multiplied(double x, Span<double> p) => p[0] *= x;

    [DerivativeOf(typeof(Rules), nameof(Multiplied))]
    private static void MultipliedBackward(double x, Span<double> p, ref double dX, Span<double> dP)
    {
        dX += dP[0] * p[0];
        dP[0] *= x;
    }
}
