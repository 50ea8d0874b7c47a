using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Makes a span of every local array that never leaves the method: its memory then comes from the stack or from pooled scratch
/// memory, and nothing is allocated.
/// </summary>
internal static class ArrayConfinement
{
    public static MethodIr Apply(MethodIr method)
    {
        HashSet<int> escaping = [.. method.Signature.Parameters.Select(static p => p.Local.Id)];
        foreach (IrStatement statement in method.Body.AllStatements())
        {
            IEnumerable<IrExpression> leaving = statement switch
            {
                ReturnStatement { Value: LocalExpression } s => [s.Value],
                OpaqueStatement s => s.Arguments,
                AssignStatement { Target: not LocalExpression, Value.Type.IsView: true } s => [s.Value],
                _ => statement.Expressions().SelectMany(static e => e.SelfAndDescendants()).SelectMany(LeavingArguments),
            };
            escaping.UnionWith(leaving.OfType<LocalExpression>().Where(static e => e.Type is ArrayType).Select(static e => e.Local.Id));
        }

        Dictionary<int, IrExpression> spans = method.Body.AllStatements()
            .Select(static s => s.DefinedLocal()).OfType<IrLocal>()
            .Where(local => local.Type is ArrayType { Rank: 1, Element: ScalarType or TypeParameterType } && !escaping.Contains(local.Id))
            .GroupBy(static local => local.Id)
            .ToDictionary(static g => g.Key, static g => (IrExpression)new LocalExpression(g.First() with { Type = new SpanType(((ArrayType)g.First().Type).Element, false) }));
        return spans.Count == 0 ? method : method with { Body = new LocalSubstitution(spans).RewriteBlock(method.Body) };
    }

    private static IEnumerable<IrExpression> LeavingArguments(IrExpression expression) => expression switch
    {
        OpaqueExpression opaque => opaque.Arguments,
        PairCallExpression pair => pair.Arguments.Where((_, i) => pair.Target.Parameters[i].Type is ArrayType),
        DerivativeCallExpression call => call.Arguments.Where((_, i) => call.Target.Parameters[i].Type is ArrayType),
        _ => [],
    };
}
