using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// The calls whose derivative runs the method once more: those of marked methods of other assemblies that were compiled without a
/// pair, where they are given something with a derivative.
/// </summary>
internal static class RepeatedCalls
{
    /// <summary>The numbers of the calls' places in the source.</summary>
    public static IEnumerable<int> Find(MethodIr method)
    {
        HashSet<string> repeated = [.. method.Pairs.Where(static p => p.Rule is { IsGenerated: true, Forward: null }).Select(static p => p.Target.Key)];
        return method.Pairs.Where(static p => p.Rule is null).Select(static p => p.Method).Prepend(method)
            .SelectMany(body => Find(body, repeated))
            .Distinct();
    }

    // What varies is asked only where there is such a call, which is in few methods.
    private static IEnumerable<int> Find(MethodIr method, HashSet<string> repeated)
    {
        (int Site, IEnumerable<IrExpression> Given)[] calls = [.. method.Body.AllExpressions().SelectMany(Calls)];
        if (calls.Length == 0)
        {
            return [];
        }

        VariedFacts varied = VariedAnalysis.Analyze(method);
        return calls.Where(call => call.Given.Any(varied.IsVaried)).Select(static call => call.Site);

        IEnumerable<(int, IEnumerable<IrExpression>)> Calls(IrExpression expression) => expression switch
        {
            DerivativeCallExpression { Target.IsGenerated: true } call => [(call.Site, call.DifferentiatedArguments)],
            PairCallExpression call when repeated.Contains(call.Target.Key) => [(call.Site, call.DifferentiatedArguments)],
            _ => [],
        };
    }
}
