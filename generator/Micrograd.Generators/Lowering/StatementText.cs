using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>A statement as one line of C#, whatever its white space and comments were.</summary>
internal static class StatementText
{
    private const int Longest = 100;

    /// <summary>A body that is one expression reads as the statement it stands for.</summary>
    public static string Of(IOperation statement) => (statement, Of(statement.Syntax).TrimStart('=', '>', ' ')) switch
    {
        (_, var text) when statement.Syntax is StatementSyntax or VariableDeclarationSyntax => text,
        (IReturnOperation, var text) => $"return {text};",
        (_, var text) => $"{text.TrimEnd(';')};",
    };

    public static string Of(SyntaxNode node)
    {
        StringBuilder text = new();
        SyntaxToken previous = default;
        // The sizes that `double[,]` leaves out are tokens of no width.
        foreach (SyntaxToken token in Header(node).Where(static t => !t.Span.IsEmpty))
        {
            if (text.Length > 0 && NeedsSpace(previous, token))
            {
                text.Append(' ');
            }

            text.Append(token.Text.Replace("\r", "").Replace('\n', ' '));
            previous = token;
            if (text.Length > Longest)
            {
                return text.ToString(0, Longest - 1).TrimEnd() + "…";
            }
        }

        return text.ToString();
    }

    // Of a statement with a body, the part before the body.
    private static IEnumerable<SyntaxToken> Header(SyntaxNode node)
    {
        SyntaxNode? body = node switch
        {
            ForStatementSyntax loop => loop.Statement,
            CommonForEachStatementSyntax loop => loop.Statement,
            WhileStatementSyntax loop => loop.Statement,
            IfStatementSyntax conditional => conditional.Statement,
            _ => null,
        };

        return node switch
        {
            DoStatementSyntax loop => loop.DescendantTokens().SkipWhile(t => t.SpanStart < loop.WhileKeyword.SpanStart),
            SwitchStatementSyntax choice => choice.DescendantTokens().TakeWhile(t => t != choice.OpenBraceToken),
            _ => node.DescendantTokens().TakeWhile(t => body is null || t.SpanStart < body.SpanStart),
        };
    }

    public static bool NeedsSpace(SyntaxToken left, SyntaxToken right) => right.Kind() switch
    {
        SyntaxKind.SemicolonToken or SyntaxKind.CommaToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.DotToken or SyntaxKind.DotDotToken => false,
        SyntaxKind.OpenBracketToken => left.IsKind(SyntaxKind.EqualsToken) || left.IsKind(SyntaxKind.CommaToken) || left.IsKind(SyntaxKind.ReturnKeyword) || IsBinary(left.Parent),
        SyntaxKind.OpenParenToken => !OpensCall(right.Parent) && AllowsSpaceAfter(left),
        SyntaxKind.PlusPlusToken or SyntaxKind.MinusMinusToken when right.Parent is PostfixUnaryExpressionSyntax => false,
        SyntaxKind.ColonToken when right.Parent is NameColonSyntax or CaseSwitchLabelSyntax or DefaultSwitchLabelSyntax => false,
        SyntaxKind.LessThanToken or SyntaxKind.GreaterThanToken when right.Parent is TypeArgumentListSyntax => false,
        SyntaxKind.QuestionToken when right.Parent is NullableTypeSyntax or ConditionalAccessExpressionSyntax => false,
        SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringEndToken => false,
        SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken when right.Parent is InterpolationSyntax => false,
        SyntaxKind.ExclamationToken when right.Parent is PostfixUnaryExpressionSyntax => false,
        _ => AllowsSpaceAfter(left),
    };

    private static bool AllowsSpaceAfter(SyntaxToken left) => left.Kind() switch
    {
        SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken or SyntaxKind.DotToken or SyntaxKind.DotDotToken or SyntaxKind.ColonColonToken => false,
        SyntaxKind.CloseParenToken when left.Parent is CastExpressionSyntax => false,
        SyntaxKind.LessThanToken when left.Parent is TypeArgumentListSyntax => false,
        SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringTextToken => false,
        SyntaxKind.OpenBraceToken when left.Parent is InterpolationSyntax => false,
        SyntaxKind.CloseBraceToken when left.Parent is InterpolationSyntax => false,
        _ => left.Parent is not PrefixUnaryExpressionSyntax,
    };

    private static bool IsBinary(SyntaxNode? parent) => parent is BinaryExpressionSyntax or AssignmentExpressionSyntax;

    private static bool OpensCall(SyntaxNode? parent) =>
        parent is ArgumentListSyntax or CheckedExpressionSyntax or TypeOfExpressionSyntax or DefaultExpressionSyntax or SizeOfExpressionSyntax;
}
