using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>What code kept as text may change, in a body and in what it calls through pairs: arrays it is given, and what lies outside.</summary>
/// <param name="Given">The locals that name such arrays.</param>
/// <param name="ChangesState">The text runs code of the user's that may change memory it is not given.</param>
internal sealed record TextEffects(IReadOnlyCollection<IrLocal> Given, bool ChangesState)
{
    /// <summary>The effects of a body whose calls say what they do.</summary>
    public static TextEffects Of(IEnumerable<IrStatement> body)
    {
        List<IrLocal> given = [];
        bool changesState = false;
        foreach (IrStatement statement in body.AllStatements())
        {
            if (statement is OpaqueStatement { LeavesMethod: false } text)
            {
                changesState |= text.ChangesState;
                Add(text.Arguments);
            }

            changesState |= statement.Expressions().SelectMany(static e => e.SelfAndDescendants()).Any(static e => e is DerivativeCallExpression { Target: { IsGenerated: true, MayChangeState: true } });
            foreach (OpaqueExpression opaque in statement.Expressions().SelectMany(static e => e.SelfAndDescendants()).OfType<OpaqueExpression>())
            {
                changesState |= opaque.ChangesState;
                Add(opaque.IsRead ? default : opaque.Arguments);
            }

            if (statement.PairCall() is { } call)
            {
                changesState |= call.Target.ChangesState;
                Add(call.Arguments.Where((_, i) => call.Target.Parameters[i].IsGivenToText));
            }
        }

        return new TextEffects(given, changesState);

        void Add(IEnumerable<IrExpression> arguments) =>
            given.AddRange(arguments.Where(static a => a.Type is ArrayType or SpanType { IsReadOnly: false }).Select(static a => a.Root()).OfType<IrLocal>());
    }

    /// <summary>The method with its pairs, and all calls of them, saying what their text may change. Only grows, until nothing is added.</summary>
    public static MethodIr Mark(MethodIr method)
    {
        while (true)
        {
            Dictionary<string, PairTarget> marked = method.Pairs.ToDictionary(static p => p.Target.Key, static p => Marked(p));
            if (method.Pairs.All(p => marked[p.Target.Key].Equals(p.Target)))
            {
                return method;
            }

            Marking marking = new(marked);
            method = method with
            {
                Body = marking.RewriteBlock(method.Body),
                Pairs = method.Pairs.Select(p => p with { Target = marked[p.Target.Key], Method = p.Method with { Body = marking.RewriteBlock(p.Method.Body) } }).ToEquatableArray(),
            };
        }
    }

    private static PairTarget Marked(PairedMethod pair)
    {
        // A rule says itself what its method writes.
        if (pair.Rule is not null)
        {
            return pair.Target;
        }

        TextEffects effects = Of(pair.Method.Body);
        ViewRoots roots = ViewRoots.Analyze(pair.Method.Body);
        HashSet<int> given = [.. effects.Given.Select(roots.ClassOf)];
        EquatableArray<IrParameter> parameters = pair.Method.Signature.Parameters;
        return pair.Target with
        {
            ChangesState = effects.ChangesState,
            Parameters = pair.Target.Parameters.Select((p, i) => p with { IsGivenToText = i < parameters.Count && parameters[i].Local.Type.IsView && given.Contains(roots.ClassOf(parameters[i].Local)) }).ToEquatableArray(),
        };
    }

    private sealed class Marking(IReadOnlyDictionary<string, PairTarget> targets) : IrRewriter
    {
        public override IrExpression Rewrite(IrExpression expression)
        {
            IrExpression rewritten = base.Rewrite(expression);
            return rewritten is PairCallExpression { Target.IsElsewhere: false } call && targets.TryGetValue(call.Target.Key, out PairTarget? marked)
                ? call with { Target = call.Target with { ChangesState = marked.ChangesState, Parameters = call.Target.Parameters.Select((p, i) => p with { IsGivenToText = marked.Parameters[i].IsGivenToText }).ToEquatableArray() } }
                : rewritten;
        }
    }
}
