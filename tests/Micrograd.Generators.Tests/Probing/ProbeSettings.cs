using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>How a probe is compiled.</summary>
internal sealed record ProbeSettings
{
    public static ProbeSettings Default { get; } = new();

    /// <summary>The project's overflow context; generated code must compile and mean the same in both.</summary>
    public bool CheckOverflow { get; init; } = true;

    /// <summary>Whether the user's code may be unsafe; generated code never is.</summary>
    public bool AllowUnsafe { get; init; }

    /// <summary>How the files are parsed: the compiler reads its own switches there.</summary>
    public CSharpParseOptions ParseOptions { get; init; } = ProbeCompilation.ParseOptions;

    /// <summary>Debug code is compiled quickly when it is first called, and runs slowly.</summary>
    public OptimizationLevel Optimization { get; init; } = OptimizationLevel.Release;

    /// <summary>Another generator than the project's, for tests of the probe itself.</summary>
    public Func<IIncrementalGenerator>? Generator { get; init; }

    public ImmutableArray<MetadataReference> ExtraReferences { get; init; } = [];

    /// <summary>Warnings of the generator's that the probe is about, by id.</summary>
    public ImmutableArray<string> Expected { get; init; } = [];

    /// <summary>Build properties by name, without the prefix.</summary>
    public ImmutableDictionary<string, string> BuildProperties { get; init; } = ImmutableDictionary<string, string>.Empty;
}
