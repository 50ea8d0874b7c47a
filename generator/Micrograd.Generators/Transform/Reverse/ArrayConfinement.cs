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
        escaping.UnionWith(MaybeNull(method, roots));
        escaping.UnionWith(Given(method).Select(roots.ClassOf));
        HashSet<int> given = [.. method.Signature.Parameters.Select(static p => p.Local.Id)];
        Dictionary<int, IrExpression> spans = method.Body.AllStatements()
            .Select(static s => s.DefinedLocal()).OfType<IrLocal>()
            .Where(local => local.Type is ArrayType { Rank: 1, Element: ScalarType or TypeParameterType } && !given.Contains(local.Id) && !escaping.Contains(roots.ClassOf(local)))
            .GroupBy(static local => local.Id)
            .ToDictionary(static g => g.Key, static g => (IrExpression)new LocalExpression(AsSpan(g.First())));
        return spans.Count == 0 ? method : method with { Body = new LocalSubstitution(spans).RewriteBlock(method.Body) };
    }

    // A span cannot say that there was no array; memory that the method makes is always there.
    private static IEnumerable<int> MaybeNull(MethodIr method, ViewRoots roots)
    {
        HashSet<int> asked = [.. method.Body.AllStatements().OfType<NullCheckStatement>().Select(static s => s.Array.Root()).OfType<IrLocal>().Select(roots.ClassOf)];
        return method.Body.AllStatements()
            .Where(static s => s is DeclareStatement { Value: OpaqueExpression or ConstantExpression } or AssignStatement { Value: OpaqueExpression or ConstantExpression })
            .Select(static s => s.DefinedLocal()).OfType<IrLocal>()
            .Where(static local => local.Type.IsView)
            .Select(roots.ClassOf)
            .Where(asked.Contains);
    }

    // An array that the user's code gives is its own object: there may be none, and the reverse sweep may have to be told which it was.
    private static IEnumerable<IrLocal> Given(MethodIr method) => method.Body.AllStatements()
        .OfType<DeclareStatement>()
        .Where(static s => s is { Local.Type: ArrayType, Value: { } value } && ViewRoots.IsOutside(value))
        .Select(static s => s.Local);

    private static IrLocal AsSpan(IrLocal array) => array with { Type = new SpanType(((ArrayType)array.Type).Element, false) };
}
