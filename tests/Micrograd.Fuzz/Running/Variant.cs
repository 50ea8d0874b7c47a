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
        .. GeneratorSwitches.All.Select(static s => new Variant(s.Name, NameScheme.Plain, s.Settings)),
        new("HostileNamesUnchecked", NameScheme.Hostile, new ProbeSettings { CheckOverflow = false }),
    ];
}
