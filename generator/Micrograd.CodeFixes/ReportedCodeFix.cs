using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Micrograd.CodeFixes;

/// <summary>A fix that needs the node a diagnostic is reported on, and what the code around it means.</summary>
public abstract class ReportedCodeFix : CodeFixProvider
{
    /// <summary>None: each fix is a decision about one place.</summary>
    /// <returns>Null.</returns>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (model is null || root is null)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            ReportedNode reported = new(context.Document, root, model, root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true));
            if (await FixAsync(reported, context.CancellationToken).ConfigureAwait(false) is { } action)
            {
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    private protected abstract Task<CodeAction?> FixAsync(ReportedNode reported, CancellationToken cancellationToken);
}
