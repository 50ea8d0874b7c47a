namespace Micrograd;

public static partial class Activations
{
    /// <summary>eˣⁱ / Σⱼ eˣʲ, with the maximum subtracted first.</summary>
    /// <param name="logits">n numbers.</param>
    /// <param name="probabilities">Receives n numbers that sum to 1. May be <paramref name="logits"/> itself.</param>
    /// <exception cref="IndexOutOfRangeException"><paramref name="probabilities"/> is shorter than <paramref name="logits"/>.</exception>
    [Differentiable]
    public static void Softmax(ReadOnlySpan<double> logits, Span<double> probabilities)
    {
        // The maximum cancels, in the value and in the derivative, so it need not be differentiated.
        double max = double.NegativeInfinity;
        for (int i = 0; i < logits.Length; i++)
        {
            max = Math.Max(max, Gradient.Stop(logits[i]));
        }

        double sum = 0.0;
        for (int i = 0; i < logits.Length; i++)
        {
            double e = Math.Exp(logits[i] - max);
            probabilities[i] = e;
            sum += e;
        }

        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] /= sum;
        }
    }

    /// <summary>xᵢ − log Σⱼ eˣʲ, with the maximum subtracted first.</summary>
    /// <param name="logits">n numbers.</param>
    /// <param name="logProbabilities">Receives n numbers, the logarithms of the probabilities. May be <paramref name="logits"/> itself.</param>
    /// <exception cref="IndexOutOfRangeException"><paramref name="logProbabilities"/> is shorter than <paramref name="logits"/>.</exception>
    [Differentiable]
    public static void LogSoftmax(ReadOnlySpan<double> logits, Span<double> logProbabilities)
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

        double logSum = Math.Log(sum);
        for (int i = 0; i < logits.Length; i++)
        {
            logProbabilities[i] = logits[i] - max - logSum;
        }
    }

    /// <summary>log Σⱼ eˣʲ, with the maximum subtracted first.</summary>
    /// <param name="x">n numbers.</param>
    /// <returns>The logarithm of the sum of their exponentials; −∞ for none.</returns>
    [Differentiable]
    public static double LogSumExp(ReadOnlySpan<double> x)
    {
        double max = double.NegativeInfinity;
        for (int i = 0; i < x.Length; i++)
        {
            max = Math.Max(max, Gradient.Stop(x[i]));
        }

        double sum = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += Math.Exp(x[i] - max);
        }

        return Math.Log(sum) + max;
    }
}
