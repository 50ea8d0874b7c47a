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

    private static IEnumerable<int> Find(MethodIr method, HashSet<string> repeated)
    {
        VariedFacts varied = VariedAnalysis.Analyze(method);
        foreach (IrExpression expression in method.Body.AllExpressions())
        {
            if (expression is DerivativeCallExpression { Target.IsGenerated: true } generated && generated.DifferentiatedArguments.Any(varied.IsVaried))
            {
                yield return generated.Site;
            }
            else if (expression is PairCallExpression call && repeated.Contains(call.Target.Key) && call.DifferentiatedArguments.Any(varied.IsVaried))
            {
                yield return call.Site;
            }
        }
    }
}
