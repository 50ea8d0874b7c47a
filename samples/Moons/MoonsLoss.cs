namespace Micrograd.Samples.Moons;

/// <summary>The loss of the 2→16→16→1 network over all points, as ordinary C#. Its gradient is generated at build time.</summary>
/// <remarks>Parameters are in micrograd's order: layer by layer, neuron by neuron, the neuron's weights and then its bias.</remarks>
internal static partial class MoonsLoss
{
    /// <summary>Neurons in each hidden layer.</summary>
    private const int Width = 16;

    /// <summary>Where the second layer's parameters begin: every neuron of the first has two weights and a bias.</summary>
    private const int Second = Width * (2 + 1);

    /// <summary>Where the output neuron's parameters begin.</summary>
    private const int Output = Second + (Width * (Width + 1));

    /// <summary>The number of parameters, 337.</summary>
    internal const int ParameterCount = Output + Width + 1;

    /// <summary>mean (1 − yᵢ·scoreᵢ)₊ + 10⁻⁴·Σp².</summary>
    /// <param name="parameters">The 337 parameters.</param>
    /// <param name="points">x and y of every point, one after the other.</param>
    /// <param name="labels">−1 or 1 for every point.</param>
    /// <returns>The loss.</returns>
    [Differentiable]
    internal static double Loss(
        ReadOnlySpan<double> parameters,
        [NoDiff] ReadOnlySpan<double> points,
        [NoDiff] ReadOnlySpan<double> labels)
    {
        Span<double> first = stackalloc double[Width];
        Span<double> second = stackalloc double[Width];
        double hinge = 0.0;
        for (int i = 0; i < labels.Length; i++)
        {
            Dense(parameters[..Second], points.Slice(2 * i, 2), first);
            Dense(parameters[Second..Output], first, second);
            double score = Affine(parameters[Output..], second);
            hinge += Math.Max(0.0, 1.0 - (labels[i] * score));
        }

        double squares = 0.0;
        for (int i = 0; i < parameters.Length; i++)
        {
            squares += parameters[i] * parameters[i];
        }

        return (hinge / labels.Length) + (1e-4 * squares);
    }

    /// <summary>The network's output at one point: positive on the side of the label 1.</summary>
    internal static double Score(ReadOnlySpan<double> parameters, ReadOnlySpan<double> point)
    {
        Span<double> first = stackalloc double[Width];
        Span<double> second = stackalloc double[Width];
        Dense(parameters[..Second], point, first);
        Dense(parameters[Second..Output], first, second);
        return Affine(parameters[Output..], second);
    }

    /// <summary>A layer of ReLU neurons.</summary>
    private static void Dense(ReadOnlySpan<double> parameters, ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        int stride = inputs.Length + 1;
        for (int j = 0; j < outputs.Length; j++)
        {
            outputs[j] = Math.Max(0.0, Affine(parameters.Slice(j * stride, stride), inputs));
        }
    }

    /// <summary>One neuron without its activation: the bias comes last, and first into the sum, as in micrograd.</summary>
    private static double Affine(ReadOnlySpan<double> neuron, ReadOnlySpan<double> inputs)
    {
        double sum = neuron[inputs.Length];
        for (int k = 0; k < inputs.Length; k++)
        {
            sum += neuron[k] * inputs[k];
        }

        return sum;
    }
}
