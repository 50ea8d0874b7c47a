namespace Micrograd.Generators.Ir;

/// <summary>The parts of a node, so that an analysis names only the nodes it treats specially.</summary>
internal static class IrTraversal
{
    /// <summary>The expressions that stand directly in a statement, in order of evaluation; not those of nested blocks.</summary>
    public static IEnumerable<IrExpression> Expressions(this IrStatement statement) => statement switch
    {
        DeclareStatement declare => declare.Value is null ? [] : [declare.Value],
        AssignStatement assign => [assign.Target, assign.Value],
        IfStatement @if => [@if.Condition, .. @if.Enclosure?.Arguments ?? []],
        LoopStatement loop => [loop.Condition],
        CountedLoopStatement loop => [loop.From, loop.To],
        ReturnStatement @return => @return.Value is null ? [] : [@return.Value],
        OpaqueStatement opaque => opaque.Arguments,
        NullCheckStatement check => [check.Array],
        TakeStatement take => [take.Length],
        ReleaseStatement release => [release.Length],
        PushStatement push => [push.Value],
        RecordArrayStatement record => [record.Span],
        CallStatement call => [call.Call],
        CopyStatement copy => [copy.From, copy.To],
        _ => [],
    };

    /// <summary>The nested blocks of a statement, in order of execution.</summary>
    public static IEnumerable<EquatableArray<IrStatement>> Blocks(this IrStatement statement) => statement switch
    {
        IfStatement @if => [@if.Then, @if.Else],
        LoopStatement loop => [loop.Initializers, loop.Body, loop.Update],
        CountedLoopStatement loop => [loop.Body],
        InlineStatement inline => [inline.Body],
        LabeledStatement labeled => [labeled.Body],
        _ => [],
    };

    /// <summary>The expression and everything in it, outermost first, operands from left to right.</summary>
    public static IEnumerable<IrExpression> SelfAndDescendants(this IrExpression expression)
    {
        // One stack instead of nested iterators: a sum of thousands of terms is as deep as it is long.
        var pending = new Stack<IrExpression>();
        pending.Push(expression);
        while (pending.Count > 0)
        {
            IrExpression next = pending.Pop();
            yield return next;
            EquatableArray<IrExpression> operands = next.Operands;
            for (int i = operands.Count - 1; i >= 0; i--)
            {
                pending.Push(operands[i]);
            }
        }
    }

    /// <summary>All statements of a block and of the blocks in it, in order of the text.</summary>
    public static IEnumerable<IrStatement> AllStatements(this IEnumerable<IrStatement> block)
    {
        foreach (IrStatement statement in block)
        {
            yield return statement;
            foreach (EquatableArray<IrStatement> nested in statement.Blocks())
            {
                foreach (IrStatement inner in nested.AllStatements())
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>All expressions of a block, nested blocks and subexpressions included.</summary>
    public static IEnumerable<IrExpression> AllExpressions(this IEnumerable<IrStatement> block) =>
        block.AllStatements().SelectMany(static s => s.Expressions()).SelectMany(static e => e.SelfAndDescendants());

    /// <summary>The locals an expression reads.</summary>
    public static IEnumerable<IrLocal> LocalsRead(this IrExpression expression) =>
        expression.SelfAndDescendants().OfType<LocalExpression>().Select(static e => e.Local);

    public static bool Reads(this IrExpression expression, IrLocal local) => expression.LocalsRead().Any(read => read.Id == local.Id);

    /// <summary>The local at the bottom of a place: <c>a</c> of <c>a[i].X</c>.</summary>
    public static IrLocal? Root(this IrExpression place) => place switch
    {
        LocalExpression local => local.Local,
        ElementExpression element => element.Array.Root(),
        FieldExpression access => access.Target.Root(),
        ViewExpression view => view.Source.Root(),
        _ => null,
    };

    /// <summary>The local that a statement gives a new value as a whole: by declaring it with a value or by assigning it.</summary>
    public static IrLocal? DefinedLocal(this IrStatement statement) => statement switch
    {
        DeclareStatement { Value: not null } declare => declare.Local,
        AssignStatement { Target: LocalExpression target } => target.Local,
        TakeStatement take => take.Span,
        ReleaseStatement release => release.Span,
        _ => null,
    };

    /// <summary>The value of a declaration or an assignment.</summary>
    public static IrExpression? StoredValue(this IrStatement statement) => statement switch
    {
        DeclareStatement s => s.Value,
        AssignStatement s => s.Value,
        _ => null,
    };

    /// <summary>That local, or those that code kept as text gives a value.</summary>
    public static IEnumerable<IrLocal> DefinedLocals(this IrStatement statement) =>
        statement is OpaqueStatement { Outputs: { Count: > 0 } outputs } ? outputs : statement.DefinedLocal() is { } local ? [local] : [];

    /// <summary>The call through a pair that the statement is about, if it is.</summary>
    public static PairCallExpression? PairCall(this IrStatement statement) =>
        (statement as CallStatement)?.Call ?? statement.StoredValue() as PairCallExpression;

    /// <summary>The locals that assignments in a block change as values: as a whole or a field of theirs, not an element of the memory they name.</summary>
    public static HashSet<int> AssignedLocals(this IEnumerable<IrStatement> block)
    {
        var assigned = new HashSet<int>();
        foreach (AssignStatement assign in block.AllStatements().OfType<AssignStatement>())
        {
            IrExpression place = assign.Target;
            while (place is FieldExpression field)
            {
                place = field.Target;
            }

            if (place is LocalExpression local)
            {
                assigned.Add(local.Local.Id);
            }
        }

        return assigned;
    }
}
