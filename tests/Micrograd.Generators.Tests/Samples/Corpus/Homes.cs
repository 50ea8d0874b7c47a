using System;
using Micrograd;

namespace Samples
{
    using Samples.Parts;

    /// <summary>Helpers that use private members of types of their own: their derivative stands there.</summary>
    public static partial class Homes
    {
        private static readonly Gain Own = new(0.75);
        private static readonly Box<int> Integers = new();
        private static readonly Box<float> Floats = new();

        [Differentiable]
        [At(0.6)]
        public static double PrivateFields(double x) => Own.Apply(x) * x;

        [Differentiable]
        [At(new double[] { 0.3, 1.2, -0.5, 0.8 })]
        public static double PrivateTable(ReadOnlySpan<double> x) => Own.Weigh(x) * Own.Apply(x[0]);

        [Differentiable]
        [At(new double[] { 0.3, 1.2, -0.5 })]
        public static double StoresThroughPair(ReadOnlySpan<double> x)
        {
            double[] scaled = x.ToArray();
            Gain.Scale(scaled, x[0]);
            double sum = 0.0;
            foreach (double v in scaled)
            {
                sum += v * v;
            }

            return sum;
        }

        [Differentiable]
        [At(0.9)]
        public static double RecursiveInItsOwnType(double x) => Own.Nested(x, 4) + x;

        [Differentiable]
        [At(0.4)]
        public static double GenericHome(double x) => Integers.Apply(x, 1) + (x * Floats.Apply(x, 2.0f));

        [Differentiable]
        [At(0.3)]
        public static double InALoop(double x)
        {
            double state = x;
            for (int i = 0; i < 5; i++)
            {
                state += 0.01 * Own.Apply(state);
            }

            return state;
        }

        [Differentiable]
        [At(0.7)]
        public static double CallsBack(double x) => Own.Through(x, 3);

        // Types that only Gain can name.
        [Differentiable]
        [At(0.7, Allocates = true)]
        public static double PrivateTypes(double x) => Gain.Staged(x, 3);

        [Differentiable]
        [At(0.7)]
        public static double PrivateConstantMethod(double x) => x * Gain.Raised(x);

        // Called from the pair that stands in Gain.
        internal static double Step(double x, int n) => n == 0 ? Math.Sin(x) : 0.5 * Step(x * x, n - 1);

        [Differentiable]
        [At(0.2, 1.5)]
        public static double ByReference(double x, double y)
        {
            double sum = y;
            Gain.Accumulate(x, ref sum);
            Gain.Accumulate(x * y, ref sum);
            return sum;
        }
    }
}

namespace Samples.Parts
{
    public sealed partial class Gain(double offset)
    {
        private static readonly double Factor = Math.Sqrt(2.0);
        private readonly double _scale = 1.5;
        private readonly double _offset = offset;
        private double[] _table = [1.0, 2.0, 3.0];

        public double Apply(double x) => (_scale * x * x) + _offset;

        public double Weigh(ReadOnlySpan<double> x)
        {
            double sum = 0.0;
            for (int i = 0; i < x.Length; i++)
            {
                sum += _table[i % _table.Length] * Inner(x[i]);
            }

            return sum;
        }

        public void Replace(double[] table) => _table = table;

        public static double Staged(double x, int n) => Stages(x, new Stage { Weight = Factor }, Mode.Up, n);

        private static double Stages(double x, Stage stage, Mode mode, int n) =>
            n <= 0 ? x * stage.Weight * Factor : mode == Mode.Up ? Stages(Math.Sin(x), stage, mode, n - 1) : x;

        public static double Raised(double x) => x * Level(3);

        [NoDiff]
        private static double Level(int n) => n * Factor;

        private enum Mode
        {
            Up,
            Down,
        }

        private sealed class Stage
        {
            public double Weight;
        }

        private static double Inner(double x) => Math.Sin(x * Factor);

        public static void Scale(Span<double> x, double by)
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] *= Factor * by;
            }
        }

        public static void Accumulate(double x, ref double sum) => sum += Factor * x * sum;

        public double Nested(double x, int n) => n == 0 ? x : _scale * Nested(Math.Sin(x), n - 1);

        public double Through(double x, int n) => _scale * Homes.Step(x, n);
    }

    public partial class Box<T>
        where T : struct
    {
        private readonly double _k = 2.0;

        public double Apply(double x, T item) => item.Equals(default(T)) ? x : _k * x * Math.Exp(x);
    }
}
