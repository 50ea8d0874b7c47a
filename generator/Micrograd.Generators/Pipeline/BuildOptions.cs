using Microsoft.CodeAnalysis.Diagnostics;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// What the project says about all its methods, as build properties. These are for finding mistakes: with everything that saves
/// time or memory switched off the derivatives must be the same.
/// </summary>
/// <param name="Optimize"><c>MicrogradOptimize</c>, true unless it says false.</param>
/// <param name="StoreEverything"><c>MicrogradStoreEverything</c>, false unless it says true.</param>
internal sealed record BuildOptions(bool Optimize, bool StoreEverything)
{
    public static BuildOptions Default { get; } = new(Optimize: true, StoreEverything: false);

    public static BuildOptions Read(AnalyzerConfigOptions options) => new(
        Optimize: !Says(options, "MicrogradOptimize", "false"),
        StoreEverything: Says(options, "MicrogradStoreEverything", "true"));

    private static bool Says(AnalyzerConfigOptions options, string property, string text) =>
        options.TryGetValue("build_property." + property, out string? value) && string.Equals(value.Trim(), text, StringComparison.OrdinalIgnoreCase);
}
