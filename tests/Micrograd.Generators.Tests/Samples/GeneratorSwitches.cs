using System.Collections.Immutable;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Samples;

/// <summary>One setting of the generator's build properties under which the whole matrix is run.</summary>
internal sealed record GeneratorSwitches(string Name, ImmutableDictionary<string, string> Properties, bool CheckOverflow = true)
{
    /// <summary>The rows of the matrix. A switch of an optimisation or an analysis is one line here.</summary>
    public static IReadOnlyList<GeneratorSwitches> All { get; } =
    [
        new("Default", ImmutableDictionary<string, string>.Empty),
        new("OptimizerOff", Off("MicrogradOptimize")),
        new("StoreEverything", On("MicrogradStoreEverything")),
        new("StoreEverythingOptimizerOff", On("MicrogradStoreEverything").SetItem("MicrogradOptimize", "false")),
    ];

    private static ImmutableDictionary<string, string> On(string property) => ImmutableDictionary<string, string>.Empty.SetItem(property, "true");

    private static ImmutableDictionary<string, string> Off(string property) => ImmutableDictionary<string, string>.Empty.SetItem(property, "false");

    public ProbeSettings Settings => new() { BuildProperties = Properties, CheckOverflow = CheckOverflow };
}
