using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Decides how each requested value is kept: as it is where nothing overwrites it, computed again where that is cheap and
/// everything it needs is there, recorded otherwise.
/// </summary>
internal sealed class RecordPlanner(ReverseContext context, RequestCollector requests, FramePlanner frames)
{
    private readonly RecordPlan _plan = new();
    private readonly Dictionary<ValueVersion, bool> _recomputable = [];

    public RecordPlan Plan(IReadOnlyCollection<Step> restored)
    {
        foreach (ValueVersion version in requests.Versions.OrderBy(static v => v.Order).ThenBy(static v => v.Local.Id).ToList())
        {
            Decide(version);
        }

        foreach (ExpressionRequest request in requests.Expressions.OrderBy(static r => r.Step.Order).ToList())
        {
            Decide(request);
        }

        foreach (Step store in restored)
        {
            IrExpression target = ((AssignStatement)store.Statement).Target;
            IrLocal old = context.Locals.Create("old", target.Type);
            _plan.Overwritten[store] = Recorded(new ValueVersion(old, store.Region, null, null) { Ahead = store }, "old");
        }

        return _plan;
    }

    private KeptValue Decide(ValueVersion version)
    {
        if (_plan.Versions.TryGetValue(version, out KeptValue? kept))
        {
            return kept;
        }

        _recomputable.Clear();
        kept = IsItself(version) ? new KeptValue(KeptAs.Itself, version, version.Local)
            : CanRecompute(version) || IsTakenAgain(version) ? Recomputed(version)
            : version.Local.Type.IsView ? KeptMemory(version)
            : Recorded(version, version.Local.Name);
        return _plan.Versions[version] = kept;
    }

    private bool IsItself(ValueVersion version) =>
        (version.Local.Type.IsView || !context.StoresEverything)
        && (context.IsPair ? IsGiven(version) : context.Versions.IsFinal(version))
        && !IsRestoredView(version.Local);

    private bool IsGiven(ValueVersion version) =>
        version is { After: null, Ahead: null, Birth.IsTop: true } && context.Method.Signature.Parameters.Any(p => p.Local.Id == version.Local.Id);

    // The caller's memory is never restored: the reverse sweep works on a copy of it, and views of it are taken again, of the copy.
    private bool IsRestoredView(IrLocal local) =>
        local.Type.IsView && context.CopiedClasses.Contains(context.Activity.Roots.ClassOf(local));

    // A view cannot be recorded, but it can always be taken again from the numbers it was taken with, which can.
    private bool IsTakenAgain(ValueVersion version) =>
        version is { Definition: { Type.IsView: true } view, After: { } step }
        && view is not NewArrayExpression
        && !view.SelfAndDescendants().Any(static e => e is OpaqueExpression { IsFixed: false })
        && !context.IsUnstable(view)
        && !view.SelfAndDescendants().OfType<ElementExpression>().Any(e => context.IsStoredBehind(e, step));

    private KeptValue KeptMemory(ValueVersion version)
    {
        if (version.Definition is NewArrayExpression created)
        {
            // What comes off the stack is a span.
            if (version.Local.Type is ArrayType)
            {
                throw new ReverseNotSupportedException($"the array '{version.Local.Name}', which is made for a part of the method and passed where an array is asked for; let the method called take a span");
            }

            return new KeptValue(KeptAs.Stack, version, context.Locals.Create(version.Local.Name, version.Local.Type))
            {
                Length = IsKnownBeforeBlock(created.Lengths[0], version.After!) ? null : context.Locals.Create("length", IrType.Int32),
            };
        }

        if (context.Method.Signature.Parameters.Any(p => p.Local.Id == version.Local.Id) && version.After is null && version.Birth.IsTop)
        {
            IrType element = version.Local.Type is ArrayType array ? array.Element : ((SpanType)version.Local.Type).Element;
            return new KeptValue(KeptAs.Copy, version, context.Locals.Create(version.Local.Name + "Restored", new SpanType(element, false)));
        }

        if (version is { Definition: { } given, Local.Type: ArrayType } && ViewRoots.IsOutside(given))
        {
            return Recorded(version, version.Local.Name);
        }

        throw new ReverseNotSupportedException($"the array or span variable '{version.Local.Name}', which names different memory at different times");
    }

    // The last array of a block comes off the stack before anything else that the block recorded or computes again.
    private bool IsKnownBeforeBlock(IrExpression length, Step step)
    {
        // What is not computed again is recorded itself, and fetched when the array has come off.
        if (length is not ConstantExpression && (context.StoresEverything || !CheapExpression.IsCheap(length)))
        {
            return false;
        }

        ValueVersion[] leaves = [.. length.LocalsRead().Where(leaf => !context.Counters.Contains(leaf.Id)).Select(leaf => context.Versions.Before(step, leaf))];
        if (length.SelfAndDescendants().Any(static e => e is ElementExpression or OpaqueExpression) || !leaves.All(IsItself))
        {
            return false;
        }

        requests.RequestLeaves(length, step, late: true);
        foreach (ValueVersion leaf in leaves)
        {
            Decide(leaf);
        }

        return true;
    }

    private KeptValue Recomputed(ValueVersion version)
    {
        requests.RequestLeaves(version.Definition!, version.After!, late: true);
        foreach (IrLocal leaf in version.Definition!.LocalsRead().Where(leaf => !context.Counters.Contains(leaf.Id)))
        {
            Decide(context.Versions.Before(version.After!, leaf));
        }

        // Of the copy that is stepped back through, an array is a span.
        IrType type = version.Local.Type is ArrayType && IsRestoredView(version.Local) ? Spans.Writable(version.Local.Type) : version.Local.Type;
        return new KeptValue(KeptAs.Recomputed, version, context.Locals.Create(version.Local.Name, type));
    }

    private bool CanRecompute(ValueVersion version) =>
        !context.StoresEverything
        && version is { Definition: { } definition, After: { } step }
        && definition is not NewArrayExpression
        && CheapExpression.IsCheap(definition)
        && CanEvaluate(definition, step, late: true);

    /// <summary>Everything the expression reads is at hand when its step is reversed.</summary>
    private bool CanEvaluate(IrExpression expression, Step step, bool late)
    {
        if (context.IsUnstable(expression) || context.IsWrittenByCall(expression, step) || expression.SelfAndDescendants().OfType<ElementExpression>().Any(e => context.FindsPlace(e, step)))
        {
            return false;
        }

        if (late && expression.SelfAndDescendants().OfType<ElementExpression>().Any(e => context.IsStoredBehind(e, step)))
        {
            return false;
        }

        return expression.LocalsRead().All(leaf => context.Counters.Contains(leaf.Id) || IsAtHand(context.Versions.Before(step, leaf)));
    }

    private bool IsAtHand(ValueVersion version)
    {
        if (_plan.Versions.ContainsKey(version) || requests.IsRequested(version) || IsItself(version) || version.Local.Type.IsView)
        {
            return true;
        }

        // What is planned until the next decision does not change, so each version is looked at once, however many paths lead to it.
        if (!_recomputable.TryGetValue(version, out bool result))
        {
            _recomputable[version] = result = CanRecompute(version);
        }

        return result;
    }

    private void Decide(ExpressionRequest request)
    {
        _recomputable.Clear();
        if (!context.StoresEverything && CheapExpression.IsCheap(request.Expression) && CanEvaluate(request.Expression, request.Step, request.Late))
        {
            requests.RequestLeaves(request.Expression, request.Step, request.Late);
            foreach (IrLocal leaf in request.Expression.LocalsRead().Where(leaf => !context.Counters.Contains(leaf.Id)))
            {
                Decide(context.Versions.Before(request.Step, leaf));
            }

            return;
        }

        IrLocal local = context.Locals.Create(ValueNames.For(request.Expression), request.Expression.Type);
        _plan.Expressions[request] = Recorded(new ValueVersion(local, request.Step.Region, null, request.Expression) { Ahead = request.Step }, local.Name);
    }

    private KeptValue Recorded(ValueVersion version, string name)
    {
        Region birth = version.Birth;
        if (version.Local.Type is ArrayType)
        {
            return OnStack(KeptAs.Reference, version, context.Locals.Create(name, version.Local.Type));
        }

        if (birth.Loop is null && !context.IsPair)
        {
            bool inPlace = birth.IsTop && version.Ahead is not null && version.Definition is not null;
            return new KeptValue(KeptAs.Copy, version, inPlace ? version.Local : context.Locals.Create(name, version.Local.Type));
        }

        IrLocal reverseLocal = context.Locals.Create(name, version.Local.Type);
        return !context.IsPair && version.Local.Type is not OpaqueType && frames.TryCreate(birth, version.Local.Type, name) is { } frame
            ? new KeptValue(KeptAs.Frame, version, reverseLocal) { Frame = frame }
            : OnStack(KeptAs.Stack, version, reverseLocal);
    }

    private KeptValue OnStack(KeptAs how, ValueVersion version, IrLocal reverseLocal)
    {
        bool changes = version.Ahead is null && !context.Versions.LastsToEnd(version);
        return new KeptValue(how, version, reverseLocal)
        {
            ForwardCopy = changes ? context.Locals.Create(reverseLocal.Name, version.Local.Type) : null,
        };
    }
}
