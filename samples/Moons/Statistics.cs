using System.Diagnostics;

namespace Micrograd.Samples.Moons;

/// <summary>What is computed from the runs.</summary>
internal static class Statistics
{
    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    internal static double Median(double[] samples)
    {
        Array.Sort(samples);
        int middle = samples.Length / 2;
        return samples.Length % 2 == 1 ? samples[middle] : 0.5 * (samples[middle - 1] + samples[middle]);
    }

    /// <summary>The largest |gᵢ − tᵢ| over all parameters and all steps of two runs.</summary>
    internal static double LargestGradientDifference(TrainingRun generated, TrainingRun tape) =>
        generated.Steps.Zip(tape.Steps, (g, t) => LargestDifference(g.Gradient, t.Gradient)).Max();

    /// <summary>The largest |loss − reference| over the steps that the reference has.</summary>
    internal static double LargestLossDifference(TrainingRun run, MoonsData data) =>
        run.Steps.Zip(data.ReferenceLoss, (step, reference) => Math.Abs(step.Loss - reference)).Max();

    /// <summary>The time of a generated gradient, the loss included, over the time of calling the loss alone.</summary>
    internal static double GradientCost(MoonsData data, double[] parameters)
    {
        const int Rounds = 200;
        double[] gradient = new double[parameters.Length];
        double[] lossTimes = new double[Rounds];
        double[] gradientTimes = new double[Rounds];
        Time(data, parameters, gradient, lossTimes, gradientTimes);

        // The second pass counts: by then both methods are optimised.
        Time(data, parameters, gradient, lossTimes, gradientTimes);
        return Median(gradientTimes) / Median(lossTimes);
    }

    // Turn by turn, so that a change of the processor's clock meets both.
    private static void Time(MoonsData data, double[] parameters, double[] gradient, double[] lossTimes, double[] gradientTimes)
    {
        const int Calls = 10;
        for (int round = 0; round < lossTimes.Length; round++)
        {
            long started = Stopwatch.GetTimestamp();
            for (int call = 0; call < Calls; call++)
            {
                MoonsLoss.Loss(parameters, data.Points, data.Labels);
            }

            long between = Stopwatch.GetTimestamp();
            for (int call = 0; call < Calls; call++)
            {
                MoonsLoss.LossGradient(parameters, data.Points, data.Labels, gradient);
            }

            lossTimes[round] = between - started;
            gradientTimes[round] = Stopwatch.GetTimestamp() - between;
        }
    }

    private static double LargestDifference(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
