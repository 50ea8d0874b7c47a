using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Micrograd.Generators.Diagnostics;

/// <summary>
/// Keeps <c>&lt;see cref="Loss"/&gt;</c> quiet where only the overload on <c>Value</c>, which the generator added, makes it
/// ambiguous (CS0419): documentation that compiled before must compile after.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CrefAmbiguitySuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor OnlyGenerated = new(
        id: "MGRADS0419",
        suppressedDiagnosticId: "CS0419",
        justification: "The other candidate is the overload on Value that the generator added");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [OnlyGenerated];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is SyntaxTree tree
                && tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true)
                    .FirstAncestorOrSelf<CrefSyntax>() is CrefSyntax cref
                && context.GetSemanticModel(tree).GetSymbolInfo(cref, context.CancellationToken) is { CandidateSymbols.Length: > 1 } info
                && info.CandidateSymbols.Count(static candidate => !IsGenerated(candidate)) == 1)
            {
                context.ReportSuppression(Suppression.Create(OnlyGenerated, diagnostic));
            }
        }
    }

    private static bool IsGenerated(ISymbol symbol) => symbol.GetAttributes().Any(static data =>
        data.AttributeClass?.Name == "GeneratedCodeAttribute" && data.ConstructorArguments is [{ Value: "Micrograd.Generators" }, ..]);
}
