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
public sealed class DerivativeRuleCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MGRAD0201"];

    /// <summary>None: two calls of one method need one rule.</summary>
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
            if (call?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
                && model.GetSymbolInfo(call, context.CancellationToken).Symbol is IMethodSymbol method && RuleStub.TryWrite(method) is { } stub)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Write a [DerivativeOf] rule for '{method.Name}'",
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(Add(root, type, stub))),
                        equivalenceKey: nameof(DerivativeRuleCodeFix)),
                    diagnostic);
            }
        }
    }

    private static SyntaxNode Add(SyntaxNode root, TypeDeclarationSyntax type, string stub)
    {
        MemberDeclarationSyntax rule = SyntaxFactory.ParseMemberDeclaration(stub)!
            .WithLeadingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return root.ReplaceNode(type, type.AddMembers(rule));
    }
}
