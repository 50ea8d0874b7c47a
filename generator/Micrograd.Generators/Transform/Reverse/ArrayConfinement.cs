using Micrograd.Generators.Analyses;
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
        ViewRoots roots = ViewRoots.Analyze(method.Body);
        HashSet<int> escaping = EscapeAnalysis.EscapingClasses(method, roots);
        HashSet<int> given = [.. method.Signature.Parameters.Select(static p => p.Local.Id)];
        Dictionary<int, IrExpression> spans = method.Body.AllStatements()
            .Select(static s => s.DefinedLocal()).OfType<IrLocal>()
            .Where(local => local.Type is ArrayType { Rank: 1, Element: ScalarType or TypeParameterType } && !given.Contains(local.Id) && !escaping.Contains(roots.ClassOf(local)))
            .GroupBy(static local => local.Id)
            .ToDictionary(static g => g.Key, static g => (IrExpression)new LocalExpression(AsSpan(g.First())));
        return spans.Count == 0 ? method : method with { Body = new LocalSubstitution(spans).RewriteBlock(method.Body) };
    }

    private static IrLocal AsSpan(IrLocal array) => array with { Type = new SpanType(((ArrayType)array.Type).Element, false) };
}
