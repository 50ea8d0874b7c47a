using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Lowering;

/// <content>What the compiler says about null of the text must be no more than it said where the text comes from.</content>
internal sealed partial class OpaqueText
{
    private void WriteOperand(SyntaxNode node, SyntaxNode operand)
    {
        bool mustBeThere = node switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.Text == "Value",
            CastExpressionSyntax cast => operand == cast.Expression && !IsNullable(cast.Type),
            _ => false,
        };
        if (mustBeThere)
        {
            WriteThere((ExpressionSyntax)operand);
        }
        else
        {
            Write(operand);
        }
    }

    // That a nullable value is there, the user may have tested in what is another statement now. `(n)!` would be a cast.
    private void WriteThere(ExpressionSyntax value)
    {
        ExpressionSyntax bare = WithoutParentheses(value);
        bool mayBeNull = value is not PostfixUnaryExpressionSyntax && IsNullable(value);
        bool isName = bare is SimpleNameSyntax or MemberAccessExpressionSyntax || bare is AssignmentExpressionSyntax assignment && IsOfVariable(assignment);
        Write(mayBeNull && isName ? bare : value);
        AppendText(mayBeNull ? "!" : "");
    }

    private static ExpressionSyntax WithoutParentheses(ExpressionSyntax expression) =>
        expression is ParenthesizedExpressionSyntax { Expression: var inner } ? WithoutParentheses(inner) : expression;

    private bool IsNullable(ExpressionSyntax expression) =>
        _model.GetTypeInfo(expression, _scope.CancellationToken).Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
}
