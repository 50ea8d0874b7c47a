using Micrograd.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>What the text stores to.</content>
internal sealed partial class OpaqueText
{
    private bool IsOfVariable(AssignmentExpressionSyntax assignment) =>
        _model.GetSymbolInfo(assignment.Left, _scope.CancellationToken).Symbol is (ILocalSymbol or IParameterSymbol) and var variable && _scope.PlaceOf(variable) is not null;

    // A variable that is stored to on the way is one that the transforms know of.
    private bool WriteStored(AssignmentExpressionSyntax assignment)
    {
        if (_conditionalDepth > 0 || _model.GetOperation(assignment, _scope.CancellationToken) is not { } operation)
        {
            _scope.Report(LanguageDiagnostics.AssignmentTarget, assignment, assignment.ToString());
            return true;
        }

        AppendHole(assignment, () => _expressions.Lower(operation));
        return true;
    }

    // A member that is read here and may change before the text runs; a name in `{ X = … }` is none that is read.
    private bool IsData(SimpleNameSyntax name) => name.Parent is not (NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax or AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax })
        && _model.GetOperation(name, _scope.CancellationToken) is IMemberReferenceOperation { Member: IFieldSymbol { IsConst: false } or IPropertySymbol };

    // The target of a store stays a place; a member's first value in an initialiser is no assignment of its own.
    private static bool IsStoredTo(ExpressionSyntax expression) => expression.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == expression,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } => true,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => true,
        InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ObjectInitializerExpression or (int)SyntaxKind.WithInitializerExpression } => expression is AssignmentExpressionSyntax,
        _ => false,
    };
}
