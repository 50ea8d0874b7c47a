using System;
using Micrograd;

namespace Samples;

/// <summary>Losses of statistics and machine learning.</summary>
public static partial class Learning
{
    [Differentiable]
    [At(new[] { 1.0, 2.0, 0.5 }, 1)]
    [At(new[] { 900.0, -900.0, 0.5 }, 2, Smooth = false)]
    public static double SoftmaxCrossEntropy(ReadOnlySpan<double> z, int target)
    {
        double m = z[0];
        for (int i = 1; i < z.Length; i++)
        {
            m = Math.Max(m, z[i]);
        }

        double s = 0.0;
        for (int i = 0; i < z.Length; i++)
        {
            s += Math.Exp(z[i] - m);
        }

        return Math.Log(s) + m - z[target];
    }

    [Differentiable]
    [At(new[] { 0.5, -0.25, 0.1, 0.7, 0.2, -0.6, 1.1, 0.3, -0.4 }, new[] { 1.0, -0.5, 0.25, 2.0 }, new[] { 1.0, -1.0 })]
    public static double MlpLoss(ReadOnlySpan<double> p, [NoDiff] ReadOnlySpan<double> x, [NoDiff] ReadOnlySpan<double> y)
    {
        const int Inputs = 2;
        const int Hidden = 2;
        double loss = 0.0;
        Span<double> h = stackalloc double[Hidden];
        for (int sample = 0; sample < y.Length; sample++)
        {
            ReadOnlySpan<double> input = x.Slice(sample * Inputs, Inputs);
            int o = 0;
            for (int j = 0; j < Hidden; j++)
            {
                double a = p[o++];
                for (int i = 0; i < Inputs; i++)
                {
                    a += p[o++] * input[i];
                }

                h[j] = Math.Tanh(a);
            }

            double score = p[o++];
            for (int j = 0; j < Hidden; j++)
            {
                score += p[o++] * h[j];
            }

            double margin = 1.0 - y[sample] * score;
            loss += margin > 0.0 ? margin : 0.0;
        }

        double norm = 0.0;
        foreach (double w in p)
        {
            norm += w * w;
        }

        return loss / y.Length + 1e-2 * norm;
    }

    [Differentiable]
    [At(0.3)]
    [At(-800.0)]
    [At(800.0)]
    public static double SafeSigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    [Differentiable]
    [At(new[] { 0.3, -0.2, 0.9, 0.4 }, 0.5, 1.5)]
    public static double GaussianLogLikelihood(ReadOnlySpan<double> x, double mean, double sigma)
    {
        double s = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            double z = (x[i] - mean) / sigma;
            s -= 0.5 * z * z + Math.Log(sigma) + 0.5 * Math.Log(2.0 * Math.PI);
        }

        return s;
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, -1.0, 0.5 })]
    public static double LayerNormalized(double[] x)
    {
        double mean = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            mean += x[i];
        }

        mean /= x.Length;
        double variance = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            variance += (x[i] - mean) * (x[i] - mean);
        }

        double scale = 1.0 / Math.Sqrt(variance / x.Length + 1e-5);
        double s = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = (x[i] - mean) * scale;
            s += x[i] * x[i] * x[i] * (i + 1);
        }

        return s;
    }

    [Differentiable]
    [At(new[] { 0.0, 0.1, 1.2, -0.4, 0.3, 1.7 })]
    public static double PairwiseEnergy(double[] p)
    {
        double s = 0.0;
        int n = p.Length / 2;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (i == j)
                {
                    continue;
                }

                double dx = p[2 * i] - p[2 * j];
                double dy = p[2 * i + 1] - p[2 * j + 1];
                s += 1.0 / Math.Sqrt(dx * dx + dy * dy);
            }
        }

        return s;
    }

    [Differentiable]
    [At(new[] { 0.1, 0.2, 0.7, 0.9, 0.3 }, new[] { 0.15, 0.85 })]
    public static double NearestCentre(ReadOnlySpan<double> points, ReadOnlySpan<double> centres)
    {
        double cost = 0.0;
        foreach (double p in points)
        {
            double best = double.PositiveInfinity;
            foreach (double c in centres)
            {
                double d = (p - c) * (p - c);
                if (d < best)
                {
                    best = d;
                }
            }

            cost += best;
        }

        return cost;
    }
}
