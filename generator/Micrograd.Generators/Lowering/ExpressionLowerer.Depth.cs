using System.Runtime.CompilerServices;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>
/// Keeps expressions shallow. Every pass walks them recursively, and compares and hashes them, so that a sum of thousands of
/// terms, a tree as deep as it is long, would cost the square of its length and overflow the stack.
/// </content>
internal sealed partial class ExpressionLowerer
{
    private const int Deepest = 64;
    private int _depth;

    public IrExpression Lower(IOperation operation)
    {
        // Deeper than the stack: an exception that the method's own diagnostic reports, where an overflow would end the compiler.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        List<IOperation> named = operation is IBinaryOperation binary ? NameDeepOperands(binary) : [];
        _depth++;
        IrExpression value = LowerWhole(operation);
        _depth--;

        // The body of a helper is lowered once for each call, and its parts have other values each time.
        named.ForEach(_scope.ForgetValue);
        return _depth > 0 && _depth % Deepest == 0 ? Named(value) : value;
    }

    // a + b + c + …: the left operands from the innermost out, so that no call of Lower goes deeper than a part.
    private List<IOperation> NameDeepOperands(IBinaryOperation binary)
    {
        List<IOperation> spine = [];
        for (IOperation left = binary.LeftOperand; left is IBinaryOperation inner && _scope.ValueOf(left) is null; left = inner.LeftOperand)
        {
            spine.Add(left);
        }

        List<IOperation> named = [];
        for (int i = spine.Count - Deepest; i > 0; i -= Deepest)
        {
            _scope.SetValue(spine[i], Named(LowerWhole(spine[i])));
            named.Add(spine[i]);
        }

        return named;
    }

    private IrExpression Named(IrExpression value) =>
        value is BinaryExpression or UnaryExpression or ConversionExpression or ConditionalExpression or RuleCallExpression ? _scope.Bind(value, "part") : value;
}
