using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// Which locals are active: varied, and useful, which is that the result or something the caller sees depends on them. Only
/// active locals have an adjoint.
/// </summary>
internal static class ActivityAnalysis
{
    public static ActivityFacts Analyze(MethodIr method)
    {
        VariedFacts varied = VariedAnalysis.Analyze(method);
        var facts = new ActivityFacts(varied);
        foreach (IrParameter parameter in method.Signature.Parameters)
        {
            if (parameter is { IsWritable: true, Role: ParameterRole.Independent })
            {
                facts.Mark(parameter.Local);
            }
        }

        IrStatement[] statements = method.Body.AllStatements().Reverse().ToArray();
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (IrStatement statement in statements)
            {
                IrExpression? flows = statement switch
                {
                    ReturnStatement s => s.Value,
                    _ when statement.StoredValue() is FilledArrayExpression returned => returned,
                    _ when statement.PairCall() is { } call => facts.IsUsefulCall(statement) ? call : null,
                    DeclareStatement s when facts.IsUseful(s.Local) => s.Value,
                    AssignStatement s when s.Target.Root() is { } root && facts.IsUseful(root) => s.Value,
                    _ => null,
                };
                if (flows is not null)
                {
                    foreach (IrLocal local in flows.LocalsRead().Where(static l => l.Type.IsDifferentiable))
                    {
                        changed |= facts.Mark(local);
                    }
                }
            }
        }

        return facts;
    }
}

/// <summary>The result of <see cref="ActivityAnalysis"/>.</summary>
internal sealed class ActivityFacts(VariedFacts varied)
{
    private readonly HashSet<int> _useful = [];

    public VariedFacts Varied { get; } = varied;

    public ViewRoots Roots => Varied.Roots;

    public bool IsActive(IrLocal local) => IsUseful(local) && Varied.IsVaried(local);

    public bool IsUseful(IrLocal local) => _useful.Contains(Key(local));

    /// <summary>The call through a pair is differentiated: something it is given varies, and something depends on what it gives.</summary>
    public bool IsActiveCall(IrStatement statement) => statement.PairCall()!.DifferentiatedArguments.Any(Varied.IsVaried) && IsUsefulCall(statement);

    /// <summary>The call's result is useful, or it writes to memory.</summary>
    public bool IsUsefulCall(IrStatement statement) => statement.PairCall()!.WrittenArguments.Any() || (statement.DefinedLocal() is { } result && IsUseful(result));

    public bool Mark(IrLocal local) => _useful.Add(Key(local));

    private int Key(IrLocal local) => local.Type.IsView ? Roots.ClassOf(local) : local.Id;
}
