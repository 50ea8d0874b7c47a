using System;
using System.Numerics;
using Micrograd;

namespace Samples;

/// <summary>Generic helpers and strategies, and marked methods that are generic over their number type.</summary>
public static partial class Generics
{
    public interface IFunction
    {
        static abstract int Order { get; }

        double Calculate(double x);

        static abstract double Scale(double x);

        double Twice(double x) => 2.0 * Calculate(x);
    }

    public struct Cube : IFunction
    {
        public static int Order => 3;

        public static double Scale(double x) => 3.0 * x;

        public readonly double Calculate(double x) => x * x * x;
    }

    public struct Sine : IFunction
    {
        static int IFunction.Order => 1;

        static double IFunction.Scale(double x) => Math.Sin(x) + 2.0;

        readonly double IFunction.Calculate(double x) => Math.Sin(x);
    }

    public struct Compose<TOuter, TInner> : IFunction
        where TOuter : struct, IFunction
        where TInner : struct, IFunction
    {
        public static int Order => TOuter.Order * TInner.Order;

        public static double Scale(double x) => TOuter.Scale(TInner.Scale(x));

        public readonly double Calculate(double x) => default(TOuter).Calculate(default(TInner).Calculate(x));
    }

    public readonly struct Affine(double slope, double offset) : IFunction
    {
        private readonly double _slope = slope;
        private readonly double _offset = offset;

        public static int Order => 1;

        public static double Scale(double x) => x;

        public double Calculate(double x) => _slope * x + _offset;
    }

    public interface IField<T>
    {
        T Evaluate(T time, T y);
    }

    public struct Decay : IField<double>
    {
        public readonly double Evaluate(double time, double y) => time * 0.5 - y * y;
    }

    public struct SingleDecay : IField<float>
    {
        public readonly float Evaluate(float time, float y) => time * 0.5f - y * y;
    }

    public readonly record struct Pair(double X, double Y) : IAdditionOperators<Pair, Pair, Pair>, IMultiplyOperators<Pair, double, Pair>
    {
        public static Pair operator +(Pair a, Pair b) => new(a.X + b.X, a.Y * b.Y);

        public static Pair operator *(Pair a, double b) => new(a.X * b, a.Y * b);
    }

    public struct Vector<T>(T x, T y)
        where T : struct, IFloatingPointIeee754<T>
    {
        public T X = x;
        public T Y = y;

        public static Vector<T> operator +(Vector<T> a, Vector<T> b) => new(a.X + b.X, a.Y + b.Y);

        public readonly T Dot(Vector<T> other) => X * other.X + Y * other.Y;
    }

    private static double Use<T>(T function, double x)
        where T : struct, IFunction => function.Calculate(x) * T.Order + T.Scale(x);

    private static double UseTwice<T>(T function, double x)
        where T : IFunction => function.Twice(x) + function.Calculate(x * 0.5);

    private static double Created<T>(double x)
        where T : struct, IFunction => default(T).Calculate(x) + new T().Calculate(x * x);

    private static T Integrate<TField, T>(T y, int steps)
        where TField : struct, IField<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        TField field = default;
        T step = T.CreateChecked(0.1);
        for (int i = 0; i < steps; i++)
        {
            y += step * field.Evaluate(T.CreateChecked(i) * step, y);
        }

        return y;
    }

    private static T Square<T>(T x)
        where T : IMultiplyOperators<T, T, T> => x * x;

    private static T Polynomial<T>(T x)
        where T : IFloatingPointIeee754<T> =>
        T.Sin(x) * T.CreateChecked(2.0) + T.Pi * x - T.One / (x + T.Exp(-x)) + (x > T.Zero ? x : -x);

    private static T SumOfSquares<T>(ReadOnlySpan<T> x)
        where T : INumber<T>
    {
        T sum = T.Zero;
        foreach (T value in x)
        {
            sum += value * value;
        }

        return sum;
    }

    private static T Larger<T>(T a, T b)
        where T : IComparable<T> => a.CompareTo(b) > 0 ? a : b;

    private static T Scaled<T>(T a, double k)
        where T : struct, IAdditionOperators<T, T, T>, IMultiplyOperators<T, double, T>
    {
        T sum = a + a * k;
        sum += a;
        return sum;
    }

    private static (T Sine, T Cosine) Circle<T>(T x)
        where T : struct, ITrigonometricFunctions<T> => (T.Sin(x), T.Cos(x));

    private static TResult Convert<TFrom, TResult>(TFrom x)
        where TFrom : INumberBase<TFrom>
        where TResult : INumberBase<TResult> => TResult.CreateChecked(x);

    [Differentiable]
    [At(2.0)]
    [At(-0.7)]
    public static double StrategyByType(double x) => Use(new Cube(), x) + Use(new Sine(), x * 0.75) + Created<Cube>(x);

    [Differentiable]
    [At(0.8)]
    public static double StrategyOfStrategies(double x) =>
        default(Compose<Compose<Cube, Sine>, Cube>).Calculate(x) + Use(new Compose<Sine, Cube>(), x);

    [Differentiable]
    [At(1.2, 0.4, -0.3)]
    public static double StrategyWithState(double x, double slope, double offset) => Use(new Affine(slope, offset), x) + UseTwice(new Affine(x, slope), offset);

    [Differentiable]
    [At(0.9)]
    public static double DefaultInterfaceMember(double x) => UseTwice(new Sine(), x) + UseTwice(new Cube(), x);

    [Differentiable]
    [At(0.8, 6)]
    public static double SolverOverField(double y, int steps) => Integrate<Decay, double>(y, steps);

    [Differentiable]
    [At(0.8f, 6)]
    public static float SolverOverSingleField(float y, int steps) => Integrate<SingleDecay, float>(y, steps);

    [Differentiable]
    [At(2.0, 3.0)]
    public static double GenericMathHelpers(double x, double y) => Square(x) * Polynomial(y) + Larger(x, y);

    [Differentiable]
    [At(0.5f, 1.5f)]
    public static float GenericMathOnSingle(float x, float y) => Square(x) * Polynomial(y) + Larger(x, y);

    [Differentiable]
    [At(new[] { 1.0, -2.0, 3.0 })]
    public static double GenericSpanHelper(ReadOnlySpan<double> x) => SumOfSquares(x);

    [Differentiable]
    [At(1.5, 0.5)]
    public static double OperatorsThroughInterfaces(double x, double y)
    {
        Pair pair = Scaled(new Pair(x, y), x);
        return pair.X * pair.Y + Scaled(x, y);
    }

    [Differentiable]
    [At(1.5, 0.5)]
    public static double GenericStruct(double x, double y)
    {
        Vector<double> a = new(x, y), b = new(y, x * x);
        return (a + b).Dot(a);
    }

    [Differentiable]
    [At(0.6)]
    public static double GenericTuple(double x)
    {
        (double s, double c) = Circle(x);
        return s * c + Circle(s).Cosine;
    }

    [Differentiable]
    [At(0.6, 3)]
    public static double ConvertsFromInteger(double x, int n) => x * Convert<int, double>(n) + double.CreateSaturating(n) * x * x;

    [Differentiable]
    [At(2.0, 3.0)]
    [At(-1.0, 0.5)]
    public static T GenericScalar<T>(T x, T y)
        where T : IFloatingPointIeee754<T> =>
        x * T.Exp(y) + T.CreateChecked(2.0) * T.Tanh(x / y) - T.Pow(x, T.CreateChecked(3)) + (x > y ? x : -y * T.Pi) + T.Max(x, y) + T.Abs(x);

    [Differentiable]
    [At(new[] { 1.0, -2.0, 3.0 })]
    public static T GenericNorm<T>(ReadOnlySpan<T> x)
        where T : IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * x[i];
        }

        return T.Sqrt(sum);
    }

    [Differentiable]
    [At(1.3, 4)]
    [At(4.0, 9)]
    public static T GenericPower<T>(T x, int n)
        where T : struct, IFloatingPointIeee754<T>
    {
        T power = T.One;
        for (int i = 0; i < n; i++)
        {
            power *= x;
            if (power > T.CreateChecked(100))
            {
                break;
            }
        }

        return power + T.CreateChecked(n) * x;
    }

    [Differentiable]
    [At(new[] { 0.1, -0.2, 0.3 }, new[] { 0.5, 0.25, 2.0 }, 0.5)]
    public static T GenericNeuron<T>(ReadOnlySpan<T> weights, [NoDiff] ReadOnlySpan<T> x, [NoDiff] T target)
        where T : IFloatingPointIeee754<T>
    {
        T z = default!;
        for (int i = 0; i < x.Length; i++)
        {
            z += weights[i] * x[i];
        }

        T error = T.Tanh(z) - target;
        return T.IsNaN(error) ? throw new ArgumentException("T is not a number.") : error * error;
    }

    [Differentiable]
    [At(new[] { 0.1, -0.2, 0.3 }, new[] { 0.5, 0.25, 2.0 })]
    public static void GenericInPlace<T>(T[] x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] hidden = new T[x.Length];
        for (int i = 0; i < hidden.Length; i++)
        {
            hidden[i] = T.Sin(x[i]);
        }

        for (int i = 0; i < hidden.Length; i++)
        {
            y[i] = Square(hidden[i]) + y[i] * x[i];
        }
    }

    [Differentiable]
    [At(0.7)]
    public static T GenericSinCos<T>(T x)
        where T : IFloatingPointIeee754<T>
    {
        T angle = x;
        ref T turned = ref angle;
        turned *= T.Pi;
        (T s, T c) = T.SinCos(turned);
        return s * c * T.E + T.SinCosPi(x).CosPi + T.Lerp(x, s, c) + T.Atan2(x, s) + T.Cbrt(x) + T.Log(x) + T.Hypot(x, c);
    }

    [Differentiable]
    [At(1.4)]
    public static double GenericCalledAtDouble(double x) => GenericScalar(x, x * x) + GenericPower(x, 3);
}
