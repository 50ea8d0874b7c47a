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
public sealed class GradientStopCodeFix : ReportedCodeFix
{
    private const string Stop = "global::Micrograd.Gradient.Stop";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MGRAD0201", "MGRAD0202"];

    private protected override Task<CodeAction?> FixAsync(ReportedNode reported, CancellationToken cancellationToken)
    {
        ExpressionSyntax[] lost = [.. Given(reported.Node).Where(e => IsNumber(e, reported.Model, cancellationToken))];
        return Task.FromResult(lost.Length == 0 ? null : reported.Action(
            "Drop the derivative with Gradient.Stop",
            () => reported.Root.ReplaceNodes(lost, static (_, number) => Stopped(number)),
            nameof(GradientStopCodeFix)));
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
