namespace Micrograd;

/// <summary>activation(Σ wᵢ·xᵢ + b) on the dynamic tape.</summary>
public sealed class Neuron
{
    private readonly Value[] _parameters;
    private readonly Activation _activation;

    /// <summary>Makes a neuron with weights uniform in [−1, 1] and bias 0.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="activation">The activation function.</param>
    /// <param name="random">Gives the weights, in order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="inputs"/> is less than 1, or <paramref name="activation"/> is not a member of its type.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public Neuron(int inputs, Activation activation, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentNullException.ThrowIfNull(random);
        if (!Enum.IsDefined(activation))
        {
            throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation is not a member of Activation.");
        }

        _activation = activation;
        _parameters = new Value[inputs + 1];
        for (int i = 0; i < inputs; i++)
        {
            _parameters[i] = new Value((2.0 * random.NextDouble()) - 1.0);
        }

        _parameters[inputs] = new Value(0.0);
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs => _parameters.Length - 1;

    /// <summary>The trainable values: the weights in the order of the inputs, then the bias.</summary>
    /// <returns>Inputs + 1 leaves.</returns>
    public IReadOnlyList<Value> Parameters() => _parameters;

    /// <summary>Applies the neuron.</summary>
    /// <param name="x">One value an input.</param>
    /// <returns>The activation.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="x"/> has the wrong length.</exception>
    public Value Forward(IReadOnlyList<Value> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Apply([.. x]);
    }

    /// <summary>Applies the neuron to constants.</summary>
    /// <param name="x">One number an input.</param>
    /// <returns>The activation.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has the wrong length.</exception>
    public Value Forward(ReadOnlySpan<double> x) => Apply(Constants(x));

    /// <summary>Sets the gradient of every parameter to 0.</summary>
    public void ZeroGrad() => ZeroGrad(_parameters);

    internal static Value[] Constants(ReadOnlySpan<double> x)
    {
        Value[] constants = new Value[x.Length];
        for (int i = 0; i < constants.Length; i++)
        {
            constants[i] = x[i];
        }

        return constants;
    }

    internal static void ZeroGrad(Value[] parameters)
    {
        foreach (Value parameter in parameters)
        {
            parameter.Grad = 0;
        }
    }

    internal Value Apply(ReadOnlySpan<Value> x)
    {
        DerivativeGuard.RequireSameLength(Inputs, x.Length, nameof(x));

        // From the bias on, as micrograd sums.
        Value sum = _parameters[^1];
        for (int i = 0; i < x.Length; i++)
        {
            sum += _parameters[i] * x[i];
        }

        return _activation switch
        {
            Activation.Relu => sum.Relu(),
            Activation.Tanh => sum.Tanh(),
            Activation.Sigmoid => sum.Sigmoid(),
            Activation.LeakyRelu => sum.LeakyRelu(),
            Activation.Elu => sum.Elu(),
            Activation.Swish => sum.Swish(),
            _ => sum,
        };
    }
}
