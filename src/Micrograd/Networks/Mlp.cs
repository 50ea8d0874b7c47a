namespace Micrograd;

/// <summary>A multi-layer perceptron on the dynamic tape.</summary>
public sealed class Mlp
{
    private readonly Layer[] _layers;
    private readonly Value[] _parameters;

    /// <summary>Makes a network.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="outputs">The number of neurons of each layer, the last being the network's outputs.</param>
    /// <param name="hidden">The activation function of every layer but the last.</param>
    /// <param name="output">The activation function of the last layer.</param>
    /// <param name="random">Gives the weights, in the order of <see cref="Parameters"/>; a new generator if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="outputs"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="outputs"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of inputs or outputs is less than 1, or an activation is not a member of its type.</exception>
    public Mlp(
        int inputs,
        int[] outputs,
        Activation hidden = Activation.Relu,
        Activation output = Activation.Identity,
        Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Length == 0)
        {
            throw new ArgumentException("A network needs at least one layer; give the number of neurons of each.", nameof(outputs));
        }

        random ??= new Random();
        _layers = new Layer[outputs.Length];
        int width = inputs;
        for (int i = 0; i < outputs.Length; i++)
        {
            _layers[i] = new Layer(width, outputs[i], i < outputs.Length - 1 ? hidden : output, random);
            width = outputs[i];
        }

        _parameters = [.. _layers.SelectMany(layer => layer.Parameters())];
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The trainable values in micrograd's order: layer by layer, neuron by neuron, the weights and then the bias.</summary>
    /// <returns>The leaves.</returns>
    public IReadOnlyList<Value> Parameters() => _parameters;

    /// <summary>Applies the network.</summary>
    /// <param name="x">One value an input.</param>
    /// <returns>One value an output.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="x"/> has the wrong length.</exception>
    public IReadOnlyList<Value> Forward(IReadOnlyList<Value> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Apply([.. x]);
    }

    /// <summary>Applies the network to constants.</summary>
    /// <param name="x">One number an input.</param>
    /// <returns>One value an output.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has the wrong length.</exception>
    public IReadOnlyList<Value> Forward(ReadOnlySpan<double> x) => Apply(Neuron.Constants(x));

    /// <summary>Sets the gradient of every parameter to 0.</summary>
    public void ZeroGrad() => Neuron.ZeroGrad(_parameters);

    private Value[] Apply(Value[] x)
    {
        foreach (Layer layer in _layers)
        {
            x = layer.Apply(x);
        }

        return x;
    }
}
