using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Functions of the user's that the generated method does not have: their bodies stand where they are called.</content>
internal sealed partial class OpaqueText
{
    // `Get()` in `Get().Add(4)`. What may not be evaluated at all is left to be refused by the name.
    private bool TryFunctionCall(InvocationExpressionSyntax call)
    {
        if (_conditionalDepth > 0 || _model.GetOperation(call, _scope.CancellationToken) is not IInvocationOperation operation || !IsLeftOut(Called(operation)))
        {
            return false;
        }

        int before = _scope.Block.Count;
        AppendHole(call, () => Whole(call, Result(_expressions.Lower(operation), operation.TargetMethod)));

        // What the text says before the call, and reads from objects, would be read after it.
        if (CodeEffects.ChangesState(_scope.Block.Skip(before), static _ => true) && ReadsBefore(call))
        {
            ReportUnplaced(call, operation.TargetMethod);
        }

        return true;
    }

    private bool ReadsBefore(InvocationExpressionSyntax call) => _root.DescendantNodes().OfType<ExpressionSyntax>().Any(e => e.Span.End <= call.SpanStart
        && _model.GetOperation(e, _scope.CancellationToken) is IFieldReferenceOperation { Field.IsConst: false } or IPropertyReferenceOperation or IInvocationOperation or IArrayElementReferenceOperation);

    // Of the type of the function: `ICollection<int> Get() => [1, 2]` gives something else than `[1, 2]` is in another place.
    private IrExpression Result(IrExpression value, IMethodSymbol function) =>
        TypeMapping.Map(function.ReturnType) is OpaqueType type && (value is OpaqueExpression || !type.Equals(value.Type)) ? _scope.Declare(Identifier.Local(function.Name), type, value) : value;

    private static ISymbol? Called(IInvocationOperation call) => call.Instance switch
    {
        null => call.TargetMethod,
        ILocalReferenceOperation { Local: var local } => local,
        IParameterReferenceOperation { Parameter: var parameter } => parameter,
        _ => null,
    };

    private void RequireObject(SimpleNameSyntax name, ISymbol? symbol)
    {
        if (IsLeftOut(symbol))
        {
            ReportUnplaced(name, symbol as IMethodSymbol);
        }
    }

    private void ReportUnplaced(SyntaxNode node, IMethodSymbol? function)
    {
        if (function is { MethodKind: MethodKind.LocalFunction })
        {
            _scope.Report(LanguageDiagnostics.ConstructNotSupported, node, $"The local function '{function.Name}', used where its body cannot stand,");
        }
        else
        {
            _scope.Report(LanguageDiagnostics.Function, node, "A delegate");
        }
    }

    // Declared in the text itself, a function is there.
    private bool IsLeftOut(ISymbol? symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } => !symbol.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == _root.SyntaxTree && _root.Span.Contains(r.Span)),
        ILocalSymbol or IParameterSymbol => _scope.Functions.IsKnown(symbol),
        _ => false,
    };
}
