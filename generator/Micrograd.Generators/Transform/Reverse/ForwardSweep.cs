using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>Writes the forward sweep: the method as it is, with what the reverse sweep asked for recorded on the way.</summary>
internal sealed class ForwardSweep(ReverseContext context, RecordPlan plan, FramePlanner frames)
{
    private readonly ILookup<(Region, Step?), KeptValue> _born = plan.Versions.Values.ToLookup(static k => (k.Version.Birth, k.Version.After));
    private readonly ILookup<Step, KeyValuePair<ExpressionRequest, KeptValue>> _ahead = plan.Expressions.ToLookup(static e => e.Key.Step);

    public List<IrStatement> Run()
    {
        var output = new List<IrStatement>();
        DeclareCopies(output);
        List<IrStatement> body = Block(context.Top);
        output.AddRange(body);
        return output;
    }

    // A value born in a branch is kept in a local that the reverse sweep's branch can see.
    private void DeclareCopies(List<IrStatement> output)
    {
        foreach (KeptValue kept in plan.All.Where(static k => k.How == KeptAs.Copy && !k.ReverseLocal.Type.IsView && !(k.Version.Birth.IsTop)))
        {
            output.Add(new DeclareStatement(kept.ReverseLocal, Zero(kept.ReverseLocal.Type)));
        }
    }

    private static IrExpression Zero(IrType type) =>
        type.IsFloating || type.IsInteger ? ConstantExpression.Number(0.0, type) : new ConstantExpression(type, 0, type.Equals(IrType.Boolean) ? "false" : "default");

    private List<IrStatement> Block(Region region)
    {
        var output = new List<IrStatement>();
        var releases = new List<IrStatement>();
        SaveBorn(region, null, output);
        foreach (Step step in region.Steps)
        {
            DeclareFrames(step, output);
            ComputeAhead(step, output);
            SaveOverwritten(step, output);
            if (step.Statement is ReturnStatement)
            {
                PushAtEnd(region, output);
            }

            EmitStep(step, output, releases);
            SaveBorn(region, step, output);
        }

        if (output.Count == 0 || output[output.Count - 1] is not ReturnStatement)
        {
            PushAtEnd(region, output);
        }

        output.AddRange(releases);
        return output;
    }

    private void EmitStep(Step step, List<IrStatement> output, List<IrStatement> releases)
    {
        IrRewriter substitution = new ComputedAhead(_ahead[step].ToDictionary(static e => e.Key.Expression, static e => e.Value.Version.Local));
        switch (step.Statement)
        {
            case IfStatement s:
                output.Add(s with { Condition = substitution.Rewrite(s.Condition), Then = Block(step.Blocks[0]).ToEquatableArray(), Else = Block(step.Blocks[1]).ToEquatableArray() });
                break;
            case CountedLoopStatement s:
                output.Add(s with { From = substitution.Rewrite(s.From), To = substitution.Rewrite(s.To), Body = Block(step.Blocks[0]).ToEquatableArray() });
                break;
            case LoopStatement s:
                Loop(s, step, output);
                break;
            case DeclareStatement { Value: NewArrayExpression array, Local.Type: SpanType } s:
                LocalArray(s, array, step.Region, output, releases);
                break;
            case var s when s.PairCall() is not null && context.IsActiveCall(step):
                output.AddRange(new ForwardCalls().RewriteBlock(substitution.RewriteBlock([s])));
                break;
            default:
                output.AddRange(substitution.RewriteBlock([step.Statement]));
                break;
        }

        RequireApart(step.Statement, output);
    }

    // What the method writes to its caller's memory would change an array of the user's that is the same memory, or the other way, and
    // its elements are read again in reverse.
    private void RequireApart(IrStatement statement, List<IrStatement> output)
    {
        if (statement is not DeclareStatement { Local: { Type.IsView: true } array, Value: { } given } || !ViewRoots.IsOutside(given))
        {
            return;
        }

        IrType element = Spans.Element(array.Type);
        foreach (IrLocal other in context.Method.Signature.Parameters.Select(static p => p.Local).Where(p => p.Type.IsView && !element.IsView && Spans.Element(p.Type).Equals(element) && (IsWritten(p) || IsWritten(array))))
        {
            output.Add(new OpaqueStatement($"global::Micrograd.DerivativeGuard.RequireNoOverlap<{element.Text}>({{0}}, {{1}}, nameof({{2}}));", [Memory(array), Memory(other), new LocalExpression(other)]));
        }
    }

    private static IrExpression Memory(IrLocal view) => view.Type is ArrayType { Rank: > 1, Element: var element }
        ? new OpaqueExpression($"{{0}} is null ? default : global::Micrograd.DerivativeSpans.Elements<{element.Text}>({{0}})", [new LocalExpression(view)], new SpanType(element, IsReadOnly: true))
        : new LocalExpression(view);

    private bool IsWritten(IrLocal view) => context.StoredClasses.Contains(context.Activity.Roots.ClassOf(view));

    /// <summary>Calls the forward half of a pair, which records, in place of the method.</summary>
    private sealed class ForwardCalls : IrRewriter
    {
        public override IrExpression Rewrite(IrExpression expression) => expression is PairCallExpression call ? PairReversal.Forward(call) : base.Rewrite(expression);

        protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
        {
            OpaqueExpression? forward = statement is CallStatement call ? PairReversal.Forward(call.Call) : null;
            output.Add(forward is null ? RewriteParts(statement) : new OpaqueStatement(forward.Template + ";", forward.Arguments) { Source = statement.Source });
        }
    }

    private void Loop(LoopStatement loop, Step step, List<IrStatement> output)
    {
        List<IrStatement> body = Block(step.Blocks[0]);
        ValueVersion trips = context.Versions.TripsOf(step);
        if (plan.Versions.ContainsKey(trips))
        {
            var count = new LocalExpression(trips.Local);
            output.Add(new DeclareStatement(trips.Local, TripCount.Long(0)));
            body.Add(new AssignStatement(count, new BinaryExpression(BinaryOperator.Add, count, TripCount.Long(1), IrType.Int64)));
        }

        output.Add(loop with { Body = body.ToEquatableArray() });
    }

    private static void LocalArray(DeclareStatement declare, NewArrayExpression array, Region region, List<IrStatement> output, List<IrStatement> releases)
    {
        IrExpression length = array.Lengths[0];
        output.Add(LocalMemory.Declare(declare.Local, length, region.IsTop) with { Source = declare.Source });
        if (!region.IsTop)
        {
            releases.Insert(0, new ReleaseStatement(null, Spans.Element(declare.Local.Type), new LengthExpression(new LocalExpression(declare.Local)), ScratchStack.Arrays));
        }
    }

    private void DeclareFrames(Step step, List<IrStatement> output)
    {
        foreach ((Step _, IrLocal local, IrExpression value) in frames.TripLocals.Where(t => t.Outermost == step))
        {
            output.Add(new DeclareStatement(local, value));
        }

        foreach (Frame frame in frames.Frames.Where(f => f.Outermost == step))
        {
            output.Add(LocalMemory.FitsOnStack(frame.Span, frame.Length)
                ? new DeclareStatement(frame.Span, new NewArrayExpression([frame.Length], ArrayStorage.Stack, frame.Span.Type))
                : new TakeStatement(frame.Span, frame.Length, Cleared: false, ScratchStack.Arrays));
        }
    }

    // Smaller expressions first: a larger one that contains them uses them.
    private void ComputeAhead(Step step, List<IrStatement> output)
    {
        var known = new Dictionary<IrExpression, IrLocal>();
        foreach (KeyValuePair<ExpressionRequest, KeptValue> ahead in _ahead[step].OrderBy(static a => a.Key.Expression.SelfAndDescendants().Count()))
        {
            KeptValue kept = ahead.Value;
            IrExpression value = new ComputedAhead(known).Rewrite(ahead.Key.Expression);
            output.Add(new DeclareStatement(kept.Version.Local, value) { Source = step.Statement.Source });
            known[ahead.Key.Expression] = kept.Version.Local;
            Save(kept, output);
        }
    }

    private void SaveOverwritten(Step step, List<IrStatement> output)
    {
        if (!plan.Overwritten.TryGetValue(step, out KeptValue? kept))
        {
            return;
        }

        IrExpression target = ((AssignStatement)step.Statement).Target;
        output.Add(kept.How switch
        {
            KeptAs.Frame => new AssignStatement(FrameElement(kept), target),
            KeptAs.Stack => new PushStatement(target),
            _ when step.Region.IsTop => new DeclareStatement(kept.ReverseLocal, target),
            _ => new AssignStatement(new LocalExpression(kept.ReverseLocal), target),
        });
    }

    private void SaveBorn(Region region, Step? after, List<IrStatement> output)
    {
        foreach (KeptValue kept in _born[(region, after)].OrderBy(static k => k.Version.Local.Id))
        {
            Save(kept, output);
        }
    }

    private static void Save(KeptValue kept, List<IrStatement> output)
    {
        var value = new LocalExpression(kept.Version.Local);
        switch (kept.How)
        {
            case KeptAs.Frame:
                output.Add(new AssignStatement(FrameElement(kept), value));
                break;
            case KeptAs.Stack or KeptAs.Reference when kept.ForwardCopy is { } copy:
                output.Add(new DeclareStatement(copy, value));
                break;
            case KeptAs.Copy when kept.ReverseLocal.Type.IsView || kept.ReverseLocal == kept.Version.Local:
                break;
            case KeptAs.Copy when kept.Version.Birth.IsTop:
                output.Add(new DeclareStatement(kept.ReverseLocal, value));
                break;
            case KeptAs.Copy:
                output.Add(new AssignStatement(new LocalExpression(kept.ReverseLocal), value));
                break;
        }
    }

    private void PushAtEnd(Region region, List<IrStatement> output)
    {
        foreach (KeptValue kept in plan.BornIn(region).Where(static k => k.How is KeptAs.Stack or KeptAs.Reference))
        {
            var value = new LocalExpression(kept.ForwardCopy ?? kept.Version.Local);
            output.Add(kept is { How: KeptAs.Stack, ReverseLocal.Type.IsView: true } ? new RecordArrayStatement(value) : new PushStatement(value));
            if (kept.Length is not null)
            {
                output.Add(new PushStatement(new LengthExpression(value)));
            }
        }
    }

    private static ElementExpression FrameElement(KeptValue kept) =>
        new(new LocalExpression(kept.Frame!.Span), [kept.Frame.Index], kept.ReverseLocal.Type);

    private sealed class ComputedAhead(IReadOnlyDictionary<IrExpression, IrLocal> known) : IrRewriter
    {
        public override IrExpression Rewrite(IrExpression expression) =>
            known.TryGetValue(expression, out IrLocal? local) ? new LocalExpression(local) : base.Rewrite(expression);
    }
}
