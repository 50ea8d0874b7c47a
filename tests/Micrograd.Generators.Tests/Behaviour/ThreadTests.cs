using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>64 threads, 10⁵ gradients each, over inputs they share: the bits of one thread, and not a byte allocated.</summary>
public class ThreadTests
{
    private const string Functions = """
        [Differentiable]
        public static double Arrays(ReadOnlySpan<double> x)
        {
            double[] t = new double[x.Length];
            for (int i = 0; i < t.Length; i++) { t[i] = x[i] * x[i] + 0.5; }
            for (int i = 1; i < t.Length; i++) { t[i] = t[i] * t[i - 1]; }
            return t[t.Length - 1];
        }

        [Differentiable]
        public static double Recursive(double x, int n) => n == 0 ? 1.0 : Recursive(x, n - 1) * x + 0.25;

        [Differentiable]
        public static double Records(double x, int n)
        {
            double s = x;
            while (n-- > 0) { s = s > 0.5 ? s * x : s / x + 0.75; }
            return s;
        }

        [Differentiable]
        public static double Ruled(double x) => Inner(x) * x + Inner(x + 1.0);

        private static double Inner(double x) => Square(x) + x;

        [Differentiable]
        public static double Square(double x) { double t = x; for (int i = 0; i < 3; i++) { t = t * x * 0.5; } return t; }

        // The rule calls generated gradients, on the same thread's scratch memory, while the outer one is using it.
        [DerivativeOf(typeof(Functions), nameof(Inner))]
        private static void InnerRule(double x, double upstream, ref double dX)
        {
            SquareGradient(x, out double d);
            RecursiveGradient(x, 2, out double e);
            dX += upstream * (d + 1.0 + 0.0 * e);
        }

        private static double One(int k, double[] shared, Span<double> gradient)
        {
            double x = shared[k & 7];
            switch (k & 3)
            {
                case 0: return ArraysGradient(shared.AsSpan(k & 7, 4), gradient);
                case 1: return RecursiveGradient(x, 3, out gradient[0]);
                case 2: return RecordsGradient(x, 4, out gradient[0]);
                default: return RuledGradient(x, out gradient[0]);
            }
        }

        // What a thread finds and how many bytes it allocates on the way.
        public static (ulong Hash, long Allocated) Run(int count, double[] shared)
        {
            Span<double> gradient = stackalloc double[4];
            for (int k = 0; k < 1000; k++) { One(k, shared, gradient); }
            long before = GC.GetAllocatedBytesForCurrentThread();
            ulong hash = 14695981039346656037;
            for (int k = 0; k < count; k++)
            {
                gradient.Clear();
                hash = unchecked((hash ^ (ulong)BitConverter.DoubleToInt64Bits(One(k, shared, gradient))) * 1099511628211);
                for (int i = 0; i < 4; i++) { hash = unchecked((hash ^ (ulong)BitConverter.DoubleToInt64Bits(gradient[i])) * 1099511628211); }
            }

            return (hash, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        """;

    [Fact]
    public void ManyThreads_GiveOneThreadsBitsAndAllocateNothing()
    {
        GradientProbe probe = GradientProbe.Compile(Functions);
        foreach ((string name, object[] at) in new (string, object[])[] { ("Arrays", [new[] { 0.5, 1.5, 0.25 }]), ("Recursive", [0.7, 3]), ("Records", [0.7, 4]), ("Ruled", [0.7]) })
        {
            probe.AgreesWithAllOracles(name, at);
        }

        Func<int, double[], (ulong Hash, long Allocated)> run = probe.Assembly.GetType("Probes.Functions")!.GetMethod("Run")!.CreateDelegate<Func<int, double[], (ulong, long)>>();
        double[] shared = [.. Enumerable.Range(1, 12).Select(static i => 0.3 + (0.125 * i))];
        double[] copy = [.. shared];
        (ulong expected, _) = run(100_000, shared);
        (ulong Hash, long Allocated)[] found = new (ulong, long)[64];
        Thread[] threads = [.. Enumerable.Range(0, found.Length).Select(i => new Thread(() => found[i] = run(100_000, shared)))];

        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());

        Assert.All(found, result => Assert.Equal((expected, 0L), result));
        Assert.Equal(copy, shared);
    }
}
