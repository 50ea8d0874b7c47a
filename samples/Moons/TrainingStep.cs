namespace Micrograd.Samples.Moons;

/// <summary>What one step measured before its update, and what it cost.</summary>
/// <param name="Loss">The loss over all points.</param>
/// <param name="AccuracyPercent">The share of points on the right side.</param>
/// <param name="Gradient">The gradient of the loss.</param>
/// <param name="Microseconds">The time for loss, gradient and update.</param>
/// <param name="AllocatedBytes">The managed memory allocated for loss, gradient and update.</param>
internal sealed record TrainingStep(
    double Loss,
    double AccuracyPercent,
    double[] Gradient,
    double Microseconds,
    long AllocatedBytes);
