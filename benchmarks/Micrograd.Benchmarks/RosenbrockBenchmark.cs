using BenchmarkDotNet.Attributes;

namespace Micrograd.Benchmarks;

/// <summary>The Rosenbrock function of 100 variables.</summary>
[BenchmarkCategory("Rosenbrock")]
public partial class RosenbrockBenchmark : GradientBenchmark
{
    public RosenbrockBenchmark()
        : base([.. Enumerable.Range(0, 100).Select(i => 0.5 + (0.01 * i))])
    {
    }

    /// <summary>Σ 100·(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)².</summary>
    [Differentiable]
    internal static double Rosenbrock(ReadOnlySpan<double> x)
    {
        double sum = 0.0;
        for (int i = 0; i < x.Length - 1; i++)
        {
            double valley = x[i + 1] - (x[i] * x[i]);
            double slope = 1.0 - x[i];
            sum += (100.0 * valley * valley) + (slope * slope);
        }

        return sum;
    }

    private protected override double Evaluate(double[] x) => Rosenbrock(x);

    private protected override double Generated(double[] x, double[] gradient) => RosenbrockGradient(x, gradient);

    private protected override Value Tape(Value[] x) => Rosenbrock(x);

    private protected override double HandWritten(double[] x, double[] gradient)
    {
        ReadOnlySpan<double> p = x;
        Span<double> dp = gradient.AsSpan(0, p.Length);
        double sum = 0.0;
        dp[0] = 0.0;
        for (int i = 0; i < p.Length - 1; i++)
        {
            double valley = p[i + 1] - (p[i] * p[i]);
            double slope = 1.0 - p[i];
            sum += (100.0 * valley * valley) + (slope * slope);
            dp[i] += (-400.0 * valley * p[i]) - (2.0 * slope);
            dp[i + 1] = 200.0 * valley;
        }

        return sum;
    }
}
