namespace Micrograd.Samples.Moons;

/// <summary>Trains a network of <see cref="Value"/>s, as the micrograd notebook does: a new graph at every step.</summary>
internal sealed class TapeEngine : TrainingEngine
{
    private readonly MoonsData _data;
    private readonly Mlp _network = new(2, [16, 16, 1]);
    private readonly double[] _scores;

    internal TapeEngine(MoonsData data)
    {
        _data = data;
        _scores = new double[data.Labels.Length];
        IReadOnlyList<Value> parameters = _network.Parameters();
        for (int i = 0; i < parameters.Count; i++)
        {
            parameters[i].Data = data.InitialParameters[i];
        }
    }

    internal override string Name => "tape";

    internal override double Evaluate()
    {
        Value hinge = 0.0;
        for (int i = 0; i < _data.Labels.Length; i++)
        {
            Value score = _network.Forward(_data.Points.AsSpan(2 * i, 2))[0];
            _scores[i] = score.Data;
            hinge += (1.0 - (_data.Labels[i] * score)).Relu();
        }

        Value squares = 0.0;
        foreach (Value parameter in _network.Parameters())
        {
            squares += parameter * parameter;
        }

        Value loss = (hinge / _data.Labels.Length) + (1e-4 * squares);
        _network.ZeroGrad();
        loss.Backward();
        return loss.Data;
    }

    internal override int CountCorrect()
    {
        int correct = 0;
        for (int i = 0; i < _scores.Length; i++)
        {
            correct += (_scores[i] > 0.0) == (_data.Labels[i] > 0.0) ? 1 : 0;
        }

        return correct;
    }

    internal override void Update(double learningRate)
    {
        foreach (Value parameter in _network.Parameters())
        {
            parameter.Data -= learningRate * parameter.Grad;
        }
    }

    internal override void CopyGradientTo(Span<double> gradient)
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = _network.Parameters()[i].Grad;
        }
    }

    internal override void CopyParametersTo(Span<double> parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = _network.Parameters()[i].Data;
        }
    }
}
