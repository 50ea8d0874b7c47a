namespace Micrograd;

/// <summary>Neurons that share their inputs, on the dynamic tape.</summary>
public sealed class Layer
{
    private readonly Neuron[] _neurons;
    private readonly Value[] _parameters;

    /// <summary>Makes a layer.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="outputs">The number of neurons.</param>
    /// <param name="activation">The activation function of every neuron.</param>
    /// <param name="random">Gives the weights, neuron by neuron.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="inputs"/> or <paramref name="outputs"/> is less than 1, or <paramref name="activation"/> is not a member of its type.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public Layer(int inputs, int outputs, Activation activation, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        _neurons = new Neuron[outputs];
        for (int i = 0; i < outputs; i++)
        {
            _neurons[i] = new Neuron(inputs, activation, random);
        }

        _parameters = [.. _neurons.SelectMany(neuron => neuron.Parameters())];
    }

    /// <summary>The neurons.</summary>
    public IReadOnlyList<Neuron> Neurons => _neurons;

    /// <summary>The trainable values, neuron by neuron.</summary>
    /// <returns>Outputs · (inputs + 1) leaves.</returns>
    public IReadOnlyList<Value> Parameters() => _parameters;

    /// <summary>Applies the layer.</summary>
    /// <param name="x">One value an input.</param>
    /// <returns>One activation a neuron.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="x"/> has the wrong length.</exception>
    public IReadOnlyList<Value> Forward(IReadOnlyList<Value> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Apply([.. x]);
    }

    /// <summary>Applies the layer to constants.</summary>
    /// <param name="x">One number an input.</param>
    /// <returns>One activation a neuron.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has the wrong length.</exception>
    public IReadOnlyList<Value> Forward(ReadOnlySpan<double> x) => Apply(Neuron.Constants(x));

    /// <summary>Sets the gradient of every parameter to 0.</summary>
    public void ZeroGrad() => Neuron.ZeroGrad(_parameters);

    internal Value[] Apply(ReadOnlySpan<Value> x)
    {
        Value[] activations = new Value[_neurons.Length];
        for (int i = 0; i < activations.Length; i++)
        {
            activations[i] = _neurons[i].Apply(x);
        }

        return activations;
    }
}
