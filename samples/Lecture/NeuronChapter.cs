namespace Micrograd.Samples.Lecture;

/// <summary>The lecture's neuron, with tanh as one operation and composed from exp.</summary>
internal static partial class NeuronChapter
{
    private const double Bias = 6.8813735870195432;

    private static readonly string[] Names = ["x1", "w1", "x2", "w2", "b"];
    private static readonly double[] Point = [2.0, -3.0, 0.0, 1.0, Bias];

    /// <summary>tanh(x₁w₁ + x₂w₂ + b).</summary>
    [Differentiable]
    internal static double Neuron(double x1, double w1, double x2, double w2, double b) =>
        Math.Tanh((x1 * w1) + (x2 * w2) + b);

    /// <summary>The same, with tanh n = (e²ⁿ − 1)/(e²ⁿ + 1).</summary>
    [Differentiable]
    internal static double NeuronFromExp(double x1, double w1, double x2, double w2, double b)
    {
        double n = (x1 * w1) + (x2 * w2) + b;
        double e = Math.Exp(2.0 * n);
        return (e - 1.0) / (e + 1.0);
    }

    internal static void Write(TextWriter output, string dotFile)
    {
        Comparison.WriteTitle(output, "A neuron: tanh(x1·w1 + x2·w2 + b) with tanh as one operation");
        GradientCheckResult whole = Whole();
        Comparison.WriteLine(output, $"o = {whole.Value:F10}");
        Comparison.WriteTable(output, Names, whole);

        Comparison.WriteTitle(output, "The same neuron with tanh composed from exp");
        GradientCheckResult composed = Composed();
        Comparison.WriteLine(output, $"o = {composed.Value:F10}");
        Comparison.WriteTable(output, Names, composed);

        using StreamWriter writer = new(dotFile);
        GraphvizWriter.Write(Graph(), writer);
        Comparison.WriteLine(output, $"The graph is in {dotFile}; `dot -Tsvg {dotFile}` draws it.");
    }

    internal static GradientCheckResult Whole() => GradientCheck.Compare(
        Point,
        x => Neuron(x[0], x[1], x[2], x[3], x[4]),
        (x, gradient) => NeuronGradient(
            x[0], x[1], x[2], x[3], x[4], out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4]),
        x => Neuron(x[0], x[1], x[2], x[3], x[4]));

    internal static GradientCheckResult Composed() => GradientCheck.Compare(
        Point,
        x => NeuronFromExp(x[0], x[1], x[2], x[3], x[4]),
        (x, gradient) => NeuronFromExpGradient(
            x[0], x[1], x[2], x[3], x[4], out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4]),
        x => NeuronFromExp(x[0], x[1], x[2], x[3], x[4]));

    /// <summary>The neuron on the tape, with the lecture's names, after <see cref="Value.Backward"/>.</summary>
    internal static Value Graph()
    {
        Value x1 = new(2.0, "x1");
        Value x2 = new(0.0, "x2");
        Value w1 = new(-3.0, "w1");
        Value w2 = new(1.0, "w2");
        Value b = new(Bias, "b");
        Value x1w1 = x1 * w1;
        x1w1.Label = "x1*w1";
        Value x2w2 = x2 * w2;
        x2w2.Label = "x2*w2";
        Value sum = x1w1 + x2w2;
        sum.Label = "x1*w1 + x2*w2";
        Value n = sum + b;
        n.Label = "n";
        Value o = n.Tanh();
        o.Label = "o";
        o.Backward();
        return o;
    }
}
