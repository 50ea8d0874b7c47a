using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

internal enum DropKind
{
    /// <summary>A method without a known derivative is called with an active argument, and its result could carry one.</summary>
    Call,

    /// <summary>An active value is stored where no derivative can follow.</summary>
    Store,
}

/// <summary>A derivative that would be lost, and the number of the place in the source where.</summary>
internal sealed record DroppedDerivative(DropKind Kind, int Site, string Operand);

/// <summary>
/// Finds where a varied value enters code that the transforms do not understand, and could come out of it again: the result of
/// an unknown call, memory an unknown call may write, state outside the method, an array that is declared constant.
/// </summary>
internal static class DroppedDerivativeAnalysis
{
    public static IEnumerable<DroppedDerivative> Analyze(MethodIr method, VariedFacts varied)
    {
        HashSet<int> foreign = ForeignMemory.Of(method, varied.Roots);
        foreach (IrStatement statement in method.Body.AllStatements())
        {
            if (statement is OpaqueStatement opaque && opaque.Arguments.FirstOrDefault(a => (varied.IsVaried(a) && (opaque.StoresArguments || MayBeWritten(a))) || (MayBeWritten(a) && a.Root() is { } memory && varied.LosesStore(memory))) is { } lost)
            {
                yield return new DroppedDerivative(opaque.StoresArguments ? DropKind.Store : DropKind.Call, opaque.Site, NameOf(lost));
            }

            if (statement is AssignStatement { Target: not LocalExpression } store && store.Target.Root() is { Type.IsView: true } view && (varied.LosesStore(view) || (varied.ConstantViews.Contains(view.Id) && varied.IsVaried(store.Value))))
            {
                yield return new DroppedDerivative(DropKind.Store, store.Site, varied.IsVaried(store.Value) ? NameOf(store.Value) : view.Name);
            }
            else if (statement is AssignStatement { Target: not LocalExpression } assign && varied.IsVaried(assign.Value)
                && assign.Target.Root() is { Type.IsView: true } root && foreign.Contains(varied.Roots.ClassOf(root)))
            {
                yield return new DroppedDerivative(DropKind.Store, assign.Site, NameOf(assign.Value));
            }
        }

        foreach (OpaqueExpression call in method.Body.AllExpressions().OfType<OpaqueExpression>())
        {
            if (call.Site >= 0 && call.Arguments.FirstOrDefault(a => varied.IsVaried(a) && (call.Type.IsDifferentiable || MayBeWritten(a))) is { } lost)
            {
                yield return new DroppedDerivative(DropKind.Call, call.Site, NameOf(lost));
            }
        }
    }

    private static bool MayBeWritten(IrExpression argument) => argument.Type is ArrayType or SpanType { IsReadOnly: false };

    private static string NameOf(IrExpression expression) => expression.LocalsRead().FirstOrDefault(static l => l.Type.IsDifferentiable)?.Name ?? "the argument";
}
