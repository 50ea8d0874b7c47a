using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>
/// Whether overflow throws was decided by what stood around the text, which stays behind: an operation that the project's default would
/// decide otherwise takes a <c>checked</c> or <c>unchecked</c> along.
/// </content>
internal sealed partial class OpaqueText
{
    // The overflow context around what is being written.
    private bool _isChecked;
    private string? _statementContext;

    /// <summary>The text as a statement.</summary>
    public string Statement => _statementContext is { } keyword ? $"{keyword} {{{{ {Template}; }}}}" : Template + ";";

    /// <summary>Begins the context that the node asks for, and gives the text that ends it.</summary>
    private string OpenContext(SyntaxNode node, bool isRoot)
    {
        bool isChecked = ContextOf(node) ?? _isChecked;
        if (isChecked == _isChecked)
        {
            return "";
        }

        _isChecked = isChecked;
        string keyword = isChecked ? "checked" : "unchecked";
        bool isStatement = node is ExpressionSyntax && _model.GetOperation(node, _scope.CancellationToken) is { Parent: IExpressionStatementOperation };
        if (isRoot && isStatement)
        {
            _statementContext = keyword;
            return "";
        }

        (string open, string close) = node switch
        {
            CheckedExpressionSyntax or CheckedStatementSyntax => ("", ""),
            ExpressionStatementSyntax => ($"{keyword} {{ ", " }"),
            _ when isStatement => ($"{{ {keyword} {{ ", "; } }"),
            _ => ($"{keyword}(", ")"),
        };
        if (open.Length > 0)
        {
            Space(node);
            AppendText(open);
            _previous = SyntaxFactory.Token(SyntaxKind.OpenParenToken);
        }

        return close;
    }

    // What it contains is asked when its turn comes; a statement cannot have its expression in parentheses.
    private bool? ContextOf(SyntaxNode node) => node switch
    {
        CheckedExpressionSyntax { Keyword: var keyword } => keyword.IsKind(SyntaxKind.CheckedKeyword),
        CheckedStatementSyntax { Keyword: var keyword } => keyword.IsKind(SyntaxKind.CheckedKeyword),
        ExpressionStatementSyntax { Expression: var expression } => ContextOf(expression),
        ExpressionSyntax => _model.GetOperation(node, _scope.CancellationToken) switch
        {
            IBinaryOperation o when OperatorMapping.Map(o.OperatorKind) is { } binary && Integers.CanOverflow(binary) && MayThrow(o.Type) => o.IsChecked,
            ICompoundAssignmentOperation o when OperatorMapping.Map(o.OperatorKind) is { } binary && Integers.CanOverflow(binary) && MayThrow(o.Type) => o.IsChecked,
            IIncrementOrDecrementOperation o when MayThrow(o.Type) => o.IsChecked,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } o when MayThrow(o.Type) => o.IsChecked,
            IConversionOperation { IsImplicit: false } o when MayThrow(o.Type) => o.IsChecked,
            _ => null,
        },
        _ => null,
    };

    private static bool MayThrow(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => MayThrow(nullable.TypeArguments[0]),
        { TypeKind: TypeKind.Enum } => true,
        _ => Integers.CanOverflow(TypeMapping.Map(type)),
    };
}
