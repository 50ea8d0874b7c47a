using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Pipeline;

/// <summary>A marked method, bound and lowered: the model, and beside it everything that has a place in the source.</summary>
internal sealed class BoundMethod(string name, Location nameLocation, MethodModel? model, ImmutableArray<Diagnostic> diagnostics, ImmutableArray<Site> sites)
{
    public MethodModel? Model { get; } = model;

    /// <summary>The [DerivativeOf] rules that lowering asked for.</summary>
    public EquatableArray<string> UsedRules { get; init; }

    /// <summary>The diagnostics of binding and lowering, and those of the later stages put in their places.</summary>
    public IEnumerable<Diagnostic> AllDiagnostics(ImmutableDictionary<string, DifferentiationResult> findings)
    {
        if (Model is null || !findings.TryGetValue(Model.Signature.HintName, out DifferentiationResult? result))
        {
            return diagnostics;
        }

        return diagnostics.Concat(result.Findings.Select(Locate));
    }

    private Diagnostic Locate(Finding finding)
    {
        Site site = finding.Site >= 0 && finding.Site < sites.Length ? sites[finding.Site] : new(nameLocation, SiteKind.Code);
        Location place = site.Location;
        return Diagnostic.Create(Descriptor(finding.Kind, site.Kind), place, finding.Kind switch
        {
            FindingKind.CallHasNoDerivative or FindingKind.CallRunsAgain => [CalledName(place), .. finding.Arguments],
            FindingKind.DerivativeDropped => [.. finding.Arguments],
            _ => [name, .. finding.Arguments],
        });
    }

    // The model knows the call as text to emit; the user knows it as written.
    private static string CalledName(Location place) =>
        place.SourceTree?.GetRoot().FindNode(place.SourceSpan, getInnermostNodeForTie: true) switch
        {
            InvocationExpressionSyntax invocation => invocation.Expression.ToString(),
            SyntaxNode node => node.ToString(),
            null => "the called method",
        };

    private static DiagnosticDescriptor Descriptor(FindingKind kind, SiteKind site) => kind switch
    {
        FindingKind.VerificationFailed => InternalDiagnostics.VerificationFailed,
        FindingKind.DerivativeDropped => DerivativeDiagnostics.DerivativeDropped,
        FindingKind.CallHasNoDerivative => site switch
        {
            SiteKind.GeneratedMember => DerivativeDiagnostics.SecondDerivative,
            SiteKind.MarkedElsewhere => DerivativeDiagnostics.CompiledWithoutDerivative,
            _ => DerivativeDiagnostics.CallHasNoDerivative,
        },
        FindingKind.ResultIsIndependent => DerivativeDiagnostics.ResultIsIndependent,
        FindingKind.OnTheTape => CostDiagnostics.OnTheTape,
        FindingKind.NoDerivative => CostDiagnostics.NotOnTheTapeEither,
        FindingKind.NoTapeOverload => CostDiagnostics.NoTapeOverload,
        FindingKind.CallRunsAgain => DerivativeDiagnostics.CallRunsAgain,
        _ => InternalDiagnostics.StageFailed,
    };
}
