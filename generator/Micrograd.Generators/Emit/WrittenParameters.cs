using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>
/// Which parameters' memory a method may store into. Such a parameter may not overlap another one: their shadows cannot be the
/// same storage. Views are followed to the parameters they look at; unknown statements store into everything writable they are given.
/// </summary>
internal static class WrittenParameters
{
    public static EquatableArray<int> Find(MethodSignature method, IReadOnlyList<IrStatement> body)
    {
        Dictionary<int, HashSet<int>> seen = [];
        for (int i = 0; i < method.Parameters.Count; i++)
        {
            if (method.Parameters[i].Local.Type.IsView)
            {
                seen[method.Parameters[i].Local.Id] = [i];
            }
        }

        while (FollowViews(body, seen))
        {
        }

        return body.AllStatements()
            .SelectMany(s => StoredPlaces(s).SelectMany(local => seen.TryGetValue(local.Id, out HashSet<int>? parameters) ? parameters : []).Where(p => !KeepsRow(s) || HasRows(method.Parameters[p])))
            .Distinct()
            .OrderBy(static i => i)
            .ToEquatableArray();
    }

    // An array of arrays that is given a row changes; the row does not, but is seen through the array from then on.
    private static bool KeepsRow(IrStatement statement) => statement is AssignStatement { Target: ElementExpression { Type.IsView: true } };

    private static bool HasRows(IrParameter parameter) => parameter.Local.Type is ArrayType { Element.IsView: true } or SpanType { Element.IsView: true };

    // Until nothing new is seen: a view may be reassigned in a loop.
    private static bool FollowViews(IReadOnlyList<IrStatement> body, Dictionary<int, HashSet<int>> seen)
    {
        bool changed = false;
        foreach (IrStatement statement in body.AllStatements())
        {
            IrLocal? defined = KeepsRow(statement) ? ((AssignStatement)statement).Target.Root() : statement.DefinedLocal();
            if (defined is { Type.IsView: true } view
                && DefiningExpression(statement)?.Root() is IrLocal source
                && seen.TryGetValue(source.Id, out HashSet<int>? parameters))
            {
                if (!seen.TryGetValue(view.Id, out HashSet<int>? known))
                {
                    seen[view.Id] = known = [];
                }

                int count = known.Count;
                known.UnionWith(parameters);
                changed |= known.Count > count;
            }
        }

        return changed;
    }

    private static IrExpression? DefiningExpression(IrStatement statement) => statement switch
    {
        DeclareStatement declare => declare.Value,
        AssignStatement assign => assign.Value,
        _ => null,
    };

    private static IEnumerable<IrLocal> StoredPlaces(IrStatement statement) => statement switch
    {
        _ when statement.PairCall() is { } call => call.WrittenArguments.Select(static argument => argument.Root()).OfType<IrLocal>(),
        AssignStatement { Target: not LocalExpression } assign => assign.Target.Root() is IrLocal root ? [root] : [],
        OpaqueStatement opaque => opaque.Arguments
            .Where(static argument => argument.Type is ArrayType or SpanType { IsReadOnly: false })
            .Select(static argument => argument.Root())
            .OfType<IrLocal>(),
        _ => [],
    };
}
