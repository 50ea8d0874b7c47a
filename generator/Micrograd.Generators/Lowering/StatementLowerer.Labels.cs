using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>
/// <c>goto</c> forward to a label of a block around it, as out of nested loops: the statements before the label are a body that the
/// jump leaves. Every other <c>goto</c> is outside the language.
/// </content>
internal sealed partial class StatementLowerer
{
    private readonly Dictionary<ISymbol, IrLabel> _labels = new(SymbolEqualityComparer.Default);

    // The index of the furthest label, further on in the same block, that the statement or one up to that label jumps to: the bodies
    // that lead to the labels before it then lie inside this one.
    private static int? LabelLeftTo(IOperation[] block, int from)
    {
        int furthest = from;
        for (int i = from; i == from || i < furthest; i++)
        {
            IOperation statement = block[i];
            furthest = Math.Max(furthest, Array.FindLastIndex(block, s => s is ILabeledOperation target && MethodBody.OwnOperations(statement).Any(o => IsGoto(o, target.Label))));
        }

        return furthest > from ? furthest : null;
    }

    private static bool IsGoto(IOperation operation, ILabelSymbol label) =>
        operation is IBranchOperation { BranchKind: BranchKind.GoTo } branch && SymbolEqualityComparer.Default.Equals(branch.Target, label);

    private void LowerLeaving(IOperation[] block, int from, int label)
    {
        ILabelSymbol symbol = ((ILabeledOperation)block[label]).Label;
        IrLabel target = scope.CreateLabel(symbol.Name);
        _labels[symbol] = target;
        List<IrStatement> body = scope.Capture(() => LowerAll(block.Skip(from).Take(label - from)));
        _labels.Remove(symbol);
        scope.Emit(new LabeledStatement(body.ToEquatableArray(), target));
    }

    private void LowerLabeled(ILabeledOperation labeled)
    {
        if (labeled.Operation is { } statement)
        {
            Lower(statement);
        }
    }
}
