using System;
using Micrograd;

namespace Samples;

/// <summary>Marked methods that are generic over a strategy, which is one of the types of this assembly.</summary>
internal static partial class Strategies
{
    public interface IForce
    {
        static virtual double Damping => 0.25;

        int Order => 2;

        double Strength { get; }

        static abstract double Gain(double x);

        double At(double x);

        float Low(float x) => x * x;

        void Push(Span<double> v, ref double speed);

        double Twice(double x) => 2.0 * At(x) * Order;
    }

    private static double Step<T>(T force, double x)
        where T : IForce => force.At(x * T.Damping) + T.Gain(x);

    private static double Rooted<T>(T force, double x)
        where T : struct, IForce
    {
        double r = Math.Sqrt(x);
        return r > 2.0 ? r : force.At(force.Twice(r));
    }

    [Differentiable]
    [At(0, 0.7, Tape = false)]
    public static double StrategyStruct<TForce>(TForce force, double x)
        where TForce : struct, IForce => force.At(x * 2.0) * force.Strength;

    [Differentiable]
    [At(0.7, Tape = false)]
    public static double StrategyStatic<TForce>(double x)
        where TForce : IForce => TForce.Gain(x * x) * x + TForce.Damping * x;

    // Each type names itself in the interface.
    public interface ICurve<TSelf>
        where TSelf : ICurve<TSelf>
    {
        static abstract double Rate { get; }

        static abstract double Bend(double x);

        double Meet(TSelf other, double x);
    }

    public readonly struct Line : ICurve<Line>
    {
        public static double Rate => 1.5;

        public static double Bend(double x) => Math.Sin(x);

        public double Meet(Line other, double x) => x * Rate;
    }

    [Differentiable]
    [At(0, 0.7, Tape = false)]
    public static double StrategyOfItself<TCurve>(TCurve curve, double x)
        where TCurve : struct, ICurve<TCurve> => TCurve.Bend(x) * x * TCurve.Rate + curve.Meet(curve, x);

    [Differentiable]
    [At(0, 0.7, 4, Tape = false)]
    public static double StrategyInLoop<TForce>(in TForce force, double x, int n)
        where TForce : struct, IForce
    {
        for (int i = 0; i < n; i++)
        {
            x += 0.1 * Step(force, x) * force.Order;
            if (x > 3.0)
            {
                return x * Rooted(force, x);
            }
        }

        return x + Rooted(force, x);
    }

    [Differentiable]
    [At(0, new[] { 0.7, -0.4 }, 1.5, Tape = false)]
    public static double StrategyThatWrites<TForce>(TForce force, double[] v, double speed)
        where TForce : IForce
    {
        force.Push(v, ref speed);
        force.Push(v.AsSpan(1), ref v[0]);
        return v[0] * v[1] * speed;
    }

    [Differentiable]
    [At(0, 0.7, 3, Tape = false)]
    public static double StrategyInRecursion<TForce>(TForce force, double x, int n)
        where TForce : struct, IForce => n == 0 ? x : force.At(StrategyInRecursion(force, x * 0.5, n - 1)) + TForce.Gain(x);

    [Differentiable]
    [At(0, 0, 0.7, true, Tape = false)]
    [At(0, 0, 0.7, false, Tape = false)]
    public static double StrategyThatIsReplaced<TForce, TOther>(TForce force, TOther other, double x, bool isReplaced)
        where TForce : struct, IForce
        where TOther : struct, IForce
    {
        double first = force.At(x) * other.At(x);
        if (isReplaced)
        {
            force = new TForce();
        }

        return checked(first * force.At(first) + default(TOther).At(x));
    }

    [Differentiable]
    [At(0, 0.7f, Tape = false)]
    public static float StrategyInSinglePrecision<TForce>(TForce force, float x)
        where TForce : struct, IForce => force.Low(x) * x;

    public struct Spring() : IForce
    {
        internal double Stiffness = 1.5;

        public readonly double Strength => Stiffness;

        public readonly int Order => 3;

        public static double Gain(double x) => Math.Sin(x);

        public readonly double At(double x) => x > 5.0 ? x : Stiffness * x * x;

        public readonly void Push(Span<double> v, ref double speed)
        {
            v[0] *= Stiffness * speed;
            speed *= v[0];
        }

        public readonly float Low(float x) => x * (float)Stiffness;
    }

    public readonly struct Wind : IForce
    {
        double IForce.Strength => 3.0;

        static double IForce.Gain(double x) => x * x;

        double IForce.At(double x) => Math.Exp(-x);

        void IForce.Push(Span<double> v, ref double speed) => speed += v[0] * v[0];
    }

    public class Table : IForce
    {
        internal double[] Entries = [1.0, 2.0, 3.0];

        public double Strength { get; set; } = 2.0;

        public static double Gain(double x) => 2.0 * x;

        public virtual double At(double x)
        {
            double s = 0.0;
            foreach (double e in Entries)
            {
                s += e * Math.Cos(x * e);
            }

            return s;
        }

        public void Push(Span<double> v, ref double speed) => v[0] = speed * Strength;
    }

    public sealed class Scaled : Table
    {
        public override double At(double x) => base.At(x * 0.5) * Strength;
    }
}
