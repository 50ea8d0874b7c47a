using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>Gives the reverse sweep its values as planned.</summary>
internal sealed class PlannedValues(ReverseContext context, RecordPlan plan) : ReverseValues
{
    // Values that no record was planned for, as nothing came of them when requests were collected: nothing may come of them now.
    private readonly Stack<ValueVersion> _unplanned = [];
    private int _attempts;

    public override IrExpression Before(IrExpression expression, Step step, bool late = false)
    {
        if (expression is ConstantExpression)
        {
            return expression;
        }

        if (expression is LocalExpression local)
        {
            return context.Counters.Contains(local.Local.Id) ? local : Kept(context.Versions.Before(step, local.Local));
        }

        if (plan.Expressions.TryGetValue(new ExpressionRequest(step, expression, late), out KeptValue? kept))
        {
            return new LocalExpression(kept.ReverseLocal);
        }

        return IrRewriter.WithOperands(expression, expression.Operands.Select(operand => Before(operand, step, late)).ToArray());
    }

    public override IrExpression After(IrLocal local, Step step) => Kept(context.Versions.After(step, local));

    public override IrExpression? Overwritten(Step store)
    {
        if (!plan.Overwritten.TryGetValue(store, out KeptValue? kept))
        {
            return null;
        }

        return kept.How switch
        {
            KeptAs.Frame => FrameElement(kept),
            KeptAs.Stack => new PopExpression(kept.ReverseLocal.Type),
            _ => new LocalExpression(kept.ReverseLocal),
        };
    }

    public override void Attempt(Action write, List<IrStatement> output)
    {
        (int before, int unplanned) = (output.Count, _unplanned.Count);
        _attempts++;
        write();
        _attempts--;
        while (output.Count == before && _unplanned.Count > unplanned)
        {
            _unplanned.Pop();
        }

        if (_attempts == 0 && _unplanned.Count > 0)
        {
            throw Unplanned(_unplanned.Peek());
        }
    }

    public override void EnterBlock(Region region, List<IrStatement> output)
    {
        KeptValue[] born = plan.BornIn(region).ToArray();
        foreach (KeptValue kept in Enumerable.Reverse(born).Where(static k => k.How is KeptAs.Stack or KeptAs.Reference))
        {
            if (kept.Length is { } length)
            {
                output.Add(new DeclareStatement(length, new PopExpression(length.Type)));
            }

            if (kept.How == KeptAs.Reference || !kept.ReverseLocal.Type.IsView)
            {
                output.Add(new DeclareStatement(kept.ReverseLocal, new PopExpression(kept.ReverseLocal.Type)));
            }
            else if (context.CallsOthers)
            {
                EnterHeld(kept, output);
            }
            else
            {
                output.Add(Released(kept));
            }
        }

        // What was computed ahead of a step is there before what the step gives: a view is taken again from where it started.
        foreach (KeptValue kept in born.OrderBy(static k => k.Version.Order).ThenBy(static k => k.Version.Ahead is null))
        {
            switch (kept.How)
            {
                case KeptAs.Frame:
                    output.Add(new DeclareStatement(kept.ReverseLocal, FrameElement(kept)));
                    break;
                case KeptAs.Recomputed:
                    output.Add(new DeclareStatement(kept.ReverseLocal, Before(kept.Version.Definition!, kept.Version.After!, late: true)));
                    break;
                case KeptAs.Copy when kept.ReverseLocal.Type.IsView:
                    EnterCopy(kept, output);
                    break;
            }
        }
    }

    public override void LeaveBlock(Region region, List<IrStatement> output)
    {
        if (!region.IsTop && context.CallsOthers)
        {
            output.AddRange(plan.BornIn(region).Where(static k => k.How == KeptAs.Stack && k.ReverseLocal.Type.IsView)
                .Select(static k => new ReleaseStatement(null, Spans.Element(k.ReverseLocal.Type), Spans.Length(k.ReverseLocal), ScratchStack.Arrays)));
        }
    }

    // What is off the stack of records lasts until somebody else puts records there, as a rule that takes a gradient does.
    private void EnterHeld(KeptValue kept, List<IrStatement> output)
    {
        ReleaseStatement released = Released(kept);
        IrLocal saved = context.Locals.Create("saved", kept.ReverseLocal.Type is ArrayType ? Spans.Writable(kept.ReverseLocal.Type) : kept.ReverseLocal.Type);
        output.Add(new TakeStatement(kept.ReverseLocal, released.Length, Cleared: false, ScratchStack.Arrays));
        output.Add(released with { Span = saved });
        output.Add(new OpaqueStatement("{0}.CopyTo({1});", [new LocalExpression(saved), new LocalExpression(kept.ReverseLocal)]));
    }

    // What the caller sees stays as the forward sweep left it; the reverse sweep steps back through a copy.
    private static void EnterCopy(KeptValue kept, List<IrStatement> output)
    {
        var original = new LocalExpression(kept.Version.Local);
        output.Add(new TakeStatement(kept.ReverseLocal, new LengthExpression(original), Cleared: false, ScratchStack.Arrays));
        output.Add(new CopyStatement(original, new LocalExpression(kept.ReverseLocal)));
    }

    private ReleaseStatement Released(KeptValue kept)
    {
        var array = (NewArrayExpression)kept.Version.Definition!;
        IrExpression length = kept.Length is { } known ? new LocalExpression(known) : Before(array.Lengths[0], kept.Version.After!, late: true);
        return new ReleaseStatement(kept.ReverseLocal, Spans.Element(kept.ReverseLocal.Type), length);
    }

    private LocalExpression Kept(ValueVersion version)
    {
        if (plan.Versions.TryGetValue(version, out KeptValue? kept))
        {
            return new LocalExpression(kept.ReverseLocal);
        }

        if (_attempts == 0)
        {
            throw Unplanned(version);
        }

        _unplanned.Push(version);
        return new LocalExpression(version.Local);
    }

    private static InvalidOperationException Unplanned(ValueVersion version) => new($"The value of {version.Local} was not asked for when records were planned.");

    private static ElementExpression FrameElement(KeptValue kept) =>
        new(new LocalExpression(kept.Frame!.Span), [kept.Frame.Index], kept.ReverseLocal.Type);
}
