using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>Keeps a chain of helpers that call each other many times from growing into megabytes of generated code.</summary>
internal sealed class LoweringBudget
{
    private const int Largest = 200_000;
    private int _spent;

    public bool TrySpend() => ++_spent <= Largest;

    public IrExpression Refuse(LoweringScope scope, SyntaxNode syntax)
    {
        if (_spent == Largest + 1)
        {
            scope.Report(LanguageDiagnostics.MethodTooLarge, syntax, scope.Method.Name, $"has more than {Largest} operations once the methods it calls are put in place");
        }

        return new ConstantExpression(IrType.Void, 0, "default");
    }
}
