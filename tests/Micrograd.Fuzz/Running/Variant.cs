using Micrograd.Fuzz.Programs;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;

namespace Micrograd.Fuzz.Running;

/// <summary>One way to compile a program: a setting of the generator's switches, an overflow context, a choice of names.</summary>
internal sealed record Variant(string Name, NameScheme Names, ProbeSettings Settings)
{
    /// <summary>The first is the one that the others are compared with.</summary>
    public static IReadOnlyList<Variant> All { get; } =
    [
        new(GeneratorSwitches.All[0].Name, NameScheme.Plain, GeneratorSwitches.All[0].Settings),
        .. GeneratorSwitches.All.Skip(1).Select(static s => new Variant(s.Name, NameScheme.Plain, WithoutNullability(s.Settings))),
        new("HostileNamesUnchecked", NameScheme.Hostile, WithoutNullability(new ProbeSettings { CheckOverflow = false })),
    ];

    // The analysis is half of the compiler's work, and no switch changes what is nullable: the first variant is analysed for all.
    private static ProbeSettings WithoutNullability(ProbeSettings settings) =>
        settings with { ParseOptions = settings.ParseOptions.WithFeatures([new("run-nullable-analysis", "never")]) };
}
