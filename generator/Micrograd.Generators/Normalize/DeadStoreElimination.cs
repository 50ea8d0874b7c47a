using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>Drops stores to locals that nothing reads, where computing the value can neither fail nor be seen.</summary>
internal static class DeadStoreElimination
{
    public static EquatableArray<IrStatement> Run(EquatableArray<IrStatement> body, EquatableArray<IrParameter> parameters)
    {
        // Dropping one store can make another dead: repeat until nothing changes.
        while (true)
        {
            HashSet<int> read = LocalsRead(body);
            read.UnionWith(parameters.Where(static p => p.IsWritable).Select(static p => p.Local.Id));
            EquatableArray<IrStatement> kept = new Pass(read, PresentArrays.Of(body, parameters)).RewriteBlock(body);
            if (kept.AllStatements().Count() == body.AllStatements().Count())
            {
                return kept;
            }

            body = kept;
        }
    }

    /// <summary>All locals whose value something uses; a whole assignment uses only its right-hand side.</summary>
    public static HashSet<int> LocalsRead(IEnumerable<IrStatement> body)
    {
        var read = new HashSet<int>();
        foreach (IrStatement statement in body.AllStatements())
        {
            IEnumerable<IrExpression> used = statement is AssignStatement { Target: LocalExpression } assign ? [assign.Value] : statement.Expressions();
            read.UnionWith(used.SelectMany(static e => e.LocalsRead()).Select(static l => l.Id));
        }

        return read;
    }

    private sealed class Pass(HashSet<int> read, PresentArrays arrays) : IrRewriter
    {
        protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
        {
            bool dead = statement switch
            {
                AssignStatement { Target: LocalExpression target, Value: LocalExpression same } when target.Local == same.Local => true,
                AssignStatement { Target: LocalExpression target } s => !read.Contains(target.Local.Id) && arrays.IsHarmless(s.Value),
                DeclareStatement s => !read.Contains(s.Local.Id) && (s.Value is null || arrays.IsHarmless(s.Value)),
                IfStatement { Enclosure: null } s => s.Then.Count == 0 && s.Else.Count == 0 && arrays.IsHarmless(s.Condition),
                _ => false,
            };
            if (!dead)
            {
                output.Add(RewriteParts(statement));
            }
        }
    }
}
