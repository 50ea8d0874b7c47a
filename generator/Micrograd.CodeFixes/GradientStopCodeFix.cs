using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Micrograd.CodeFixes;

/// <summary>MGRAD0201, MGRAD0202: passes the numbers that lose their derivative through Gradient.Stop, which says that this is meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GradientStopCodeFix))]
[Shared]
public sealed class GradientStopCodeFix : CodeFixProvider
{
    private const string Stop = "global::Micrograd.Gradient.Stop";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MGRAD0201", "MGRAD0202"];

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
            ExpressionSyntax[] lost = [.. Given(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)).Where(e => IsNumber(e, model, context.CancellationToken))];
            if (lost.Length > 0)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        "Drop the derivative with Gradient.Stop",
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNodes(lost, static (_, number) => Stopped(number)))),
                        equivalenceKey: nameof(GradientStopCodeFix)),
                    diagnostic);
            }
        }
    }

    // What a call is given, or a store puts away.
    private static IEnumerable<ExpressionSyntax> Given(SyntaxNode reported) => reported switch
    {
        InvocationExpressionSyntax call => call.ArgumentList.Arguments.Where(static a => a.RefKindKeyword.IsKind(SyntaxKind.None)).Select(static a => a.Expression),
        BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } => arguments.Arguments.Select(static a => a.Expression),
        AssignmentExpressionSyntax assignment => [assignment.Right],
        ExpressionStatementSyntax statement => Given(statement.Expression),
        ArgumentSyntax argument => [argument.Expression],
        _ => [],
    };

    private static bool IsNumber(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetTypeInfo(expression, cancellationToken).Type is { SpecialType: SpecialType.System_Double or SpecialType.System_Single }
        && !model.GetConstantValue(expression, cancellationToken).HasValue;

    private static ExpressionSyntax Stopped(ExpressionSyntax number) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.ParseExpression(Stop).WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.ArgumentList([SyntaxFactory.Argument(number.WithoutTrivia())])).WithTriviaFrom(number);
}
