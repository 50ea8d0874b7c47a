using Micrograd.Fuzz.Programs;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;
using Microsoft.CodeAnalysis;

namespace Micrograd.Fuzz.Running;

/// <summary>One way to compile a program: a setting of the generator's switches, an overflow context, a choice of names.</summary>
/// <param name="HasTape">The overload on <c>Value</c> is written and judged, too.</param>
internal sealed record Variant(string Name, NameScheme Names, ProbeSettings Settings, bool HasTape)
{
    private const string HostileOf = "StoreEverything";

    /// <summary>The first is the one that the others are compared with.</summary>
    public static IReadOnlyList<Variant> All { get; } = [.. GeneratorSwitches.All.Select(static (s, rank) => rank == 0 ? new Variant(s.Name, NameScheme.Plain, s.Settings, HasTape: true) : Of(s))];

    /// <summary>Other assemblies see the program's type: its method gets <c>FForward</c> and <c>FReverse</c>.</summary>
    public bool IsVisible => this == All[0];

    /// <summary>Of the marked method.</summary>
    public string Attribute => HasTape ? "[Differentiable]" : "[Differentiable(Derivatives.Gradient)]";

    // No switch changes the tape; names do. One compilation does for the names, the overflow context and a switch.
    private static Variant Of(GeneratorSwitches switches) => switches.Name == HostileOf
        ? new Variant("HostileNamesUnchecked" + switches.Name, NameScheme.Hostile, Quick(switches.Settings with { CheckOverflow = false }), HasTape: true)
        : new Variant(switches.Name, NameScheme.Plain, Quick(switches.Settings), HasTape: false);

    // No switch changes what is nullable, nor what the just-in-time compiler does: the first variant is checked and optimised for all.
    private static ProbeSettings Quick(ProbeSettings settings) => settings with
    {
        ParseOptions = settings.ParseOptions.WithFeatures([new("run-nullable-analysis", "never")]),
        Optimization = OptimizationLevel.Debug,
    };
}
