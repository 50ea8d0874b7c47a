using Micrograd.Fuzz.Programs;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;
using Microsoft.CodeAnalysis;

namespace Micrograd.Fuzz.Running;

/// <summary>One way to compile a program: a setting of the generator's switches, an overflow context, a choice of names.</summary>
internal sealed record Variant(string Name, NameScheme Names, ProbeSettings Settings)
{
    /// <summary>The first is the one that the others are compared with.</summary>
    public static IReadOnlyList<Variant> All { get; } =
    [
        new(GeneratorSwitches.All[0].Name, NameScheme.Plain, GeneratorSwitches.All[0].Settings),
        .. GeneratorSwitches.All.Skip(1).Select(static s => new Variant(s.Name, NameScheme.Plain, Quick(s.Settings))),
        new("HostileNamesUnchecked", NameScheme.Hostile, Quick(new ProbeSettings { CheckOverflow = false })),
    ];

    /// <summary>Other assemblies see the program's type: its method gets <c>FForward</c> and <c>FReverse</c>.</summary>
    public bool IsVisible => this == All[0];

    // No switch changes what is nullable, nor what the just-in-time compiler does: the first variant is checked and optimised for all.
    private static ProbeSettings Quick(ProbeSettings settings) => settings with
    {
        ParseOptions = settings.ParseOptions.WithFeatures([new("run-nullable-analysis", "never")]),
        Optimization = OptimizationLevel.Debug,
    };
}
