namespace Micrograd;

/// <summary>Loss functions, and their derivatives: every method is <see cref="DifferentiableAttribute">differentiable</see> and safe from overflow.</summary>
public static partial class Losses
{
    /// <summary>(prediction − target)².</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">What it should be.</param>
    /// <returns>The loss.</returns>
    [Differentiable]
    public static double SquaredError(double prediction, double target)
    {
        double error = prediction - target;
        return error * error;
    }

    /// <summary>max(1 − label·score, 0), with derivative 0 at the kink.</summary>
    /// <param name="score">The score.</param>
    /// <param name="label">−1 or 1.</param>
    /// <returns>The loss.</returns>
    [Differentiable]
    public static double Hinge(double score, double label) => Math.Max(1.0 - (label * score), 0.0);

    /// <summary>−log of the softmax probability of the target class, from logits.</summary>
    /// <param name="logits">One number a class.</param>
    /// <param name="target">The index of the right class.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="IndexOutOfRangeException"><paramref name="target"/> is not the index of a class.</exception>
    [Differentiable]
    public static double CrossEntropy(ReadOnlySpan<double> logits, int target)
    {
        double max = double.NegativeInfinity;
        for (int i = 0; i < logits.Length; i++)
        {
            max = Math.Max(max, Gradient.Stop(logits[i]));
        }

        double sum = 0.0;
        for (int i = 0; i < logits.Length; i++)
        {
            sum += Math.Exp(logits[i] - max);
        }

        // Not LogSumExp − logit: at 1000 that sum would have lost the digits which the difference needs.
        return Math.Log(sum) - (logits[target] - max);
    }

    /// <summary>−t·log σ(z) − (1 − t)·log(1 − σ(z)), from the logit z.</summary>
    /// <param name="logit">z.</param>
    /// <param name="target">The probability t, from 0 to 1.</param>
    /// <returns>The loss.</returns>
    [Differentiable]
    public static double BinaryCrossEntropy(double logit, double target)
    {
        // max(z, 0) − z·t + log(1 + e^−|z|) without its kinks at 0, where the derivative is ½ − t.
        if (logit >= 0.0)
        {
            return (logit * (1.0 - target)) + double.LogP1(Math.Exp(-logit));
        }

        return double.LogP1(Math.Exp(logit)) - (logit * target);
    }
}
