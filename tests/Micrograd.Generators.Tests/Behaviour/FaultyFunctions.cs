using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>Functions that fail in the middle: by a fuse that burns down, a bad index, a division of integers, an array too long.</summary>
internal static class FaultyFunctions
{
    private static readonly Lazy<GradientProbe> LazyProbe = new(() => GradientProbe.Compile("""
        // Whatever burns it down to 0 throws.
        public static int Fuse = int.MaxValue;

        public static int Deepest;

        public static double Level
        {
            get
            {
                Burn();
                return 0.5;
            }
        }

        private static void Burn()
        {
            if (--Fuse == 0) { throw new InvalidOperationException("burnt"); }
        }

        [Differentiable]
        public static double NestedLoops(Span<double> x, int row, int column)
        {
            double t = 1.0;
            for (int i = 0; i < x.Length; i++)
            {
                double[] buffer = new double[x.Length];
                for (int j = 0; j < x.Length; j++)
                {
                    int k = 0;
                    while (t < 5.0 && k < 3) { t = t * (1.0 + x[j] * x[j]) + 0.1; k++; }
                    if (i == row && j == column) { throw new InvalidOperationException("the user's own"); }
                    buffer[j] = Math.Sin(t) * x[i];
                    x[j] = buffer[j] * t;
                }

                t += buffer[i];
            }

            return t;
        }

        [Differentiable]
        public static double Recursive(Span<double> x, int depth, int bad) => Even(x, depth, bad) * x[0];

        private static double Even(Span<double> x, int n, int bad)
        {
            if (n == bad) { throw new InvalidOperationException("the user's own"); }
            if (n <= 0) { return 1.0; }
            x[n % x.Length] *= 1.5;
            double t = Odd(x, n - 1, bad);
            return t * x[n % x.Length] + Math.Sin(t);
        }

        private static double Odd(Span<double> x, int n, int bad)
        {
            if (n == bad) { throw new InvalidOperationException("the user's own"); }
            return n <= 0 ? x[0] : Even(x, n - 1, bad) * x[n % x.Length];
        }

        [Differentiable]
        public static double Getter(double[] x)
        {
            double s = 1.0;
            for (int i = 0; i < x.Length; i++) { s = s * x[i] + Level; x[i] = s; }
            return s;
        }

        [Differentiable]
        public static double Divides(Span<double> x, int[] n)
        {
            double s = 1.0;
            for (int i = 0; i < x.Length; i++) { s = s * x[i % (4 / n[i])]; x[i] = s * s; }
            return s;
        }

        [Differentiable]
        public static double Overflows(Span<double> x, int n)
        {
            double s = 1.0;
            for (int i = 0; i < x.Length; i++) { n = checked(n * 2); s = s * x[i] + n; x[i] = s; }
            return s;
        }

        [Differentiable]
        public static double NewArray(Span<double> x, int n)
        {
            x[0] = x[0] * 2.0;
            double[] t = new double[n];
            for (int i = 0; i < n; i++) { t[i] = x[i] * x[0]; }
            double s = 1.0;
            for (int i = 0; i < n; i++) { s = s * t[i] + 1.0; }
            return s;
        }

        [Differentiable]
        public static double NewGrid(Span<double> x, int n)
        {
            x[0] = x[0] * 2.0;
            double[,] t = new double[2, n];
            for (int i = 0; i < n; i++) { t[1, i] = x[i] * x[0]; }
            return n > 0 ? t[1, 0] * t[1, n - 1] : x[0];
        }

        [Differentiable]
        public static double Slices(Span<double> x, int start, int length)
        {
            x[0] = x[0] * 2.0;
            Span<double> t = x.Slice(start, length);
            double s = 1.0;
            for (int i = 0; i < t.Length; i++) { s = s * t[i] + 1.0; }
            return s;
        }

        [Differentiable]
        public static double SlicesOfLocal(Span<double> x, int start, int length)
        {
            x[0] = x[0] * 2.0;
            double[] a = new double[x.Length];
            x.CopyTo(a);
            Span<double> t = a.AsSpan(start, length);
            double s = 1.0;
            for (int i = 0; i < t.Length; i++) { s = s * t[i] + 1.0; }
            return s;
        }

        [Differentiable]
        public static double NegativeSlice(Span<double> x, int n)
        {
            x[0] = x[0] * 2.0;
            Span<double> t = x;
            if (n > 2) { t = x.Slice(1, -1); }
            return t[0] * t[0];
        }

        [Differentiable]
        public static double Copies(double[] x, int n)
        {
            x[0] = x[0] * 2.0;
            double[] a = new double[n];
            x.CopyTo(a, 0);
            return a[0] * a[n - 1];
        }

        [Differentiable]
        public static double CopiesPart(double[] x, int n)
        {
            x[0] = x[0] * 2.0;
            double[] a = new double[4];
            Array.Copy(x, a, n);
            return a[0] * a[3];
        }

        [Differentiable]
        public static double Fills(Span<double> x, int n)
        {
            x[0] = x[0] * 2.0;
            double[] a = new double[n];
            Array.Fill(a, x[0]);
            return a[n - 1] * x[1];
        }

        [Differentiable]
        public static double Finally(Span<double> x, int n)
        {
            double s = 1.0;
            for (int i = 0; i < x.Length; i++)
            {
                try
                {
                    s = s * x[i];
                    if (i == n) { throw new InvalidOperationException("the user's own"); }
                    x[i] = s + 1.0;
                }
                finally
                {
                    Deepest++;
                }
            }

            return s;
        }

        [Differentiable]
        public static double Records(double x, int n)
        {
            double a = x;
            for (int i = 0; i < n; i++) { a = Math.Sin(a) * x; }
            return a;
        }

        [Differentiable]
        public static double Guarded(double x, int n)
        {
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            return n == 0 ? x : Math.Sin(Guarded(x, n - 1)) * x;
        }

        // The method itself works; its derivative throws, in the reverse sweep.
        [Differentiable]
        public static double RuleInLoop(Span<double> x, int n)
        {
            double s = 1.0;
            for (int i = 0; i < n; i++) { s = Special(s * x[i]) + x[i]; x[i] = s; }
            return s;
        }

        [Differentiable]
        public static double RuleInRecursion(Span<double> x, int n)
        {
            if (n == 0) { return x[0]; }
            double t = RuleInRecursion(x, n - 1);
            x[n % x.Length] = Special(t * x[n % x.Length]);
            return t * x[n % x.Length];
        }

        private static double Special(double x) => x * x;

        [DerivativeOf(typeof(Functions), nameof(Special))]
        private static void SpecialBackward(double x, double upstream, ref double dX)
        {
            Burn();
            dX += 2.0 * x * upstream;
        }
        """));

    public static GradientProbe Probe => LazyProbe.Value;
}
