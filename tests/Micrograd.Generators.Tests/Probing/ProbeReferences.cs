using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>The one reference set of all test compilations: making it is the dear part, so it is made once.</summary>
internal static class ProbeReferences
{
    public static ImmutableArray<MetadataReference> All { get; } =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "Micrograd.dll")),
    ];
}
