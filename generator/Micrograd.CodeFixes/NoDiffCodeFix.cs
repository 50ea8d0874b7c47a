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
public sealed class NoDiffCodeFix : ReportedCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MGRAD0110", "MGRAD0115"];

    private protected override async Task<CodeAction?> FixAsync(ReportedNode reported, CancellationToken cancellationToken) =>
        reported.Callee(cancellationToken) is { DeclaringSyntaxReferences: [var reference] } method
        && await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is MethodDeclarationSyntax declaration
        && reported.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is { } document
            ? CodeAction.Create($"Mark '{method.Name}' [NoDiff]", token => MarkAsync(document, declaration, token), equivalenceKey: nameof(NoDiffCodeFix))
            : null;

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
