using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>How a probe is compiled.</summary>
internal sealed record ProbeSettings
{
    public static ProbeSettings Default { get; } = new();

    /// <summary>The project's overflow context; generated code must compile and mean the same in both.</summary>
    public bool CheckOverflow { get; init; } = true;

    public ImmutableArray<MetadataReference> ExtraReferences { get; init; } = [];

    /// <summary>Build properties by name, without the prefix.</summary>
    public ImmutableDictionary<string, string> BuildProperties { get; init; } = ImmutableDictionary<string, string>.Empty;
}
