using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Micrograd.CodeFixes;

/// <summary>MGRAD0110, MGRAD0115: marks the called method [NoDiff], so that it is called as it is and its result carries no derivative.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NoDiffCodeFix))]
[Shared]
public sealed class NoDiffCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MGRAD0110", "MGRAD0115"];

    /// <summary>None: each derivative that is dropped is a decision.</summary>
    /// <returns>Null.</returns>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (model is null || root is null)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode? call = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>();
            if (call is not null && model.GetSymbolInfo(call, context.CancellationToken).Symbol is IMethodSymbol { DeclaringSyntaxReferences: [var reference] } method
                && await reference.GetSyntaxAsync(context.CancellationToken).ConfigureAwait(false) is MethodDeclarationSyntax declaration
                && context.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is { } document)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Mark '{method.Name}' [NoDiff]", token => MarkAsync(document, declaration, token), equivalenceKey: nameof(NoDiffCodeFix)),
                    diagnostic);
            }
        }
    }

    private static async Task<Document> MarkAsync(Document document, MethodDeclarationSyntax declaration, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        AttributeListSyntax mark = SyntaxFactory.AttributeList([SyntaxFactory.Attribute(SyntaxFactory.ParseName("global::Micrograd.NoDiff")).WithAdditionalAnnotations(Simplifier.Annotation)])
            .WithLeadingTrivia(declaration.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.Space);
        MethodDeclarationSyntax marked = declaration.WithoutLeadingTrivia();
        return document.WithSyntaxRoot(root.ReplaceNode(declaration, marked.WithAttributeLists(marked.AttributeLists.Insert(0, mark))));
    }
}
