using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

internal enum KeptAs
{
    /// <summary>The local itself still holds the value.</summary>
    Itself,

    /// <summary>Computed again at the start of the reversed block.</summary>
    Recomputed,

    /// <summary>A copy in a local of the method.</summary>
    Copy,

    /// <summary>An element of an array with one element for each trip of the loops around.</summary>
    Frame,

    /// <summary>On the scratch stack.</summary>
    Stack,

    /// <summary>On the scratch stack, for an array of the user's: which one it is, not what it holds.</summary>
    Reference,
}

/// <summary>How one value gets from the forward to the reverse sweep.</summary>
internal sealed class KeptValue(KeptAs how, ValueVersion version, IrLocal reverseLocal)
{
    public KeptAs How { get; } = how;

    public ValueVersion Version { get; } = version;

    /// <summary>The local that holds the value in the reverse sweep.</summary>
    public IrLocal ReverseLocal { get; } = reverseLocal;

    /// <summary>With <see cref="KeptAs.Frame"/>: the array.</summary>
    public Frame? Frame { get; init; }

    /// <summary>With <see cref="KeptAs.Stack"/>, where the local changes before the end of its block: what holds the value until then.</summary>
    public IrLocal? ForwardCopy { get; init; }

    /// <summary>Of an array on the scratch stack, where its length is not at hand before the values born in its block are: the number that lies on top of it.</summary>
    public IrLocal? Length { get; init; }
}

/// <summary>An array of recorded values: one for each trip of a nest of counted loops whose bounds are known before the nest.</summary>
internal sealed record Frame(IrLocal Span, Step Outermost, IrExpression Length, IrExpression Index);

/// <summary>All decisions on what is kept and how; made by <see cref="RecordPlanner"/>, read by both sweeps.</summary>
internal sealed class RecordPlan
{
    private ILookup<Region, KeptValue>? _byBirth;

    public Dictionary<ValueVersion, KeptValue> Versions { get; } = [];

    /// <summary>Expressions that are computed apart, ahead of their step, because the reverse sweep needs their value.</summary>
    public Dictionary<ExpressionRequest, KeptValue> Expressions { get; } = [];

    /// <summary>Old values of elements that a step overwrites.</summary>
    public Dictionary<Step, KeptValue> Overwritten { get; } = [];

    public IEnumerable<KeptValue> All => Versions.Values.Concat(Expressions.Values).Concat(Overwritten.Values);

    /// <summary>The values born in a block that must be recorded at its end or fetched at its reversed start, in order of birth.</summary>
    public IEnumerable<KeptValue> BornIn(Region region) => (_byBirth ??= ByBirth())[region];

    // Asked only when everything is decided.
    private ILookup<Region, KeptValue> ByBirth() => Versions.Values.Concat(Expressions.Values)
        .OrderBy(static kept => kept.Version.Order)
        .ThenBy(static kept => kept.Version.Local.Id)
        .ToLookup(static kept => kept.Version.Birth);
}
