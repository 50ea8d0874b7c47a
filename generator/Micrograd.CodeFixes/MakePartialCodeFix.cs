using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.CodeFixes;

/// <summary>MGRAD0001: declares the type, and those around it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialCodeFix))]
[Shared]
public sealed class MakePartialCodeFix : ReportedCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MGRAD0001"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    private protected override Task<CodeAction?> FixAsync(ReportedNode reported, CancellationToken cancellationToken) =>
        Task.FromResult(reported.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            ? reported.Action($"Make '{type.Identifier.ValueText}' partial", () => MakePartial(reported.Root, type), nameof(MakePartialCodeFix))
            : null);

    // A partial type in one that is not would be the next error.
    private static SyntaxNode MakePartial(SyntaxNode root, TypeDeclarationSyntax type) => root.ReplaceNodes(
        type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Where(static t => !t.Modifiers.Any(SyntaxKind.PartialKeyword)),
        static (_, rewritten) => WithPartial(rewritten));

    // `partial` stands last, just before the keyword; what stood before the keyword moves to it where it is the first.
    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax type)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0)
        {
            return type.WithModifiers(type.Modifiers.Add(partial));
        }

        return type
            .WithKeyword(type.Keyword.WithLeadingTrivia())
            .WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(type.Keyword.LeadingTrivia)));
    }
}
