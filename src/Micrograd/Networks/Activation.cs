namespace Micrograd;

/// <summary>The activation function of a <see cref="Neuron"/>.</summary>
public enum Activation
{
    /// <summary>x.</summary>
    Identity,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1/(1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>x where it is positive, 0.01·x elsewhere.</summary>
    LeakyRelu,

    /// <summary>x where it is positive, eˣ − 1 elsewhere.</summary>
    Elu,

    /// <summary>x·sigmoid(x).</summary>
    Swish,
}
