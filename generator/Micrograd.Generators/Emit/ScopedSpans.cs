using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Span variables that are given memory of the stack, or a part of it, only after they were declared: <c>scoped</c>, or C# refuses that.</summary>
internal static class ScopedSpans
{
    public static HashSet<int> In(IEnumerable<IrStatement> statements)
    {
        List<(IrLocal Local, IrExpression? Value, bool Declares)> values = [.. statements.AllStatements().Select(Given).Where(static g => g.Local?.Type is SpanType).Select(static g => (g.Local!, g.Value, g.Declares))];
        HashSet<int> onStack = [];
        bool isFound;
        do
        {
            isFound = values.Any(v => v.Value is not null && IsOnStack(v.Value, onStack) && onStack.Add(v.Local.Id));
        }
        while (isFound);

        return [.. values.Where(v => v.Declares && onStack.Contains(v.Local.Id) && (v.Value is null || !IsOnStack(v.Value, onStack))).Select(static v => v.Local.Id)];
    }

    private static (IrLocal? Local, IrExpression? Value, bool Declares) Given(IrStatement statement) => statement switch
    {
        DeclareStatement declare => (declare.Local, declare.Value, true),
        AssignStatement { Target: LocalExpression target } assign => (target.Local, assign.Value, false),
        _ => default,
    };

    private static bool IsOnStack(IrExpression value, HashSet<int> onStack) => value switch
    {
        NewArrayExpression array => array.Storage == ArrayStorage.Stack,
        LocalExpression local => onStack.Contains(local.Local.Id),
        ViewExpression view => IsOnStack(view.Source, onStack),
        ConditionalExpression choice => IsOnStack(choice.WhenTrue, onStack) || IsOnStack(choice.WhenFalse, onStack),
        OpaqueExpression { Type: SpanType } opaque => opaque.Arguments.Any(a => IsOnStack(a, onStack)),
        _ => false,
    };
}
