namespace Micrograd.Samples.Moons;

/// <summary>A network with parameters of its own, and one way to get the gradient of its loss.</summary>
internal abstract class TrainingEngine
{
    /// <summary>The name in tables and in the trace.</summary>
    internal abstract string Name { get; }

    /// <summary>Computes the loss over all points and its gradient at the present parameters.</summary>
    internal abstract double Evaluate();

    /// <summary>How many points the network put on the right side in the last <see cref="Evaluate"/>.</summary>
    internal abstract int CountCorrect();

    /// <summary>Moves the parameters against the gradient of the last <see cref="Evaluate"/>.</summary>
    internal abstract void Update(double learningRate);

    /// <summary>Copies the gradient of the last <see cref="Evaluate"/>.</summary>
    internal abstract void CopyGradientTo(Span<double> gradient);

    /// <summary>Copies the present parameters.</summary>
    internal abstract void CopyParametersTo(Span<double> parameters);
}
