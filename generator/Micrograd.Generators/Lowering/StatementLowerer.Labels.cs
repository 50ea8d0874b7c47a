using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>
/// <c>goto</c> forward to a label of a block around it, as out of nested loops: the statements before the label are a body that the
/// jump leaves as a return leaves that of a method put in place. Every other <c>goto</c> is outside the language.
/// </content>
internal sealed partial class StatementLowerer
{
    private ILabelSymbol? _leaves;

    // The index of the label that the statement jumps to, further on in the same block; a return in between would leave more than that.
    private static int? LabelLeftTo(IOperation[] block, int from)
    {
        int label = Array.FindIndex(block, from + 1, s => s is ILabeledOperation target && MethodBody.OwnOperations(block[from]).Any(o => IsGoto(o, target.Label)));
        return label >= 0 && !block.Skip(from).Take(label - from).SelectMany(MethodBody.OwnOperations).Any(static o => o is IReturnOperation) ? label : null;
    }

    private static bool IsGoto(IOperation operation, ILabelSymbol label) =>
        operation is IBranchOperation { BranchKind: BranchKind.GoTo } branch && SymbolEqualityComparer.Default.Equals(branch.Target, label);

    private void LowerLeaving(IOperation[] block, int from, int label)
    {
        ILabelSymbol? outer = _leaves;
        _leaves = ((ILabeledOperation)block[label]).Label;
        List<IrStatement> body = scope.Capture(() => LowerAll(block.Skip(from).Take(label - from)));
        _leaves = outer;
        scope.Emit(new InlineStatement(body.ToEquatableArray(), null));
    }

    private void LowerLabeled(ILabeledOperation labeled)
    {
        if (labeled.Operation is { } statement)
        {
            Lower(statement);
        }
    }
}
