using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Brings a lowered method into the form the transforms work on: one exit, loops that count where they can, conditional
/// expressions as statements where their arms compute, one variable per value where the control flow allows it.
/// </summary>
internal static class Normalizer
{
    public static MethodIr Normalize(MethodIr method)
    {
        HashSet<string> changing = ChangingPairs(method);
        return Normalize(method, call => call.Target.IsElsewhere || changing.Contains(call.Target.Key));
    }

    private static MethodIr Normalize(MethodIr method, Func<PairCallExpression, bool> changesState)
    {
        var locals = new LocalFactory(method.NextLocalId);
        var exits = new ExitElimination(locals);
        EquatableArray<IrStatement> body = new ReadHoisting(locals, method.Signature.Parameters, changesState).Run(method.Body);
        body = exits.Run(body, method.Signature.ReturnType is ArrayType { Rank: > 1, IsDifferentiable: true } array ? new ResultArrayType(array) : method.Signature.ReturnType);
        body = exits.UsedFlags ? [.. OutputsAssigned(method.Signature), .. body] : body;
        body = new ConditionalLowering(locals, method.ChecksOverflow).RewriteBlock(body);
        body = new WebSplitting(locals, method.Signature.Parameters).Run(body);
        body = DeadStoreElimination.Run(body, method.Signature.Parameters);
        body = new DeclarationPlacement(method.Signature.Parameters, initializeAll: exits.UsedFlags).Run(body);
        body = CopyElimination.Run(body, method.Signature.Parameters);
        body = RangeCheckElimination.Run(body);
        EquatableArray<PairedMethod> pairs = method.Pairs.Select(p => p with { Method = Normalize(p.Method, changesState) }).ToEquatableArray();
        return method with { Body = body, NextLocalId = locals.NextId, Pairs = pairs };
    }

    // Methods called through pairs that may change data of objects, themselves or by what they call.
    private static HashSet<string> ChangingPairs(MethodIr method)
    {
        HashSet<string> changing = [.. method.Pairs.Where(static p => p.Rule is not null).Select(static p => p.Target.Key)];
        int known;
        do
        {
            known = changing.Count;
            changing.UnionWith(method.Pairs.Where(p => CodeEffects.ChangesState(p.Method.Body, call => call.Target.IsElsewhere || changing.Contains(call.Target.Key))).Select(static p => p.Target.Key).ToArray());
        }
        while (changing.Count > known);

        return changing;
    }

    // Flags guard statements, so that C# no longer sees that every `out` parameter is assigned before the method ends.
    private static IEnumerable<IrStatement> OutputsAssigned(MethodSignature signature) => signature.Parameters
        .Where(static p => p.Mode == ParameterMode.Out)
        .Select(static p => new AssignStatement(new LocalExpression(p.Local), DeclarationPlacement.Zero(p.Local.Type)));
}
