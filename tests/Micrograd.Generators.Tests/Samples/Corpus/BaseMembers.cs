using Micrograd;

namespace Samples;

/// <summary>Members called through <c>base</c>, which no override takes the place of.</summary>
public static partial class BaseMembers
{
    // What a class overrides is found in its base all the same.
    [Differentiable]
    [At(0.7)]
    public static double MembersOfTheBase(double x) => Doubled.Applied(x) + (x * Doubled.OwnRate);

    private static readonly Twofold Doubled = new();

    private class Onefold
    {
        public double Weight { get; } = 1.5;

        public virtual double Apply(double x) => x * x;
    }

    private sealed class Twofold : Onefold
    {
        public double OwnRate => base.Weight * 2.0;

        public override double Apply(double x) => 2.0 * x;

        public double Applied(double x) => base.Apply(x) * base.Weight * Apply(x);
    }
}
