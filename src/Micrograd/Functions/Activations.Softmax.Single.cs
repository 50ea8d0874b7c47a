namespace Micrograd;

public static partial class Activations
{
    /// <inheritdoc cref="Softmax(ReadOnlySpan{double}, Span{double})"/>
    [Differentiable]
    public static void Softmax(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        // The maximum cancels, in the value and in the derivative, so it need not be differentiated.
        float max = float.NegativeInfinity;
        for (int i = 0; i < logits.Length; i++)
        {
            max = MathF.Max(max, Gradient.Stop(logits[i]));
        }

        float sum = 0.0f;
        for (int i = 0; i < logits.Length; i++)
        {
            float e = MathF.Exp(logits[i] - max);
            probabilities[i] = e;
            sum += e;
        }

        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] /= sum;
        }
    }

    /// <inheritdoc cref="LogSoftmax(ReadOnlySpan{double}, Span{double})"/>
    [Differentiable]
    public static void LogSoftmax(ReadOnlySpan<float> logits, Span<float> logProbabilities)
    {
        float max = float.NegativeInfinity;
        for (int i = 0; i < logits.Length; i++)
        {
            max = MathF.Max(max, Gradient.Stop(logits[i]));
        }

        float sum = 0.0f;
        for (int i = 0; i < logits.Length; i++)
        {
            sum += MathF.Exp(logits[i] - max);
        }

        float logSum = MathF.Log(sum);
        for (int i = 0; i < logits.Length; i++)
        {
            logProbabilities[i] = logits[i] - max - logSum;
        }
    }

    /// <inheritdoc cref="LogSumExp(ReadOnlySpan{double})"/>
    [Differentiable]
    public static float LogSumExp(ReadOnlySpan<float> x)
    {
        float max = float.NegativeInfinity;
        for (int i = 0; i < x.Length; i++)
        {
            max = MathF.Max(max, Gradient.Stop(x[i]));
        }

        float sum = 0.0f;
        for (int i = 0; i < x.Length; i++)
        {
            sum += MathF.Exp(x[i] - max);
        }

        return MathF.Log(sum) + max;
    }
}
