using Micrograd.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Pipeline;

/// <summary>A marked method, bound and lowered: the model, and beside it everything that has a place in the source.</summary>
internal sealed class BoundMethod(string name, Location nameLocation, MethodModel? model, ImmutableArray<Diagnostic> diagnostics, ImmutableArray<Location> sites)
{
    public MethodModel? Model { get; } = model;

    /// <summary>The diagnostics of binding and lowering, and those of the later stages put in their places.</summary>
    public IEnumerable<Diagnostic> AllDiagnostics(ImmutableDictionary<string, DifferentiationResult> findings)
    {
        if (Model is null || !findings.TryGetValue(Model.Signature.HintName, out DifferentiationResult? result))
        {
            return diagnostics;
        }

        return diagnostics.Concat(result.Findings.Select(Locate));
    }

    private Diagnostic Locate(Finding finding) => Diagnostic.Create(
        Descriptor(finding.Kind),
        finding.Site >= 0 && finding.Site < sites.Length ? sites[finding.Site] : nameLocation,
        finding.Kind is FindingKind.DerivativeDropped or FindingKind.CallHasNoDerivative ? [.. finding.Arguments] : [name, .. finding.Arguments]);

    private static DiagnosticDescriptor Descriptor(FindingKind kind) => kind switch
    {
        FindingKind.VerificationFailed => InternalDiagnostics.VerificationFailed,
        FindingKind.DerivativeDropped => DerivativeDiagnostics.DerivativeDropped,
        FindingKind.CallHasNoDerivative => DerivativeDiagnostics.CallHasNoDerivative,
        FindingKind.ResultIsIndependent => DerivativeDiagnostics.ResultIsIndependent,
        _ => InternalDiagnostics.StageFailed,
    };
}
