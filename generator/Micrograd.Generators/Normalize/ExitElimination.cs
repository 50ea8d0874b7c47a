using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Removes <c>break</c>, <c>continue</c>, early <c>return</c> and inlined bodies: what follows a branch that leaves moves into
/// the other branch; only where that is not possible a flag is raised, tested by what it must skip and by the loops it ends.
/// </summary>
internal sealed class ExitElimination(LocalFactory locals)
{
    /// <summary>Flags guard statements, so that C# no longer sees that every local is assigned before it is read.</summary>
    public bool UsedFlags { get; private set; }

    private readonly Dictionary<IrLabel, ExitTarget> _labels = [];

    public EquatableArray<IrStatement> Run(EquatableArray<IrStatement> body, IrType returnType)
    {
        if (Exits.SingleTailReturn(body))
        {
            var frame = new ExitFrame(new ExitTarget("returned"), Result: null);
            List<IrStatement> straight = Block(body.Take(body.Count - 1), frame);
            straight.Add(body[body.Count - 1]);
            return Cleaned(straight);
        }

        IrLocal? result = returnType is VoidType ? null : locals.Create("result", returnType);
        List<IrStatement> statements = Inline(body, result);
        if (result is not null)
        {
            statements.Add(new ReturnStatement(new LocalExpression(result)));
        }

        return Cleaned(statements);
    }

    private List<IrStatement> Inline(IEnumerable<IrStatement> body, IrLocal? result)
    {
        var frame = new ExitFrame(new ExitTarget("returned"), result);
        List<IrStatement> statements = Block(body, frame);
        if (result is not null)
        {
            statements.Insert(0, new DeclareStatement(result, frame.Return.Flag is null ? null : DeclarationPlacement.Zero(result.Type)));
        }

        Declare(frame.Return, statements);
        return statements;
    }

    private List<IrStatement> Block(IEnumerable<IrStatement> statements, ExitFrame frame)
    {
        var output = new List<IrStatement>();
        var queue = statements.ToList();
        for (int i = 0; i < queue.Count; i++)
        {
            bool followed = i + 1 < queue.Count;
            switch (queue[i])
            {
                case BreakStatement:
                    Raise(frame.Break!, output);
                    return output;
                case ContinueStatement:
                    Raise(frame.Continue!, output);
                    return output;
                case ReturnStatement s:
                    Return(s, frame, output);
                    return output;
                case LeaveStatement s:
                    Raise(_labels[s.Label], output);
                    return output;
                case IfStatement { Enclosure: not null } s when Exits.AlwaysLeaves(s.Then):
                    Compound(s, frame, output);
                    return output;
                case IfStatement s when followed && Exits.AlwaysLeaves(s.Then):
                    output.Add(s with { Then = Nested(s.Then, frame), Else = Nested(s.Else.Concat(queue.Skip(i + 1)), frame) });
                    return output;
                case IfStatement s when followed && Exits.AlwaysLeaves(s.Else):
                    output.Add(s with { Then = Nested(s.Then.Concat(queue.Skip(i + 1)), frame), Else = Nested(s.Else, frame) });
                    return output;
                case InlineStatement s:
                    output.AddRange(Inline(s.Body, s.Result));
                    break;
                default:
                    Compound(queue[i], frame, output);
                    if (followed && Guard(queue[i], frame) is { } guard)
                    {
                        output.Add(new IfStatement(guard, Nested(queue.Skip(i + 1), frame), default));
                        return output;
                    }

                    break;
            }
        }

        return output;
    }

    private void Compound(IrStatement statement, ExitFrame frame, List<IrStatement> output)
    {
        switch (statement)
        {
            case IfStatement s:
                output.Add(s with { Then = Nested(s.Then, frame), Else = Nested(s.Else, frame) });
                break;
            case LoopStatement s:
                Loop(s, frame, output);
                break;
            case LabeledStatement s:
                ExitTarget target = _labels[s.Label] = new ExitTarget(Identifier.Local(s.Label.Name, "left"));
                List<IrStatement> body = Block(s.Body, frame);
                Declare(target, body);
                output.AddRange(body);
                break;
            default:
                output.Add(statement);
                break;
        }
    }

    private void Loop(LoopStatement loop, ExitFrame frame, List<IrStatement> output)
    {
        var inner = new ExitFrame(frame.Return, frame.Result) { Break = new ExitTarget("stopped"), Continue = new ExitTarget("skipped") };
        List<IrStatement> body = Block(loop.Body, inner);
        Declare(inner.Continue, body);
        List<IrStatement> initializers = Block(loop.Initializers, frame);
        List<IrStatement> update = Block(loop.Update, frame);

        bool returns = Exits.Leaves<ReturnStatement>(loop.Body);
        bool breaks = Exits.Leaves<BreakStatement>(loop.Body);
        LoopStatement plain = loop with { Initializers = initializers.ToEquatableArray(), Body = body.ToEquatableArray(), Update = update.ToEquatableArray() };
        IrExpression? stays = StaysIn(loop);
        if (!returns && !breaks && stays is null && LoopRecognition.TryCount(plain) is { } counted)
        {
            output.Add(counted);
            return;
        }

        IrExpression? goesOn = And(And(breaks ? Not(inner.Break) : null, returns ? Not(frame.Return) : null), stays);
        if (update.Count > 0)
        {
            body.AddRange(goesOn is null ? update : [new IfStatement(goesOn, update.ToEquatableArray(), default)]);
        }

        output.AddRange(initializers);
        Declare(inner.Break, output, append: true);
        output.Add(loop with { Initializers = default, Condition = And(goesOn, loop.Condition)!, Body = body.ToEquatableArray(), Update = default });
    }

    private static void Return(ReturnStatement statement, ExitFrame frame, List<IrStatement> output)
    {
        if (frame.Result is not null)
        {
            output.Add(new AssignStatement(new LocalExpression(frame.Result), statement.Value!) { Source = statement.Source });
        }

        Raise(frame.Return, output);
    }

    private static void Raise(ExitTarget target, List<IrStatement> output) => output.Add(new RaiseMarker(target));

    /// <summary>The condition under which what follows a statement still runs; null where the statement cannot leave.</summary>
    private IrExpression? Guard(IrStatement statement, ExitFrame frame)
    {
        bool isLoop = statement is LoopStatement;
        IrStatement[] self = [statement];
        IrExpression? onward = And(
            !isLoop && Exits.Leaves<BreakStatement>(self) ? Not(frame.Break!) : null,
            !isLoop && Exits.Leaves<ContinueStatement>(self) ? Not(frame.Continue!) : null);
        return And(And(onward, Exits.Leaves<ReturnStatement>(self) ? Not(frame.Return) : null), StaysIn(statement));
    }

    /// <summary>The condition under which no label outside the statement was left to; null where none can be.</summary>
    private IrExpression? StaysIn(IrStatement statement) =>
        Exits.LabelsLeft([statement]).Aggregate((IrExpression?)null, (all, label) => And(all, Not(_labels[label])));

    private EquatableArray<IrStatement> Nested(IEnumerable<IrStatement> block, ExitFrame frame) => Block(block, frame).ToEquatableArray();

    private UnaryExpression Not(ExitTarget target)
    {
        if (target.Flag is null)
        {
            target.Flag = locals.Create(target.Name, IrType.Boolean);
            UsedFlags = true;
        }

        return new UnaryExpression(UnaryOperator.Not, new LocalExpression(target.Flag), IrType.Boolean);
    }

    private static IrExpression? And(IrExpression? left, IrExpression? right) =>
        left is null ? right : right is null or ConstantExpression { Bits: 1 } ? left : new BinaryExpression(BinaryOperator.LogicalAnd, left, right, IrType.Boolean);

    private static void Declare(ExitTarget target, List<IrStatement> statements, bool append = false)
    {
        if (target.Flag is not null)
        {
            statements.Insert(append ? statements.Count : 0, new DeclareStatement(target.Flag, ConstantExpression.Boolean(false)));
        }
    }

    // A flag exists only if something tests it, which is known once the whole method has been seen.
    private static EquatableArray<IrStatement> Cleaned(List<IrStatement> statements) => new RaiseExpansion().RewriteBlock(statements);

    private sealed class RaiseExpansion : IrRewriter
    {
        protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
        {
            if (statement is not RaiseMarker raise)
            {
                output.Add(RewriteParts(statement));
            }
            else if (raise.Target.Flag is not null)
            {
                output.Add(new AssignStatement(new LocalExpression(raise.Target.Flag), ConstantExpression.Boolean(true)));
            }
        }
    }
}
