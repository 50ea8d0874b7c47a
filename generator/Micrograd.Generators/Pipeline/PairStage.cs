using Micrograd.Generators.Analyses;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Optimize;
using Micrograd.Generators.Transform;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Pipeline;

/// <summary>The halves of pairs by their keys. <paramref name="Obstacle"/> says why one of them has none; null if all have.</summary>
internal sealed record PairReversals(IReadOnlyDictionary<string, PairHalves> Halves, string? Obstacle);

/// <summary>The bodies of the pairs that a method's members call.</summary>
internal static class PairStage
{
    /// <summary>The halves of all pairs. Where one of the methods has no reverse sweep, the whole computation goes to the tape: it could not take over one half of it.</summary>
    public static PairReversals Reverse(MethodIr method, BuildOptions options)
    {
        Dictionary<string, PairHalves> halves = [];
        string? obstacle = null;
        foreach (PairedMethod pair in method.Pairs.Where(p => p.Rule is not null || method.Signature.Options.Gradient))
        {
            try
            {
                halves[pair.Target.Key] = pair.Rule is null ? Halves(pair.Method, options) : Halves(RulePair.Build(pair));
            }
            catch (ReverseNotSupportedException unsupported)
            {
                obstacle ??= $"{unsupported.Message} (in '{pair.Method.Signature.Name}')";
            }
        }

        return new PairReversals(halves, obstacle);
    }

    public static EquatableArray<PairBody> Run(MethodIr method, BackwardBody? backward, TapeBody? tape, PairReversals reversals, List<Finding> findings)
    {
        var bodies = new List<PairBody>();
        bool isReversed = backward is { IsOnTape: false };
        bool isOnTape = tape is not null || backward is { IsOnTape: true };
        foreach (PairedMethod pair in method.Pairs)
        {
            PairHalves? halves = (isReversed || pair.Rule is not null) && reversals.Halves.TryGetValue(pair.Target.Key, out PairHalves? found) ? found : null;
            TapeBody? lifted = isOnTape && pair.Rule is null ? Tape(pair.Method, tape is not null, reversals.Obstacle, findings) : null;
            bodies.Add(new PairBody(pair.Target, pair.Method.Signature, halves, lifted) { IsRule = pair.Rule is not null, IsOnTape = isOnTape, IsHidden = pair.IsHidden, Home = pair.Home });
        }

        return WithValues(method, [.. Called(backward?.All), .. Called(tape?.Statements)], bodies);
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

    private static TapeBody? Tape(MethodIr method, bool isOverload, string? obstacle, List<Finding> findings)
    {
        try
        {
            return Differentiator.Tape(method, VariedAnalysis.Analyze(method));
        }
        catch (NotOnTapeException unsupported)
        {
            findings.Add(isOverload && obstacle is null
                ? new(FindingKind.NoTapeOverload, -1, [unsupported.Message])
                : new(FindingKind.NoDerivative, -1, [obstacle ?? $"the recursion of '{method.Signature.Name}'", unsupported.Message]));
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
