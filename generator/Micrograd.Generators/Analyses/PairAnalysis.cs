using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// What a call through a pair must know of the method behind it: which of the arrays and spans that it is given it may store into,
/// itself or through what it calls, and which arrays may come as spans, because they do not leave it.
/// </summary>
internal static class PairAnalysis
{
    public static MethodIr Apply(MethodIr method)
    {
        if (method.Pairs.Count == 0)
        {
            return method;
        }

        method = TextEffects.Mark(WithSpans(method));
        var written = method.Pairs.ToDictionary(static p => p.Target.Key, static p => new HashSet<int>(p.Rule?.Written ?? default(EquatableArray<int>)));
        bool changed = true;
        while (changed)
        {
            changed = method.Pairs.Count(pair => pair.Rule is null && WrittenParameters(pair.Method, written).ToArray().Count(written[pair.Target.Key].Add) > 0) > 0;
        }

        var marking = new Marking(written);
        return method with
        {
            Body = marking.RewriteBlock(method.Body),
            Pairs = method.Pairs.Select(p => p with { Target = marking.Mark(p.Target), Method = p.Method with { Body = marking.RewriteBlock(p.Method.Body) } }).ToEquatableArray(),
        };
    }

    // Whether an array leaves may depend on what it is passed to: begin with all as spans, and take back until nothing changes.
    private static MethodIr WithSpans(MethodIr method)
    {
        var arrays = new HashSet<(string Key, int Parameter)>();
        while (true)
        {
            MethodIr candidate = new SpanParameters(arrays).Apply(method);
            int before = arrays.Count;
            foreach (PairedMethod pair in candidate.Pairs)
            {
                ViewRoots roots = ViewRoots.Analyze(pair.Method.Body);
                HashSet<int> escaping = EscapeAnalysis.EscapingClasses(pair.Method, roots);
                escaping.UnionWith(PassedOn(pair.Method).Select(roots.ClassOf));
                arrays.UnionWith(pair.Method.Signature.Parameters
                    .Select(static (parameter, index) => (parameter, index))
                    .Where(p => p.parameter.Local.Type.IsView && escaping.Contains(roots.ClassOf(p.parameter.Local)))
                    .Select(p => (pair.Target.Key, p.index)));
            }

            if (arrays.Count == before)
            {
                return candidate with { Pairs = candidate.Pairs.Select(static p => p with { Method = Retyped(p) }).ToEquatableArray() };
            }
        }
    }

    // Memory that a variable of the method names as an array, too.
    private static IEnumerable<IrLocal> PassedOn(MethodIr method) => method.Body.AllStatements()
        .Where(static s => s.DefinedLocal() is { Type: ArrayType })
        .Select(static s => s.StoredValue())
        .OfType<IrExpression>()
        .Where(static value => value is LocalExpression or ConditionalExpression)
        .SelectMany(static value => value.LocalsRead())
        .Where(static local => local.Type.IsView);

    // The parameters' locals take the types that the calls pass.
    private static MethodIr Retyped(PairedMethod pair)
    {
        IrParameter[] parameters = pair.Method.Signature.Parameters.Select((p, i) => p with { Local = p.Local with { Type = pair.Target.Parameters[i].Type } }).ToArray();
        var locals = parameters.ToDictionary(static p => p.Local.Id, static p => (IrExpression)new LocalExpression(p.Local));
        return pair.Method with
        {
            Signature = pair.Method.Signature with { Parameters = parameters.ToEquatableArray() },
            Body = new LocalSubstitution(locals).RewriteBlock(pair.Method.Body),
        };
    }

    /// <summary>Lets the pairs take spans for arrays, but for those parameters whose array leaves.</summary>
    private sealed class SpanParameters(HashSet<(string Key, int Parameter)> arrays) : IrRewriter
    {
        public MethodIr Apply(MethodIr method) => method with
        {
            Body = RewriteBlock(method.Body),
            Pairs = method.Pairs.Select(p => p with { Target = Mark(p.Target), Method = p.Method with { Body = RewriteBlock(p.Method.Body) } }).ToEquatableArray(),
        };

        public override IrExpression Rewrite(IrExpression expression)
        {
            IrExpression rewritten = base.Rewrite(expression);
            return rewritten is PairCallExpression call ? call with { Target = Mark(call.Target) } : rewritten;
        }

        private PairTarget Mark(PairTarget target) => target.IsElsewhere ? target : target with
        {
            Parameters = target.Parameters.Select((p, i) => p.Type is ArrayType { Rank: 1 } array && !arrays.Contains((target.Key, i)) ? p with { Type = new SpanType(array.Element, false) } : p).ToEquatableArray(),
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
                IEnumerable<IrExpression> places = call.Target.IsElsewhere ? call.WrittenArguments : written[call.Target.Key].Select(i => call.Arguments[i]);
                stored.UnionWith(places.Select(static place => place.Root()).OfType<IrLocal>().Select(roots.ClassOf));
            }
        }

        return method.Signature.Parameters
            .Select(static (parameter, index) => (parameter, index))
            .Where(p => p.parameter.Local.Type.IsView && stored.Contains(roots.ClassOf(p.parameter.Local)))
            .Select(static p => p.index);
    }

    private sealed class Marking(IReadOnlyDictionary<string, HashSet<int>> written) : IrRewriter
    {
        public PairTarget Mark(PairTarget target) => target.IsElsewhere ? target : target with
        {
            Parameters = target.Parameters.Select((p, i) => p with { IsWritten = written[target.Key].Contains(i) }).ToEquatableArray(),
        };

        public override IrExpression Rewrite(IrExpression expression)
        {
            IrExpression rewritten = base.Rewrite(expression);
            return rewritten is PairCallExpression call ? call with { Target = Mark(call.Target) } : rewritten;
        }
    }
}
