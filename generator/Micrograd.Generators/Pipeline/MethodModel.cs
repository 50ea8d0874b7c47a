using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

internal enum BodyState
{
    /// <summary>The body is lowered.</summary>
    Lowered,

    /// <summary>The body does not bind; the compiler says why.</summary>
    DoesNotBind,

    /// <summary>The body has an error that a diagnostic of ours reports.</summary>
    Unsupported,
}

/// <summary>All that the text of a method's generated file depends on. <paramref name="Ir"/> is there if the body is lowered.</summary>
internal sealed record MethodModel(MethodSignature Signature, BodyState State, MethodIr? Ir);

/// <summary>A file to add to the compilation.</summary>
internal sealed record GeneratedFile(string HintName, string Text);

internal enum FindingKind
{
    StageFailed,
    VerificationFailed,
    DerivativeDropped,
    CallHasNoDerivative,
    ResultIsIndependent,
    OnTheTape,
    NoDerivative,
    NoTapeOverload,
    CallRunsAgain,
}

/// <summary>
/// Something a stage after the model found wrong: a diagnostic without its location, which the model does not hold.
/// <paramref name="Site"/> is the number of a place in the source; -1 is the method's name.
/// </summary>
internal sealed record Finding(FindingKind Kind, int Site, EquatableArray<string> Arguments);

/// <summary>What became of one method. <paramref name="HintName"/> tells methods apart.</summary>
internal sealed record DifferentiationResult(string HintName, GeneratedFile? File, EquatableArray<Finding> Findings);
