namespace Micrograd.Samples.Moons;

/// <summary>Trains a flat array of parameters with the gradient that was generated from <see cref="MoonsLoss"/>.</summary>
internal sealed class GeneratedEngine(MoonsData data) : TrainingEngine
{
    private readonly double[] _parameters = [.. data.InitialParameters];
    private readonly double[] _gradient = new double[data.InitialParameters.Length];
    private readonly Sgd _optimizer = new(data.InitialParameters.Length);

    internal override string Name => "generated";

    internal override double Evaluate() => MoonsLoss.LossGradient(_parameters, data.Points, data.Labels, _gradient);

    internal override int CountCorrect()
    {
        int correct = 0;
        for (int i = 0; i < data.Labels.Length; i++)
        {
            double score = MoonsLoss.Score(_parameters, data.Points.AsSpan(2 * i, 2));
            correct += (score > 0.0) == (data.Labels[i] > 0.0) ? 1 : 0;
        }

        return correct;
    }

    internal override void Update(double learningRate) => _optimizer.Step(_parameters, _gradient, learningRate);

    internal override void CopyGradientTo(Span<double> gradient) => _gradient.CopyTo(gradient);

    internal override void CopyParametersTo(Span<double> parameters) => _parameters.CopyTo(parameters);
}
