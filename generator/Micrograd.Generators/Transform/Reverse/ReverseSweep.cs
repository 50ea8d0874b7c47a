using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Writes the reverse sweep: the blocks of the method from the last step to the first. A loop becomes a loop that runs the
/// other way, a branch a branch on the same condition, an assignment the flow of its target's adjoint to what was assigned.
/// </summary>
internal sealed class ReverseSweep(ReverseContext context, Adjoints adjoints, ReverseValues values)
{
    private readonly AdjointPropagation _propagation = new(context, adjoints, values);

    private readonly PairReversal _pairs = new(context, adjoints, values);

    public EquatableArray<IrStatement> Run() => Block(context.Top);

    private EquatableArray<IrStatement> Block(Region region)
    {
        var steps = new List<IrStatement>();
        foreach (Step step in region.Steps.Reverse())
        {
            values.Attempt(() => Reverse(step, steps), steps);
        }

        if (steps.Count == 0 && !region.IsTop)
        {
            return default;
        }

        var output = new List<IrStatement>();
        values.EnterBlock(region, output);
        List<IrStatement> releases = DeclareAdjoints(region, output);
        output.AddRange(steps);
        output.AddRange(releases);
        values.LeaveBlock(region, output);
        return output.ToEquatableArray();
    }

    private void Reverse(Step step, List<IrStatement> output)
    {
        if (step.Statement.PairCall() is { } call)
        {
            if (context.IsActiveCall(step))
            {
                _pairs.Reverse(call, step, output);
            }

            return;
        }

        switch (step.Statement)
        {
            case var s when (s is ReturnStatement { Value: var value } ? value : s.StoredValue()) is FilledArrayExpression returned:
                ReturnedArray(returned, step, output);
                break;
            case DeclareStatement { Value: { } value, Local: { Type.IsFloating: true } local } when adjoints.IsActive(local):
                _propagation.Propagate(value, new LocalExpression(adjoints.Of(local)), step, output);
                break;
            case AssignStatement { Target.Type.IsView: false } assign:
                Assignment(assign, step, output);
                break;
            case IfStatement branch:
                Branch(branch, step, output);
                break;
            case CountedLoopStatement loop:
                CountedLoop(loop, step, output);
                break;
            case LoopStatement:
                Loop(step, output);
                break;
            case ReturnStatement { Value: StructExpression value } when context.Method.StructResult is { } result:
                foreach ((IrExpression leaf, StructLeaf upstream) in value.Leaves().Zip(result.Leaves, static (leaf, upstream) => (leaf, upstream)))
                {
                    _propagation.Propagate(leaf, new LocalExpression(upstream.Local), step, output);
                }

                break;
            case ReturnStatement { Value: { Type.IsView: true } view } when context.Upstream is { } upstream:
                ReturnedArray(view, upstream, step, output);
                break;
            case ReturnStatement { Value: { } value } when context.Upstream is { } upstream:
                _propagation.Propagate(value, new LocalExpression(upstream), step, output);
                break;
        }
    }

    // Its length is known only now; the caller's adjoint of the result must fit it.
    private void ReturnedArray(IrExpression view, IrLocal upstream, Step step, List<IrStatement> output)
    {
        IrExpression array = values.Before(view, step);
        bool mayBeNull = context.Method.Body.AllExpressions().Any(static e => e is ConstantExpression { IsNull: true });
        output.Add(new OpaqueStatement(
            "global::Micrograd.DerivativeGuard.RequireSameLength({0}, {1}, nameof({2}));",
            [mayBeNull ? new OpaqueExpression("({0}?.Length ?? 0)", [array], IrType.Int32) : new LengthExpression(array), Spans.Length(upstream), new LocalExpression(upstream)]));
        AddUpstream(view, new LocalExpression(upstream), step, output);
    }

    private void ReturnedArray(FilledArrayExpression returned, Step step, List<IrStatement> output)
    {
        LocalExpression upstream = new(context.Upstream!);
        for (int k = 0; k < returned.Lengths.Count; k++)
        {
            output.Add(new OpaqueStatement(
                "global::Micrograd.DerivativeGuard.RequireSameLength({0}, {1}, nameof({2}));",
                [values.Before(returned.Lengths[k], step), new LengthExpression(upstream, k), upstream]));
        }

        IrType element = returned.Array.Element;
        AddUpstream(returned.Items, new OpaqueExpression($"global::Micrograd.DerivativeSpans.Elements<{element.Text}>({{0}})", [upstream], new SpanType(element, IsReadOnly: false)), step, output);
    }

    private void AddUpstream(IrExpression view, IrExpression upstream, Step step, List<IrStatement> output)
    {
        if (context.IsVaried(view))
        {
            output.Add(new OpaqueStatement(
                "global::Micrograd.DerivativeSpans.AddScaled({0}, {1}, {2});",
                [adjoints.Place(view, step, values), ConstantExpression.Number(1.0, Spans.Element(view.Type)), upstream])
            { Source = step.Statement.Source });
        }
    }

    private void Assignment(AssignStatement assign, Step step, List<IrStatement> output)
    {
        bool active = assign.Target.Root() is { } root && adjoints.IsActive(root) && assign.Target.Type.IsFloating;
        if (!active)
        {
            Restore(assign, step, output);
            return;
        }

        IrExpression target = adjoints.Place(assign.Target, step, values);
        if (SelfUpdate.Of(assign) is { } update)
        {
            // t = t ± e: the adjoint of t stays, e gets it with the sign.
            Restore(assign, step, output);
            IrExpression adjoint = context.IsVaried(update.Added) && target is not LocalExpression && update.Added is not (LocalExpression or ElementExpression)
                ? _propagation.Named(target, step, output)
                : target;
            _propagation.Propagate(update.Added, update.IsSubtracted ? -adjoint : adjoint, step, output);
            return;
        }

        IrExpression? flows = context.IsVaried(assign.Value) ? target : null;
        if (flows is not null && (target is not LocalExpression || ReadsSelf(assign)))
        {
            IrLocal taken = context.Locals.Create("adjoint", target.Type);
            output.Add(new DeclareStatement(taken, target) { Source = assign.Source });
            flows = new LocalExpression(taken);
        }

        bool zeroFirst = flows is null || flows != target;
        if (zeroFirst)
        {
            output.Add(Zero(target, assign));
        }

        Restore(assign, step, output);
        if (flows is not null)
        {
            _propagation.Propagate(assign.Value, flows, step, output);
        }

        if (!zeroFirst)
        {
            output.Add(Zero(target, assign));
        }
    }

    private static AssignStatement Zero(IrExpression target, AssignStatement assign) =>
        new(target, ConstantExpression.Number(0.0, target.Type)) { Source = assign.Source };

    // What an element held before comes back, so that the steps before this one, in reverse, read what they read going forward.
    private void Restore(AssignStatement assign, Step step, List<IrStatement> output)
    {
        if (values.Overwritten(step) is { } old)
        {
            var element = (ElementExpression)assign.Target;
            var place = new ElementExpression(values.Before(element.Array, step), element.Indices.Select(i => values.Before(i, step)).ToEquatableArray(), element.Type);
            output.Add(new AssignStatement(place, old) { Source = assign.Source });
        }
    }

    private static bool ReadsSelf(AssignStatement assign) => assign.Target.Root() is { } root && assign.Value.Reads(root);

    private void Branch(IfStatement branch, Step step, List<IrStatement> output)
    {
        EquatableArray<IrStatement> then = Block(step.Blocks[0]), otherwise = Block(step.Blocks[1]);
        if (then.Count + otherwise.Count > 0)
        {
            output.Add(branch with { Enclosure = null, Condition = values.Before(branch.Condition, step, late: true), Then = then, Else = otherwise });
        }
    }

    private void CountedLoop(CountedLoopStatement loop, Step step, List<IrStatement> output)
    {
        EquatableArray<IrStatement> body = Block(step.Blocks[0]);
        if (body.Count > 0)
        {
            IrExpression from = values.Before(loop.From, step, late: true), to = values.Before(loop.To, step, late: true);
            output.Add(TripCount.Reversed(loop, from, to, body, context.Locals, context.Counted));
        }
    }

    private void Loop(Step step, List<IrStatement> output)
    {
        EquatableArray<IrStatement> body = Block(step.Blocks[0]);
        if (body.Count > 0)
        {
            IrLocal trip = context.Locals.Create("trip", IrType.Int64);
            IrExpression last = new BinaryExpression(BinaryOperator.Subtract, values.After(context.Versions.TripsOf(step).Local, step), TripCount.Long(1), IrType.Int64);
            output.Add(new CountedLoopStatement(trip, last, BinaryOperator.GreaterOrEqual, TripCount.Long(0), -1, body) { Source = step.Statement.Source });
        }
    }

    /// <summary>Declares the adjoints of the locals that live in a block; returns what gives their memory back.</summary>
    private List<IrStatement> DeclareAdjoints(Region region, List<IrStatement> output)
    {
        var releases = new List<IrStatement>();
        foreach (Step step in region.Steps)
        {
            if (step.Statement is not DeclareStatement declare || !adjoints.IsActive(declare.Local))
            {
                continue;
            }

            IrLocal adjoint = adjoints.Of(declare.Local);
            switch (declare.Value)
            {
                case NewArrayExpression array:
                    IrExpression length = values.Before(array.Lengths[0], step, late: true);
                    output.Add(LocalMemory.Declare(adjoint, length, region.IsTop));
                    if (!region.IsTop)
                    {
                        releases.Insert(0, new ReleaseStatement(null, Spans.Element(adjoint.Type), length, ScratchStack.Arrays));
                    }

                    break;
                case { Type.IsView: true } view:
                    output.Add(new DeclareStatement(adjoint, ShadowView(view, adjoint, step)));
                    break;
                default:
                    output.Add(new DeclareStatement(adjoint, ConstantExpression.Number(0.0, adjoint.Type)));
                    break;
            }
        }

        return releases;
    }

    // Where the method slices an array, its shadow is sliced the same way.
    private IrExpression ShadowView(IrExpression view, IrLocal adjoint, Step step) => view switch
    {
        LocalExpression local when adjoints.IsActive(local.Local) => new LocalExpression(adjoints.Of(local.Local)),
        LocalExpression constant => throw new ReverseNotSupportedException($"the array or span variable '{constant.Local.Name}', which carries no derivative and is named by another that does"),
        ElementExpression row => new ElementExpression(ShadowView(row.Array, adjoint, step), [.. row.Indices.Select(i => values.Before(i, step, late: true))], row.Type),
        ViewExpression slice => new ViewExpression(
            ShadowView(slice.Source, adjoint, step),
            slice.Start is null ? null : values.Before(slice.Start, step, late: true),
            slice.Length is null ? null : values.Before(slice.Length, step, late: true),
            adjoint.Type),
        ConstantExpression => new ConstantExpression(Spans.Writable(view.Type), 0, "default"),
        ConditionalExpression choice => new ConditionalExpression(values.Before(choice.Condition, step, late: true), ShadowView(choice.WhenTrue, adjoint, step), ShadowView(choice.WhenFalse, adjoint, step)),
        _ => throw new ReverseNotSupportedException($"a view of '{IrPrinter.Print(view)}'"),
    };
}
