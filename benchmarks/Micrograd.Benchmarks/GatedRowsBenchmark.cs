using BenchmarkDotNet.Attributes;

namespace Micrograd.Benchmarks;

/// <summary>64 products of 16 factors, of which every second one counts: a branch between two loops, and a value of each inner trip that the reverse sweep needs.</summary>
[BenchmarkCategory("GatedRows")]
public partial class GatedRowsBenchmark : GradientBenchmark
{
    private const int Length = 16;
    private static readonly double[] Points = [.. Enumerable.Range(0, 64).Select(i => (i % 2 == 0 ? 1.0 : -1.0) * (0.2 + 0.01 * i))];

    public GatedRowsBenchmark()
        : base([.. Enumerable.Range(0, Length).Select(i => Math.Cos(2.0 * i))])
    {
    }

    /// <summary>Σ ∏(w_j + t) over the points t > 0.</summary>
    [Differentiable]
    internal static double Total(ReadOnlySpan<double> weights, [NoDiff] ReadOnlySpan<double> points)
    {
        double sum = 0.0;
        for (int i = 0; i < points.Length; i++)
        {
            if (points[i] > 0.0)
            {
                double product = 1.0;
                for (int j = 0; j < weights.Length; j++)
                {
                    product *= weights[j] + points[i];
                }

                sum += product;
            }
        }

        return sum;
    }

    private protected override double Evaluate(double[] x) => Total(x, Points);

    private protected override double Generated(double[] x, double[] gradient) => TotalGradient(x, Points, gradient);

    private protected override Value Tape(Value[] x) => Total(x, Points);

    // The products of one row fit in a buffer: forward, and at once back.
    private protected override double HandWritten(double[] x, double[] gradient)
    {
        ReadOnlySpan<double> weights = x;
        Span<double> dWeights = gradient.AsSpan(0, weights.Length);
        Span<double> before = stackalloc double[Length];
        dWeights.Clear();
        double sum = 0.0;
        foreach (double point in Points)
        {
            if (point > 0.0)
            {
                double product = 1.0;
                for (int j = 0; j < weights.Length; j++)
                {
                    before[j] = product;
                    product *= weights[j] + point;
                }

                sum += product;
                double dProduct = 1.0;
                for (int j = weights.Length - 1; j >= 0; j--)
                {
                    dWeights[j] += dProduct * before[j];
                    dProduct *= weights[j] + point;
                }
            }
        }

        return sum;
    }
}
