using Micrograd.Generators.Analyses;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Optimize;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Pipeline;

/// <summary>The bodies of the pairs that a method's members call.</summary>
internal static class PairStage
{
    public static EquatableArray<PairBody> Run(MethodIr method, BackwardBody? backward, TapeBody? tape, BuildOptions options, List<Finding> findings)
    {
        var bodies = new List<PairBody>();
        foreach (PairedMethod pair in method.Pairs)
        {
            PairHalves? halves = backward is null && pair.Rule is null ? null : Halves(pair, options, findings);
            TapeBody? lifted = tape is null || pair.Rule is not null ? null : Differentiator.Tape(pair.Method, VariedAnalysis.Analyze(pair.Method), findings);
            bodies.Add(new PairBody(pair.Target, pair.Method.Signature, halves, lifted) { IsRule = pair.Rule is not null, IsOnTape = tape is not null });
        }

        return WithValues(method, [.. Called(backward?.Statements), .. Called(tape?.Statements)], bodies);
    }

    // A method that no C# can call with the pair's parameters stands among the pairs once more, if a call that carries no derivative needs it.
    private static EquatableArray<PairBody> WithValues(MethodIr method, HashSet<string> called, List<PairBody> bodies)
    {
        foreach (PairBody body in bodies)
        {
            called.UnionWith([.. Called(body.Halves?.Forward), .. Called(body.Halves?.Reverse), .. Called(body.Tape?.Statements)]);
        }

        int known;
        do
        {
            known = called.Count;
            called.UnionWith(method.Pairs.Where(p => called.Contains(p.Target.Key)).SelectMany(static p => Called(p.Method.Body)).ToArray());
        }
        while (called.Count > known);

        return bodies.Select((body, i) => body.Target.Method is null && called.Contains(body.Target.Key) ? body with { Value = method.Pairs[i].Method.Body } : body).ToEquatableArray();
    }

    private static IEnumerable<string> Called(EquatableArray<IrStatement>? body) =>
        (body ?? default).AllExpressions().OfType<PairCallExpression>().Select(static c => c.Target.Key);

    // The tape could take over a method, but not one half of it.
    private static PairHalves? Halves(PairedMethod pair, BuildOptions options, List<Finding> findings)
    {
        try
        {
            return pair.Rule is null ? Halves(pair.Method, options) : Halves(RulePair.Build(pair));
        }
        catch (ReverseNotSupportedException unsupported)
        {
            findings.Add(new(FindingKind.NoDerivative, -1, [unsupported.Message, $"the recursion of '{pair.Method.Signature.Name}'"]));
            return null;
        }
    }

    private static PairHalves Halves(ReversePair pair) => new(pair.Forward, pair.Reverse.Statements, pair.Reverse.Shadows, pair.Reverse.Upstream);

    public static PairHalves Halves(MethodIr method, BuildOptions options)
    {
        ReversePair pair = ReverseTransform.ApplyPair(method, options.StoreEverything);
        ReverseMethod reverse = pair.Reverse;
        return options.Optimize
            ? new PairHalves(pair.Forward, Optimizer.Optimize(reverse.Statements, method.NextLocalId, reverse.AdjointLocals, []), reverse.Shadows, reverse.Upstream)
            : Halves(pair);
    }
}
