using BenchmarkDotNet.Attributes;
using Micrograd.Samples.Moons;

namespace Micrograd.Benchmarks;

/// <summary>Loss and gradient of one full-batch step of samples/Moons: 100 points, 337 parameters.</summary>
[BenchmarkCategory("Moons")]
public class MoonsBenchmark : GradientBenchmark
{
    private const int Width = 16;
    private const int Second = 3 * Width;
    private const int Stride = Width + 1;
    private const int Output = Second + (Width * Stride);

    private static readonly MoonsData Data = MoonsData.Load();

    public MoonsBenchmark()
        : base([.. Data.InitialParameters])
    {
    }

    private protected override double Evaluate(double[] x) => MoonsLoss.Loss(x, Data.Points, Data.Labels);

    private protected override double Generated(double[] x, double[] gradient) =>
        MoonsLoss.LossGradient(x, Data.Points, Data.Labels, gradient);

    private protected override Value Tape(Value[] x) => MoonsLoss.Loss(x, Data.Points, Data.Labels);

    // Forward and backward for one point after the other, nothing recorded, nothing done behind a ReLU that is off.
    private protected override double HandWritten(double[] x, double[] gradient)
    {
        ReadOnlySpan<double> p = x;
        Span<double> dp = gradient;
        dp.Clear();
        Span<double> first = stackalloc double[Width];
        Span<double> second = stackalloc double[Width];
        double scale = 1.0 / Data.Labels.Length;
        double hinge = 0.0;
        for (int i = 0; i < Data.Labels.Length; i++)
        {
            ReadOnlySpan<double> point = Data.Points.AsSpan(2 * i, 2);
            double margin = 1.0 - (Data.Labels[i] * Forward(p, point, first, second));
            if (margin > 0.0)
            {
                hinge += margin;
                Backward(p, point, first, second, -Data.Labels[i] * scale, dp);
            }
        }

        double squares = 0.0;
        for (int i = 0; i < p.Length; i++)
        {
            squares += p[i] * p[i];
            dp[i] += 2e-4 * p[i];
        }

        return (hinge * scale) + (1e-4 * squares);
    }

    private static double Forward(ReadOnlySpan<double> p, ReadOnlySpan<double> point, Span<double> first, Span<double> second)
    {
        for (int j = 0; j < first.Length; j++)
        {
            first[j] = Math.Max(0.0, p[(3 * j) + 2] + (p[3 * j] * point[0]) + (p[(3 * j) + 1] * point[1]));
        }

        for (int j = 0; j < second.Length; j++)
        {
            second[j] = Math.Max(0.0, Affine(p.Slice(Second + (Stride * j), Stride), first));
        }

        return Affine(p.Slice(Output, Stride), second);
    }

    private static double Affine(ReadOnlySpan<double> neuron, ReadOnlySpan<double> inputs)
    {
        double sum = neuron[inputs.Length];
        for (int k = 0; k < inputs.Length; k++)
        {
            sum += neuron[k] * inputs[k];
        }

        return sum;
    }

    private static void Backward(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> point,
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        double dScore,
        Span<double> dp)
    {
        Span<double> dFirst = stackalloc double[Width];
        dp[Output + Width] += dScore;
        for (int j = 0; j < second.Length; j++)
        {
            if (second[j] > 0.0)
            {
                dp[Output + j] += dScore * second[j];
                double dSum = dScore * p[Output + j];
                ReadOnlySpan<double> neuron = p.Slice(Second + (Stride * j), Stride);
                Span<double> dNeuron = dp.Slice(Second + (Stride * j), Stride);
                for (int k = 0; k < first.Length; k++)
                {
                    dNeuron[k] += dSum * first[k];
                    dFirst[k] += dSum * neuron[k];
                }

                dNeuron[Width] += dSum;
            }
        }

        for (int j = 0; j < first.Length; j++)
        {
            if (first[j] > 0.0)
            {
                dp[3 * j] += dFirst[j] * point[0];
                dp[(3 * j) + 1] += dFirst[j] * point[1];
                dp[(3 * j) + 2] += dFirst[j];
            }
        }
    }
}
