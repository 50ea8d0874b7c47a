using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>What needs no memory takes none, however long it runs; what needs the stack goes as deep as the stack allows.</summary>
public class EndlessLoopTests
{
    private static readonly Lazy<GradientProbe> LazyProbe = new(() => GradientProbe.Compile("""
        [Differentiable]
        public static double CountedSum(double x, int n)
        {
            double s = 0.0;
            for (int i = 0; i < n; i++) { s += x; }
            return s;
        }

        [Differentiable]
        public static double WhileSum(double x, int n)
        {
            double s = 0.0;
            while (n > 0) { s += x; n--; }
            return s;
        }

        // The number of trips of neither loop is an int's matter.
        [Differentiable]
        public static double Strided(double x, int from, int to)
        {
            double s = 0.0;
            for (int i = from; i < to; i += 1000000000) { s += x; }
            return s;
        }

        [Differentiable]
        public static double StridedRecords(double x, int from, int to)
        {
            double s = x;
            for (int i = from; i < to; i += 1000000000) { s = Math.Sin(s) * x + i * 1e-9; }
            return s;
        }

        [Differentiable]
        public static double Deep(double x, int n) => n == 0 ? x : Deep(x, n - 1) * 0.5 + x;
        """, new ProbeSettings { CheckOverflow = false }));

    [Theory]
    [InlineData("CountedSum")]
    [InlineData("WhileSum")]
    public void HundredMillionTrips_TakeNoMemory(string name)
    {
        ProbedMethod method = LazyProbe.Value[name];
        object?[] derivatives = [0.0, null];
        ScratchMemory.Trim();

        method.Gradient(method.Arguments([0.5, 100_000_000]), derivatives);

        Assert.Equal(1e8, derivatives[0]);
        Assert.True(ScratchMemory.BytesReserved < 1 << 20, $"{ScratchMemory.BytesReserved} bytes");
    }

    // n - 1 is the largest int where n is the smallest.
    [Theory]
    [InlineData("CountedSum")]
    [InlineData("WhileSum")]
    public void SmallestCount_IsNoTrip(string name)
    {
        object?[] derivatives = [7.0, null];
        LazyProbe.Value[name].Gradient(LazyProbe.Value[name].Arguments([0.5, int.MinValue]), derivatives);
        Assert.Equal(0.0, derivatives[0]);
    }

    // The distance of the bounds is no int.
    [Theory]
    [InlineData(-2_000_000_000, 1_000_000_000, 3.0)]
    [InlineData(0, 1_147_483_647, 2.0)]
    [InlineData(0, 2_000_000_000, 2.0)]
    [InlineData(-2_147_483_648, 0, 3.0)]
    public void StrideOverTheWholeRange_IsCounted(int from, int to, double trips)
    {
        ProbedMethod method = LazyProbe.Value["Strided"];
        object?[] derivatives = [7.0, null, null];
        method.Gradient(method.Arguments([0.5, from, to]), derivatives);
        Assert.Equal(trips, derivatives[0]);
        LazyProbe.Value.AgreesWithAllOracles("StridedRecords", at: [0.5, from, to]);
    }

    // 10,000 levels on 16 MB: more than a kilobyte a level for both halves of the pair.
    [Fact]
    public void DeepRecursion_GoesAsDeepAsTheStackAllows()
    {
        ProbedMethod method = LazyProbe.Value["Deep"];
        object?[] derivatives = [0.0, null];
        Thread thread = new(() => method.Gradient(method.Arguments([0.5, 10_000]), derivatives), maxStackSize: 16 * 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(2.0, (double)derivatives[0]!, 1e-12);
    }
}
