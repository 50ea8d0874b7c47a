using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>A marked method to lower, with the signature that Discovery made of it.</summary>
internal sealed record LoweringRequest(IMethodSymbol Method, Compilation Compilation, MethodSignature Signature, CancellationToken CancellationToken)
{
    /// <summary>The [DerivativeOf] rule for a method, if there is one.</summary>
    public Func<IMethodSymbol, IMethodSymbol?> FindRule { get; init; } = static _ => null;

    /// <summary>The pairs found so far; the methods of a group share it.</summary>
    public PairRegistry Pairs { get; init; } = PairRegistry.For(Signature);
}

/// <summary>A place in the source that a later stage may have something to say about.</summary>
internal readonly record struct Site(Location Location, SiteKind Kind);

internal enum SiteKind
{
    Code,

    /// <summary>A call of a member that this generator writes.</summary>
    GeneratedMember,

    /// <summary>A call of a marked method of another assembly.</summary>
    MarkedElsewhere,
}

/// <summary>
/// The lowered body, null where the method could not be lowered. <paramref name="Sites"/> are the places in the source that
/// the numbers in opaque nodes stand for; they stay outside the model, which must not change when a line is inserted above.
/// </summary>
internal sealed record LoweringResult(EquatableArray<IrStatement>? Body, int NextLocalId, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<Site> Sites)
{
    /// <summary>The parameters that were taken apart.</summary>
    public EquatableArray<StructParameter> Structs { get; init; }

    /// <summary>The project's overflow context.</summary>
    public bool ChecksOverflow { get; init; }

    /// <summary>The methods that are called through pairs.</summary>
    public EquatableArray<PairedMethod> Pairs { get; init; }
}
