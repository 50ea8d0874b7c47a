using Micrograd.Generators.Ir;
using Micrograd.Generators.Rules;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// Which locals are varied: data flows to them from a differentiated input. Arrays and structs as a whole, locals by web,
/// branches and loops taken together. semantics.md section 2 rests on this: what is not varied is a constant.
/// </summary>
internal static class VariedAnalysis
{
    public static VariedFacts Analyze(MethodIr method) => Analyze(method, new VariedFacts(ViewRoots.Analyze(method.Body)) { ConstantViews = ConstantViews(method.Body) });

    /// <summary>
    /// The stricter question whether a derivative flows, too: not through <c>Math.Floor</c>, whose result is varied all the same.
    /// </summary>
    public static VariedFacts AnalyzeFlow(MethodIr method) => Analyze(method, new VariedFacts(ViewRoots.Analyze(method.Body)) { StopsAtFlatRules = true, ConstantViews = ConstantViews(method.Body) });

    // A view that is declared constant, and every view of it.
    private static HashSet<int> ConstantViews(EquatableArray<IrStatement> body)
    {
        HashSet<int> constant = [];
        foreach (DeclareStatement declare in body.AllStatements().OfType<DeclareStatement>())
        {
            if (declare.Value is ViewExpression { IsConstant: true } || (declare.Local.Type.IsView && declare.Value?.Root() is { } root && constant.Contains(root.Id)))
            {
                constant.Add(declare.Local.Id);
            }
        }

        return constant;
    }

    private static VariedFacts Analyze(MethodIr method, VariedFacts facts)
    {
        foreach (IrParameter parameter in method.Signature.Parameters)
        {
            if (parameter.Role == ParameterRole.Independent && parameter.Mode != ParameterMode.Out)
            {
                facts.Mark(parameter.Local);
            }
        }

        IrStatement[] statements = method.Body.AllStatements().ToArray();
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (IrStatement statement in statements)
            {
                changed |= statement switch
                {
                    DeclareStatement { Value: { } value } s => facts.IsVaried(value) && facts.Mark(s.Local),
                    AssignStatement s => facts.IsVaried(s.Value) && s.Target.Root() is { } root && facts.Mark(root),
                    _ => false,
                };
                changed |= MarkWritten(statement, facts);
            }
        }

        return facts;
    }

    // What a called method stores into an array may come from any of its arguments.
    private static bool MarkWritten(IrStatement statement, VariedFacts facts) =>
        statement.PairCall() is { } call
        && call.DifferentiatedArguments.Any(facts.IsVaried)
        && call.Arguments.Where((_, i) => call.Target.Parameters[i] is { IsWritten: true } p && (p.HasDerivative || p.IsLeftOut)).Select(static a => a.Root()).OfType<IrLocal>().ToArray().Count(facts.Mark) > 0;
}

/// <summary>The result of <see cref="VariedAnalysis"/>.</summary>
internal sealed class VariedFacts(ViewRoots roots)
{
    private readonly HashSet<int> _varied = [];

    public ViewRoots Roots { get; } = roots;

    /// <summary>A rule without a contribution for an argument, as it is zero everywhere, passes nothing on.</summary>
    public bool StopsAtFlatRules { get; init; }

    public HashSet<int> ConstantViews { get; init; } = [];

    public bool IsVaried(IrLocal local) => local.Type.IsDifferentiable && _varied.Contains(Key(local)) && !ConstantViews.Contains(local.Id);

    /// <summary>A store through a view that carries no derivative, into memory that does: what was there before would keep its derivative.</summary>
    public bool LosesStore(IrLocal view) => ConstantViews.Contains(view.Id) && _varied.Contains(Key(view));

    /// <summary>The value depends on a differentiated input in a way that has a derivative.</summary>
    public bool IsVaried(IrExpression expression) => expression.Type.IsDifferentiable && expression switch
    {
        LocalExpression e => IsVaried(e.Local),
        ElementExpression or FieldExpression or ViewExpression => expression.Root() is { } root ? IsVaried(root) : IsVaried(expression.Operands[0]),
        ConditionalExpression e => IsVaried(e.WhenTrue) || IsVaried(e.WhenFalse),
        UnaryExpression or BinaryExpression or ConversionExpression or StructExpression => expression.Operands.Any(IsVaried),
        RuleCallExpression e => RuleTable.Find(e.Rule) is { IsConstant: false } rule && e.Arguments.Where((_, i) => !StopsAtFlatRules || rule.Contributions[i] is not null).Any(IsVaried),
        SubstitutedExpression e => IsVaried(e.Derivative),
        PairCallExpression e => e.DifferentiatedArguments.Any(IsVaried),
        DerivativeCallExpression e => e.DifferentiatedArguments.Any(IsVaried),
        _ => false,
    };

    /// <summary>Notes that a local is varied; false where that was known.</summary>
    public bool Mark(IrLocal local) => local.Type.IsDifferentiable && _varied.Add(Key(local));

    private int Key(IrLocal local) => local.Type.IsView ? Roots.ClassOf(local) : local.Id;
}
