using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Micrograd.CodeFixes;

/// <summary>MGRAD0201: adds the stub of a [DerivativeOf] rule for the called method to the type that calls it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DerivativeRuleCodeFix))]
[Shared]
public sealed class DerivativeRuleCodeFix : ReportedCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MGRAD0201"];

    private protected override Task<CodeAction?> FixAsync(ReportedNode reported, CancellationToken cancellationToken) =>
        Task.FromResult(reported.Callee(cancellationToken) is { } method && reported.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && RuleStub.TryWrite(method) is { } stub
            ? reported.Action($"Write a [DerivativeOf] rule for '{method.Name}'", () => Add(reported.Root, type, stub), nameof(DerivativeRuleCodeFix))
            : null);

    private static SyntaxNode Add(SyntaxNode root, TypeDeclarationSyntax type, string stub)
    {
        MemberDeclarationSyntax rule = SyntaxFactory.ParseMemberDeclaration(stub)!
            .WithLeadingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return root.ReplaceNode(type, type.AddMembers(rule));
    }
}
