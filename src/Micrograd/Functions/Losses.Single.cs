namespace Micrograd;

public static partial class Losses
{
    /// <inheritdoc cref="SquaredError(double, double)"/>
    [Differentiable]
    public static float SquaredError(float prediction, float target)
    {
        float error = prediction - target;
        return error * error;
    }

    /// <inheritdoc cref="Hinge(double, double)"/>
    [Differentiable]
    public static float Hinge(float score, float label) => MathF.Max(1.0f - (label * score), 0.0f);

    /// <inheritdoc cref="CrossEntropy(ReadOnlySpan{double}, int)"/>
    [Differentiable]
    public static float CrossEntropy(ReadOnlySpan<float> logits, int target)
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

        // Not LogSumExp − logit: at 1000 that sum would have lost the digits which the difference needs.
        return MathF.Log(sum) - (logits[target] - max);
    }

    /// <inheritdoc cref="BinaryCrossEntropy(double, double)"/>
    [Differentiable]
    public static float BinaryCrossEntropy(float logit, float target)
    {
        // max(z, 0) − z·t + log(1 + e^−|z|) without its kinks at 0, where the derivative is ½ − t.
        if (logit >= 0.0f)
        {
            return (logit * (1.0f - target)) + float.LogP1(MathF.Exp(-logit));
        }

        return float.LogP1(MathF.Exp(logit)) - (logit * target);
    }
}
