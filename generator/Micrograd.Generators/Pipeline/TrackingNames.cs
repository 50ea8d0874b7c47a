namespace Micrograd.Generators.Pipeline;

/// <summary>Names of the pipeline's steps, by which the incrementality tests ask why a step ran.</summary>
internal static class TrackingNames
{
    /// <summary>Marked methods with their symbols; runs on every edit.</summary>
    public const string Discover = nameof(Discover);

    /// <summary>The signatures of all marked methods.</summary>
    public const string Signatures = nameof(Signatures);

    /// <summary>The [DerivativeOf] rules of the source.</summary>
    public const string Rules = nameof(Rules);

    /// <summary>Methods bound and lowered, with their diagnostics; runs on every edit.</summary>
    public const string Bind = nameof(Bind);

    /// <summary>The [DerivativeOf] rules that bodies ask for.</summary>
    public const string RuleUse = nameof(RuleUse);

    /// <summary>The equatable model of a method: the key of everything after it.</summary>
    public const string Model = nameof(Model);

    /// <summary>A method's generated file, and what the transforms found wrong.</summary>
    public const string Differentiate = nameof(Differentiate);

    /// <summary>The generated file alone.</summary>
    public const string File = nameof(File);

    /// <summary>The [Parameter] members of a type.</summary>
    public const string State = nameof(State);
}
