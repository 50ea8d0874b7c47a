using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.CodeFixes;

/// <summary>What a diagnostic is reported on.</summary>
internal sealed class ReportedNode(Document document, SyntaxNode root, SemanticModel model, SyntaxNode node)
{
    public Document Document => document;

    public SyntaxNode Root => root;

    public SemanticModel Model => model;

    public SyntaxNode Node => node;

    /// <summary>The call that the diagnostic is about, if it is about one.</summary>
    public InvocationExpressionSyntax? Call => node.FirstAncestorOrSelf<InvocationExpressionSyntax>();

    /// <summary>The method that <see cref="Call"/> calls.</summary>
    public IMethodSymbol? Callee(CancellationToken cancellationToken) => Call is { } call ? model.GetSymbolInfo(call, cancellationToken).Symbol as IMethodSymbol : null;

    /// <summary>The fix that puts a new root in place of the document's.</summary>
    public CodeAction Action(string title, Func<SyntaxNode> newRoot, string key) =>
        CodeAction.Create(title, _ => Task.FromResult(document.WithSyntaxRoot(newRoot())), equivalenceKey: key);
}
