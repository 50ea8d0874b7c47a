namespace Micrograd.Samples.Lecture;

/// <summary>Neuron, layer, and a 3→4→4→1 network that learns the lecture's four samples, on both engines.</summary>
internal static partial class NetworkChapter
{
    private const int Inputs = 3;
    private const int Width = 4;
    private const int Second = Width * (Inputs + 1);
    private const int Output = Second + (Width * (Width + 1));
    private const int ParameterCount = Output + Width + 1;
    private const int Steps = 200;
    private const double LearningRate = 0.1;

    private static readonly double[] Samples = [2.0, 3.0, -1.0, 3.0, -1.0, 0.5, 0.5, 1.0, 1.0, 1.0, 1.0, -1.0];
    private static readonly double[] Targets = [1.0, -1.0, -1.0, 1.0];

    /// <summary>Σ (network(xᵢ) − yᵢ)² with tanh after every layer; parameters in the order of <see cref="Mlp.Parameters"/>.</summary>
    [Differentiable]
    internal static double Loss(
        ReadOnlySpan<double> parameters,
        [NoDiff] ReadOnlySpan<double> samples,
        [NoDiff] ReadOnlySpan<double> targets)
    {
        Span<double> first = stackalloc double[Width];
        Span<double> second = stackalloc double[Width];
        Span<double> prediction = stackalloc double[1];
        double loss = 0.0;
        for (int i = 0; i < targets.Length; i++)
        {
            Layer(parameters[..Second], samples.Slice(Inputs * i, Inputs), first);
            Layer(parameters[Second..Output], first, second);
            Layer(parameters[Output..], second, prediction);
            loss += Losses.SquaredError(prediction[0], targets[i]);
        }

        return loss;
    }

    internal static void Write(TextWriter output)
    {
        Comparison.WriteTitle(output, "Neuron, layer and network");
        Mlp network = new(Inputs, [Width, Width, 1], Activation.Tanh, Activation.Tanh, new Random(1337));
        Value neuron = network.Layers[0].Neurons[0].Forward([2.0, 3.0, -1.0]);
        Comparison.WriteLine(output, $"a neuron of it at (2, 3, −1): {neuron.Data:F6}");
        IReadOnlyList<Value> layer = network.Layers[0].Forward([2.0, 3.0, -1.0]);
        Comparison.WriteLine(output, $"its first layer: {string.Join(", ", layer.Select(FormatData))}");
        Comparison.WriteLine(output, $"the network: {network.Forward([2.0, 3.0, -1.0])[0].Data:F6}, with {network.Parameters().Count} parameters");

        double[] parameters = [.. network.Parameters().Select(parameter => parameter.Data)];
        Comparison.WriteTitle(output, $"Training it on four samples, {Steps} steps of rate {LearningRate.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        WriteCheck(output, parameters);
        Comparison.WriteLine(output, $"{"step",6}{"tape",18}{"generated",18}");
        for (int step = 0; step <= Steps; step++)
        {
            bool last = step == Steps;
            double onTape = StepOnTape(network, last ? 0.0 : LearningRate);
            double generated = StepGenerated(parameters, last ? 0.0 : LearningRate);
            if (step % 40 == 0)
            {
                Comparison.WriteLine(output, $"{step,6}{onTape,18:F12}{generated,18:F12}");
            }
        }

        Value[] predictions = [.. Enumerable.Range(0, Targets.Length).Select(i => network.Forward(Samples.AsSpan(Inputs * i, Inputs))[0])];
        Comparison.WriteLine(output, $"predictions: {string.Join(", ", predictions.Select(FormatData))}; wanted: 1, −1, −1, 1");
    }

    /// <summary>One step of the network of <see cref="Value"/>s, as the lecture's training loop.</summary>
    /// <returns>The loss before the step.</returns>
    internal static double StepOnTape(Mlp network, double learningRate)
    {
        Value loss = 0.0;
        for (int i = 0; i < Targets.Length; i++)
        {
            Value error = network.Forward(Samples.AsSpan(Inputs * i, Inputs))[0] - Targets[i];
            loss += error * error;
        }

        network.ZeroGrad();
        loss.Backward();
        foreach (Value parameter in network.Parameters())
        {
            parameter.Data -= learningRate * parameter.Grad;
        }

        return loss.Data;
    }

    /// <summary>One step with the generated gradient.</summary>
    /// <returns>The loss before the step.</returns>
    internal static double StepGenerated(Span<double> parameters, double learningRate)
    {
        Span<double> gradient = stackalloc double[ParameterCount];
        double loss = LossGradient(parameters, Samples, Targets, gradient);
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] -= learningRate * gradient[i];
        }

        return loss;
    }

    private static void WriteCheck(TextWriter output, double[] parameters)
    {
        GradientCheckResult check = GradientCheck.Compare(
            parameters,
            p => Loss(p, Samples, Targets),
            (p, gradient) => LossGradient(p, Samples, Targets, gradient),
            p => Loss(p, Samples, Targets));
        Comparison.WriteLine(
            output,
            $"gradient of {ParameterCount} parameters, numerical, tape and generated {(check.Passed ? "agree" : "PART")}; largest relative difference {check.LargestDifference:0.0e-0}");
    }

    private static void Layer(ReadOnlySpan<double> parameters, ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        int stride = inputs.Length + 1;
        for (int j = 0; j < outputs.Length; j++)
        {
            ReadOnlySpan<double> neuron = parameters.Slice(j * stride, stride);
            double sum = neuron[inputs.Length];
            for (int k = 0; k < inputs.Length; k++)
            {
                sum += neuron[k] * inputs[k];
            }

            outputs[j] = Math.Tanh(sum);
        }
    }

    private static string FormatData(Value value) => value.Data.ToString("F6", System.Globalization.CultureInfo.InvariantCulture);
}
