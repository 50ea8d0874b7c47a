namespace Micrograd;

public static partial class Activations
{
    /// <inheritdoc cref="Sigmoid(double)"/>
    [Differentiable]
    public static float Sigmoid(float x)
    {
        if (x >= 0.0f)
        {
            return 1.0f / (1.0f + MathF.Exp(-x));
        }

        float e = MathF.Exp(x);
        return e / (1.0f + e);
    }

    /// <inheritdoc cref="Tanh(double)"/>
    [Differentiable]
    public static float Tanh(float x) => MathF.Tanh(x);

    /// <inheritdoc cref="Relu(double)"/>
    [Differentiable]
    public static float Relu(float x) => MathF.Max(x, 0.0f);

    /// <inheritdoc cref="LeakyRelu(double, double)"/>
    [Differentiable]
    public static float LeakyRelu(float x, float slope = 0.01f) => x > 0.0f ? x : slope * x;

    /// <inheritdoc cref="Prelu(double, double)"/>
    [Differentiable]
    public static float Prelu(float x, float slope) => x > 0.0f ? x : slope * x;

    /// <inheritdoc cref="Elu(double, double)"/>
    [Differentiable]
    public static float Elu(float x, float alpha = 1.0f) => x > 0.0f ? x : alpha * float.ExpM1(x);

    /// <inheritdoc cref="Swish(double, double)"/>
    [Differentiable]
    public static float Swish(float x, float beta = 1.0f) => x * Sigmoid(beta * x);
}
