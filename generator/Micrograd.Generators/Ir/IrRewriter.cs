namespace Micrograd.Generators.Ir;

/// <summary>Rebuilds expressions and statements bottom-up; a pass overrides the nodes it changes. Unchanged nodes are kept as they are.</summary>
internal abstract class IrRewriter
{
    public virtual IrExpression Rewrite(IrExpression expression)
    {
        EquatableArray<IrExpression> operands = expression.Operands;
        if (operands.Count == 0)
        {
            return expression;
        }

        var rewritten = new IrExpression[operands.Count];
        bool changed = false;
        for (int i = 0; i < rewritten.Length; i++)
        {
            rewritten[i] = Rewrite(operands[i]);
            changed |= !ReferenceEquals(rewritten[i], operands[i]);
        }

        return changed ? WithOperands(expression, rewritten) : expression;
    }

    public EquatableArray<IrStatement> RewriteBlock(IEnumerable<IrStatement> block)
    {
        var result = new List<IrStatement>();
        foreach (IrStatement statement in block)
        {
            RewriteStatement(statement, result);
        }

        return result.ToEquatableArray();
    }

    /// <summary>Appends what takes the place of a statement: nothing, one statement or several.</summary>
    protected virtual void RewriteStatement(IrStatement statement, List<IrStatement> output) => output.Add(RewriteParts(statement));

    protected virtual IrLocal RewriteLocal(IrLocal local) => local;

    /// <summary>The same statement with its expressions, locals and blocks rewritten.</summary>
    protected IrStatement RewriteParts(IrStatement statement) => statement switch
    {
        DeclareStatement s => s with { Local = RewriteLocal(s.Local), Value = s.Value is null ? null : Rewrite(s.Value) },
        AssignStatement s => s with { Target = Rewrite(s.Target), Value = Rewrite(s.Value) },
        IfStatement s => s with { Condition = Rewrite(s.Condition), Enclosure = s.Enclosure?.Rewritten(Rewrite), Then = RewriteBlock(s.Then), Else = RewriteBlock(s.Else) },
        LoopStatement s => RewriteLoop(s),
        CountedLoopStatement s => s with { Counter = RewriteLocal(s.Counter), From = Rewrite(s.From), To = Rewrite(s.To), Body = RewriteBlock(s.Body) },
        ReturnStatement s => s.Value is null ? s : s with { Value = Rewrite(s.Value) },
        OpaqueStatement s => s with { Arguments = s.Arguments.Select(Rewrite).ToEquatableArray(), Outputs = s.Outputs.Select(RewriteLocal).ToEquatableArray() },
        NullCheckStatement s => s with { Array = Rewrite(s.Array) },
        InlineStatement s => s with { Body = RewriteBlock(s.Body), Result = s.Result is null ? null : RewriteLocal(s.Result) },
        LabeledStatement s => s with { Body = RewriteBlock(s.Body) },
        TakeStatement s => s with { Span = RewriteLocal(s.Span), Length = Rewrite(s.Length) },
        ReleaseStatement s => s with { Span = s.Span is null ? null : RewriteLocal(s.Span), Length = Rewrite(s.Length) },
        PushStatement s => s with { Value = Rewrite(s.Value) },
        CallStatement s => s with { Call = (PairCallExpression)Rewrite(s.Call) },
        CopyStatement s => s with { From = Rewrite(s.From), To = Rewrite(s.To) },
        RecordArrayStatement s => s with { Span = Rewrite(s.Span) },
        _ => statement,
    };

    private LoopStatement RewriteLoop(LoopStatement loop)
    {
        EquatableArray<IrStatement> initializers = RewriteBlock(loop.Initializers);
        IrExpression condition = Rewrite(loop.Condition);
        return loop with { Initializers = initializers, Condition = condition, Body = RewriteBlock(loop.Body), Update = RewriteBlock(loop.Update) };
    }

    /// <summary>The same node over other operands, given in the order of <see cref="IrExpression.Operands"/>.</summary>
    public static IrExpression WithOperands(IrExpression expression, IReadOnlyList<IrExpression> operands) => expression switch
    {
        ElementExpression e => e with { Array = operands[0], Indices = operands.Skip(1).ToEquatableArray() },
        FieldExpression e => e with { Target = operands[0] },
        StructExpression e => e with { Fields = operands.ToEquatableArray() },
        LengthExpression e => e with { View = operands[0] },
        ViewExpression e => e with
        {
            Source = operands[0],
            Start = operands.Count > 1 ? operands[1] : null,
            Length = operands.Count > 2 ? operands[2] : null,
        },
        NewArrayExpression e => e with { Lengths = operands.ToEquatableArray() },
        FilledArrayExpression e => e with { Items = operands[0], Lengths = operands.Skip(1).ToEquatableArray() },
        UnaryExpression e => e with { Operand = operands[0] },
        BinaryExpression e => e with { Left = operands[0], Right = operands[1] },
        ConversionExpression e => e with { Operand = operands[0] },
        ConditionalExpression e => new ConditionalExpression(operands[0], operands[1], operands[2]),
        SubstitutedExpression => new SubstitutedExpression(operands[0], operands[1]),
        RuleCallExpression e => e with { Arguments = operands.ToEquatableArray() },
        OpaqueExpression e => e with { Arguments = operands.ToEquatableArray() },
        PairCallExpression e => e with { Arguments = operands.ToEquatableArray() },
        DerivativeCallExpression e => e with { Arguments = operands.ToEquatableArray() },
        _ => throw new InvalidOperationException($"{expression.GetType().Name} has no operands."),
    };
}

/// <summary>Replaces locals, wherever they stand, by other expressions or other locals.</summary>
internal sealed class LocalSubstitution(IReadOnlyDictionary<int, IrExpression> replacements) : IrRewriter
{
    public override IrExpression Rewrite(IrExpression expression) =>
        expression is LocalExpression local && replacements.TryGetValue(local.Local.Id, out IrExpression? replacement)
            ? replacement
            : base.Rewrite(expression);

    protected override IrLocal RewriteLocal(IrLocal local) =>
        replacements.TryGetValue(local.Id, out IrExpression? replacement) && replacement is LocalExpression other ? other.Local : local;
}
