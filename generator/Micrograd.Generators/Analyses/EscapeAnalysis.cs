using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// Which arrays must stay arrays, because one leaves the method as an object: it is returned, kept, or passed to code that asks for
/// an array. What may name the same memory goes with it.
/// </summary>
internal static class EscapeAnalysis
{
    /// <summary>The classes of views (<see cref="ViewRoots"/>) that hold an escaping array.</summary>
    public static HashSet<int> EscapingClasses(MethodIr method, ViewRoots roots)
    {
        ActivityFacts activity = ActivityAnalysis.Analyze(method);
        return [.. method.Body.AllStatements()
            .SelectMany(statement => Leaving(statement, activity))
            .Where(static e => e.Type is ArrayType)
            .Select(static e => e.Root())
            .OfType<IrLocal>()
            .Select(roots.ClassOf)];
    }

    private static IEnumerable<IrExpression> Leaving(IrStatement statement, ActivityFacts activity) => statement switch
    {
        ReturnStatement { Value: LocalExpression } s => [s.Value],
        OpaqueStatement s => s.Arguments,
        AssignStatement { Target: not LocalExpression, Value.Type.IsView: true } s => [s.Value],
        _ => statement.Expressions().SelectMany(static e => e.SelfAndDescendants()).SelectMany(e => LeavingArguments(e, statement, activity)),
    };

    // A call that carries no derivative is a call of the method itself, not of its pair.
    private static IEnumerable<IrExpression> LeavingArguments(IrExpression expression, IrStatement statement, ActivityFacts activity) => expression switch
    {
        OpaqueExpression opaque => opaque.Arguments,
        PairCallExpression { Target.Method: not null } pair when !activity.IsActiveCall(statement) => pair.Arguments,
        PairCallExpression pair => pair.Arguments.Where((_, i) => pair.Target.Parameters[i].Type is ArrayType),
        DerivativeCallExpression call => call.Arguments.Where((_, i) => call.Target.Parameters[i].Type is ArrayType),
        _ => [],
    };
}
