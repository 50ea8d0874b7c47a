namespace Micrograd.Generators.Tests.Probing;

/// <summary>What the oracles may assume at a point.</summary>
internal sealed record OracleOptions
{
    public static OracleOptions Default { get; } = new();

    /// <summary>Central differences have a meaning here.</summary>
    public bool Smooth { get; init; } = true;

    public bool Tape { get; init; } = true;

    /// <summary>The method itself allocates where api.md allows it.</summary>
    public bool Allocates { get; init; }

    /// <summary>Between the generated gradient and the tape, relative to the largest entry; null for the type's own.</summary>
    public double? Tolerance { get; init; }

    public double DifferenceTolerance { get; init; } = 1e-8;

    /// <summary>The first step of the central differences, relative to max(1, |x|).</summary>
    public double Step { get; init; } = 0.01;
}
