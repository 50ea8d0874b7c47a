using System;
using System.Collections.Generic;
using System.Linq;
using Micrograd;
using static System.Math;

namespace Samples;

/// <summary>Functions as values, members of objects, references, collections that are constants, and rare forms of control.</summary>
public static partial class Functions
{
    public sealed class Settings
    {
        internal int Count = 3;

        public double Scale { get; set; } = 2.5;

        public double Apply(double x)
        {
            double result = 1.0;
            for (int i = 0; i < Count; i++)
            {
                result *= x * Scale;
            }

            return result;
        }

        public double Both(double x) => this.Apply(x) + Apply(x * 0.5);
    }

    public sealed record Power(int Exponent)
    {
        public double Of(double x) => Math.Pow(x, Exponent);
    }

    private static readonly Settings Shared = new();
    private static readonly Power Third = new(3);
    private static readonly List<double> Weights = [1.0, 2.0, 3.0];

    private static double Apply(Func<double, double> function, double x) => function(x) + 1.0;

    private static double Twice(Func<double, double> function, double x) => Apply(function, Apply(function, x));

    private static double Fold(Func<double, double, double> combine, ReadOnlySpan<double> x, double start)
    {
        double result = start;
        foreach (double value in x)
        {
            result = combine(result, value);
        }

        return result;
    }

    private static double Bisect(Func<double, double> function, double low, double high, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            double middle = 0.5 * (low + high);
            low = function(middle) > 0.0 ? low : middle;
            high = function(middle) > 0.0 ? middle : high;
        }

        return function(0.5 * (low + high));
    }

    private static double Cube(double x) => x * x * x;

    private static ref double Same(ref double x) => ref x;

    private static ref double At(Span<double> x, int i) => ref x[i % x.Length];

    private static double WithDefault(double x, double? k) => x * (k ?? 2.0) + (k ?? x) + (k.HasValue ? k.Value * x : 1.0);

    private static double SumOf(params ReadOnlySpan<double> values)
    {
        double sum = 0.0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return sum;
    }

    private static double Weighted([NoDiff] ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double sum = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += weights[i] * x[i];
        }

        return sum;
    }

    private static double Half(this double x) => 0.5 * x;

    [Differentiable]
    [At(2.0, 3.0)]
    public static double LambdaArgument(double x, double y)
    {
        double k = y * y;
        return Apply(t => t * k, x) + Apply(Math.Sin, x) + Apply(Cube, y);
    }

    [Differentiable]
    [At(0.6)]
    public static double LambdaInLambda(double x) => Twice(u => Apply(v => v * u, u), x);

    [Differentiable]
    [At(1.1)]
    public static double LambdaLocal(double x)
    {
        Func<double, double> square = t => t * t + x;
        Func<double, double> cube = Cube;
        return Twice(square, x) + square(x) + cube(x);
    }

    [Differentiable]
    [At(1.1)]
    public static double LocalFunctionArgument(double x)
    {
        double Capturing(double t) => t * x;
        static double Plain(double t) => t * t;
        return Apply(Capturing, x) + Apply(Plain, x);
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 0.5 }, 0.3)]
    public static double FoldOverSpan(ReadOnlySpan<double> x, double start) => Fold((a, b) => a * 0.5 + b * b, x, start) + Fold(Math.Max, x, 0.0);

    [Differentiable]
    [At(0.9)]
    public static double LambdaInLoop(double x) => Bisect(t => t * t - x, 0.0, 2.0, 6);

    [Differentiable]
    [At(1.3)]
    public static double SealedInstance(double x)
    {
        Settings settings = Shared;
        return settings.Both(x) + Third.Of(x) + settings.Scale * x;
    }

    [Differentiable]
    [At(1.3)]
    public static double ExtensionMethods(double x) => x.Half() * x.Half().Half();

    [Differentiable]
    [At(0.7)]
    public static double SineAndCosine(double x)
    {
        (double s, double c) = SinCos(x * x);
        (double SinPi, double CosPi) turn = double.SinCosPi(x);
        return s * c + turn.SinPi * turn.CosPi + Math.SinCos(x).Cos;
    }

    [Differentiable]
    [At(0.7f)]
    public static float SineAndCosineOnSingle(float x)
    {
        (float s, float c) = MathF.SinCos(x);
        return s / c + float.SinCosPi(x).SinPi;
    }

    [Differentiable]
    [At(0.7)]
    public static double StaticUsing(double x) => Sin(x) * Exp(-x) + PI * Sqrt(x);

    [Differentiable]
    [At(2.0, 3.0)]
    public static double ReferenceChanges(double x, double y)
    {
        double a = x, b = y;
        ref double r = ref a;
        r *= 2.0;
        r = ref b;
        r += a;
        return a * b;
    }

    [Differentiable]
    [At(3.0, 5.0)]
    public static double ReferenceReturned(double i, double j)
    {
        ref double k = ref Same(ref i);
        ref double l = ref Same(ref j);
        k += 7.0 * j;
        l += 9.0 * i;
        Same(ref l) *= 2.0;
        return i + j + Same(ref k) * 3.0;
    }

    [Differentiable]
    [At(new[] { 3.0, 5.0, 1.5 }, 1)]
    public static double ReferenceToElement(double[] x, int k)
    {
        At(x, k) *= x[0];
        ref readonly double next = ref At(x, k + 1);
        k = 0;
        return At(x, k) * At(x, 1) + next;
    }

    [Differentiable]
    [At(new[] { 3.0, 5.0, 1.5 }, 2.0)]
    public static double Spreads(ReadOnlySpan<double> x, double y)
    {
        double[] a = [y, .. x, y * y, .. x[1..]];
        ReadOnlySpan<double> b = [.. a, y];
        double sum = 0.0;
        for (int i = 0; i < b.Length; i++)
        {
            sum += b[i] * b[i] * (i + 1);
        }

        return sum;
    }

    [Differentiable]
    [At(new[] { 3.0, 5.0, 1.5 })]
    public static double ConstantViewAndParams(ReadOnlySpan<double> x)
    {
        double[] weights = [1.0, 2.0, 3.0];
        return Weighted(weights, x) + SumOf(x[0], x[1]) + SumOf();
    }

    [Differentiable]
    [At(1.5, 4)]
    public static double ForEachRange(double x, int n)
    {
        double sum = 0.0;
        foreach (int k in Enumerable.Range(1, n))
        {
            if (k == 3)
            {
                continue;
            }

            sum += Math.Pow(x, k);
        }

        return sum;
    }

    [Differentiable]
    [At(0.5)]
    public static double ForEachList(double x)
    {
        double sum = 0.0;
        foreach (double weight in Weights)
        {
            sum += weight * x * sum + weight * x;
        }

        return sum;
    }

    [Differentiable]
    [At(0.5)]
    public static double CountOfList(double x)
    {
        List<double> weights = Weights;
        double result = x;
        for (int i = 0; i < weights.Count; i++)
        {
            result = result * x + weights[i];
        }

        return result;
    }

    [Differentiable]
    [At(1.5)]
    public static double NullableConstants(double x)
    {
        int? none = null;
        int? some = 3;
        return WithDefault(x, null) + WithDefault(x, 3.0) + x * (none ?? 2) * (some ?? 7);
    }

    [Differentiable]
    [At(1.3)]
    public static double OutAndNamedArguments(double x)
    {
        Split(second: out double b, value: x * x, first: out double a);
        return a * b;

        static void Split(double value, out double first, out double second)
        {
            first = 2.0 * value;
            second = Math.Sqrt(value) + first;
        }
    }
}
