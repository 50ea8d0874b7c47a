using BenchmarkDotNet.Attributes;

namespace Micrograd.Benchmarks;

/// <summary>The logistic loss of a dot product of length 256.</summary>
[BenchmarkCategory("Logistic")]
public partial class LogisticBenchmark : GradientBenchmark
{
    private static readonly double[] Features = [.. Enumerable.Range(0, 256).Select(i => Math.Sin(i + 1.0))];

    public LogisticBenchmark()
        : base([.. Enumerable.Range(0, 256).Select(i => 0.1 * Math.Cos(3.0 * i))])
    {
    }

    /// <summary>log(1 + exp(−y·w·x)).</summary>
    [Differentiable]
    internal static double Loss(ReadOnlySpan<double> weights, [NoDiff] ReadOnlySpan<double> features, [NoDiff] double label)
    {
        double score = 0.0;
        for (int i = 0; i < weights.Length; i++)
        {
            score += weights[i] * features[i];
        }

        return Math.Log(1.0 + Math.Exp(-label * score));
    }

    private protected override double Evaluate(double[] x) => Loss(x, Features, 1.0);

    private protected override double Generated(double[] x, double[] gradient) => LossGradient(x, Features, 1.0, gradient);

    private protected override Value Tape(Value[] x) => Loss(x, Features, 1.0);

    private protected override double HandWritten(double[] x, double[] gradient)
    {
        ReadOnlySpan<double> weights = x;
        ReadOnlySpan<double> features = Features.AsSpan(0, weights.Length);
        Span<double> dWeights = gradient.AsSpan(0, weights.Length);
        double score = 0.0;
        for (int i = 0; i < weights.Length; i++)
        {
            score += weights[i] * features[i];
        }

        double exp = Math.Exp(-score);
        double dScore = -exp / (1.0 + exp);
        for (int i = 0; i < dWeights.Length; i++)
        {
            dWeights[i] = dScore * features[i];
        }

        return Math.Log(1.0 + exp);
    }
}
