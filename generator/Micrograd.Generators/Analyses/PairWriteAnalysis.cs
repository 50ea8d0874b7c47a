using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// Which of the arrays and spans that a paired method is given it may store into, itself or through what it calls; written into
/// every call of it.
/// </summary>
internal static class PairWriteAnalysis
{
    public static MethodIr Apply(MethodIr method)
    {
        if (method.Pairs.Count == 0)
        {
            return method;
        }

        var written = method.Pairs.ToDictionary(static p => p.Target.Key, static p => new HashSet<int>());
        bool changed = true;
        while (changed)
        {
            changed = method.Pairs.Count(pair => WrittenParameters(pair.Method, written).ToArray().Count(written[pair.Target.Key].Add) > 0) > 0;
        }

        var marking = new Marking(written);
        return method with
        {
            Body = marking.RewriteBlock(method.Body),
            Pairs = method.Pairs.Select(p => new PairedMethod(marking.Mark(p.Target), p.Method with { Body = marking.RewriteBlock(p.Method.Body) })).ToEquatableArray(),
        };
    }

    private static IEnumerable<int> WrittenParameters(MethodIr method, IReadOnlyDictionary<string, HashSet<int>> written)
    {
        ViewRoots roots = ViewRoots.Analyze(method.Body);
        HashSet<int> stored = [];
        foreach (IrStatement statement in method.Body.AllStatements())
        {
            if (statement is AssignStatement { Target: ElementExpression element } && element.Root() is { } root)
            {
                stored.Add(roots.ClassOf(root));
            }

            if (statement.PairCall() is { } call)
            {
                stored.UnionWith(written[call.Target.Key].Select(i => call.Arguments[i].Root()).OfType<IrLocal>().Select(roots.ClassOf));
            }
        }

        return method.Signature.Parameters
            .Select(static (parameter, index) => (parameter, index))
            .Where(p => p.parameter.Local.Type.IsView && stored.Contains(roots.ClassOf(p.parameter.Local)))
            .Select(static p => p.index);
    }

    private sealed class Marking(IReadOnlyDictionary<string, HashSet<int>> written) : IrRewriter
    {
        public PairTarget Mark(PairTarget target) => target with
        {
            Parameters = target.Parameters.Select((p, i) => p with { IsWritten = written[target.Key].Contains(i) }).ToEquatableArray(),
        };

        public override IrExpression Rewrite(IrExpression expression) =>
            base.Rewrite(expression) is PairCallExpression call ? call with { Target = Mark(call.Target) } : base.Rewrite(expression);
    }
}
