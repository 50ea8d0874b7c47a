using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>The body of <c>FBackward</c>: both sweeps, and the locals that stand for its derivative parameters.</summary>
internal sealed record ReverseMethod(EquatableArray<IrStatement> Statements, EquatableArray<IrLocal?> Shadows, IrLocal? Upstream)
{
    /// <summary>Stands before the statements, outside of what <see cref="Exit"/> follows.</summary>
    public EquatableArray<IrStatement> Entry { get; init; }

    /// <summary>Gives the caller what the method wrote, also where the statements end with an exception.</summary>
    public EquatableArray<IrStatement> Exit { get; init; }

    /// <summary>The locals that hold adjoints.</summary>
    public IReadOnlyCollection<int> AdjointLocals { get; init; } = [];
}

/// <summary>The bodies of <c>FForward</c> and <c>FReverse</c>.</summary>
internal sealed record ReversePair(EquatableArray<IrStatement> Forward, ReverseMethod Reverse);

/// <summary>
/// Turns a normalised method into its vector–Jacobian product. The reverse sweep is written first, to learn which values of
/// the forward sweep it needs; then it is decided how each is kept; then both sweeps are written accordingly.
/// </summary>
internal static class ReverseTransform
{
    /// <summary>The two sweeps of a method as methods of their own, which share the scratch stack.</summary>
    /// <param name="method">A normalised method.</param>
    /// <param name="storeEverything">Keep every value that the reverse sweep asks for, without asking whether it could be had for less.</param>
    public static ReversePair ApplyPair(MethodIr method, bool storeEverything = false)
    {
        method = ViewSelection.Apply(ArrayConfinement.Apply(method));
        var context = new ReverseContext(method, storeEverything, isPair: true);
        var adjoints = new Adjoints(context);
        (RecordPlan plan, FramePlanner frames) = PlanRecords(context, adjoints);
        EquatableArray<IrStatement> reverse = new ReverseSweep(context, adjoints, new PlannedValues(context, plan)).Run();
        EquatableArray<IrStatement> forward = new ForwardSweep(context, plan, frames).Run().ToEquatableArray();
        EquatableArray<IrStatement> backward =
        [
            .. ScalarParameterAdjoints(context, adjoints),
            .. ArrayParameterAdjoints(context, adjoints),
            .. reverse,
            .. AddToParameters(context, adjoints),
        ];
        return new ReversePair(forward, new ReverseMethod(backward, adjoints.ParameterShadows, context.Upstream) { AdjointLocals = adjoints.Locals });
    }

    /// <summary>Both sweeps, one behind the other.</summary>
    /// <param name="method">A normalised method.</param>
    /// <param name="storeEverything">Keep every value that the reverse sweep asks for, without asking whether it could be had for less.</param>
    public static ReverseMethod Apply(MethodIr method, bool storeEverything = false)
    {
        method = ViewSelection.Apply(ArrayConfinement.Apply(method));
        var context = new ReverseContext(method, storeEverything);
        var adjoints = new Adjoints(context);
        (RecordPlan plan, FramePlanner frames) = PlanRecords(context, adjoints);

        EquatableArray<IrStatement> reverse = new ReverseSweep(context, adjoints, new PlannedValues(context, plan)).Run();
        List<IrStatement> forward = new ForwardSweep(context, plan, frames).Run();
        return new ReverseMethod(Assemble(context, adjoints, forward, reverse), adjoints.ParameterShadows, context.Upstream) { AdjointLocals = adjoints.Locals };
    }

    // What is restored decides what is read in reverse, and that decides what must be restored; both only grow.
    private static (RecordPlan Plan, FramePlanner Frames) PlanRecords(ReverseContext context, Adjoints adjoints)
    {
        HashSet<Step> restored = [];
        while (true)
        {
            context.RestoredClasses = [.. SteppedBack(context, restored)];
            context.CopiedClasses = context.IsPair ? [] : [.. context.RestoredClasses.Where(context.ParameterClasses.Contains)];
            RequireOneDimension(context);
            var requests = new RequestCollector(context, restored);
            new ReverseSweep(context, adjoints, requests).Run();
            foreach (Step store in restored)
            {
                requests.RequestLeaves(((AssignStatement)store.Statement).Target, store, late: false);
                requests.ElementReads.RemoveAll(read => read.Step == store && !ReadsValue(store, read.Class, context));
            }

            var frames = new FramePlanner(context);
            RecordPlan plan = new RecordPlanner(context, requests, frames).Plan(restored);
            HashSet<Step> needed = RestoreAnalysis.StoresToRestore(context, requests.ElementReads);
            if (needed.IsSubsetOf(restored))
            {
                return (plan, frames);
            }

            restored.UnionWith(needed);
        }
    }

    private static IEnumerable<int> SteppedBack(ReverseContext context, IEnumerable<Step> restored) =>
        restored.Select(context.StoredClass).Concat(context.Calls.Where(context.IsActiveCall).SelectMany(context.ClassesWrittenBy));

    // The copy that is stepped back through is one stretch of scratch memory.
    private static void RequireOneDimension(ReverseContext context)
    {
        if (context.Method.Signature.Parameters.Any(p => !IsOnePiece(p.Local.Type) && (context.CopiedClasses.Contains(context.Activity.Roots.ClassOf(p.Local)) || p.Role != ParameterRole.Independent && context.Activity.IsActive(p.Local))))
        {
            throw new ReverseNotSupportedException("an array parameter of several dimensions whose elements are read and then overwritten");
        }

        if (context.Method.Signature.ReturnType is ArrayType { IsJagged: true })
        {
            throw new ReverseNotSupportedException("a result that is an array of arrays");
        }

        if (context.Stores.Any(store => ((AssignStatement)store.Statement).Target.Type.IsView && context.CopiedClasses.Contains(context.StoredClass(store))))
        {
            throw new ReverseNotSupportedException("an array of arrays that holds an array parameter, whose elements are read and then overwritten");
        }

        // The derivatives of rows would have to change places as the rows do, in both sweeps.
        if (context.Stores.Any(store => ((AssignStatement)store.Statement).Target is { Type: { IsView: true, IsDifferentiable: true } } row && context.IsVaried(row)))
        {
            throw new ReverseNotSupportedException("an array of arrays that is given its rows by the method");
        }
    }

    private static bool IsOnePiece(IrType type) => type is not (ArrayType { Rank: > 1 } or ArrayType { IsJagged: true });

    private static bool ReadsValue(Step store, int readClass, ReverseContext context) =>
        ((AssignStatement)store.Statement).Value.SelfAndDescendants().OfType<ElementExpression>().Any(e => context.ClassOf(e) == readClass);

    private static EquatableArray<IrStatement> Assemble(ReverseContext context, Adjoints adjoints, List<IrStatement> forward, EquatableArray<IrStatement> reverse)
    {
        var output = new List<IrStatement>();
        var returned = forward.Count > 0 ? forward[forward.Count - 1] as ReturnStatement : null;
        output.AddRange(returned is null ? forward : forward.Take(forward.Count - 1));
        IrExpression? result = returned?.Value?.MapLeaves(value =>
        {
            if (CanWait(value, context))
            {
                return value;
            }

            IrLocal local = context.Locals.Create("result", value.Type);
            output.Add(new DeclareStatement(local, IsSteppedBack(value, context) ? new OpaqueExpression("[.. {0}]", [value], value.Type) : value) { Source = returned.Source });
            return new LocalExpression(local);
        });

        if (output.Count > 0)
        {
            output.Insert(0, new CommentStatement("Forward"));
        }

        output.Add(new CommentStatement("Reverse"));
        output.AddRange(ScalarParameterAdjoints(context, adjoints));
        output.AddRange(ArrayParameterAdjoints(context, adjoints));
        output.AddRange(reverse);
        output.AddRange(AddToParameters(context, adjoints));
        output.AddRange(ConstantOutputs(context, adjoints));
        if (result is not null)
        {
            output.Add(new ReturnStatement(result));
        }

        return output.ToEquatableArray();
    }

    // The value is returned after the reverse sweep, which changes no scalar of the forward sweep, but does change elements.
    private static bool CanWait(IrExpression result, ReverseContext context) =>
        !IsSteppedBack(result, context) && CheapExpression.IsCheap(result) && !result.SelfAndDescendants().Any(e => e is ElementExpression);

    // A new array of the method's own is given away as it is now: the reverse sweep brings its old elements back.
    private static bool IsSteppedBack(IrExpression result, ReverseContext context) =>
        result.Type.IsView && result.Root() is not null && context.ClassOf(result) is var memory && context.RestoredClasses.Contains(memory) && !context.CopiedClasses.Contains(memory);

    private static IEnumerable<IrStatement> ScalarParameterAdjoints(ReverseContext context, Adjoints adjoints) =>
        ByValue(context, adjoints).Select(p => new DeclareStatement(adjoints.Of(p.Local), ConstantExpression.Number(0.0, p.Local.Type)));

    // A parameter that the derivative is not asked for may still carry one between being written and being read, and a variable may name it
    // that names one with a derivative at other times.
    private static IEnumerable<IrStatement> ArrayParameterAdjoints(ReverseContext context, Adjoints adjoints) => context.Method.Signature.Parameters
        .Where(p => p.Local.Type.IsView && p.Role != ParameterRole.Independent && adjoints.IsActive(p.Local))
        .Select(p => new TakeStatement(adjoints.Of(p.Local), Spans.Length(p.Local), Cleared: true, ScratchStack.Arrays));

    private static IEnumerable<IrStatement> AddToParameters(ReverseContext context, Adjoints adjoints)
    {
        foreach (IrParameter parameter in ByValue(context, adjoints).Where(static p => p.Role == ParameterRole.Independent))
        {
            int index = context.Method.Signature.Parameters.ToList().IndexOf(parameter);
            var shadow = new LocalExpression(adjoints.ParameterShadows[index]!);
            yield return new AssignStatement(shadow, shadow + new LocalExpression(adjoints.Of(parameter.Local)));
        }
    }

    // What an `out` parameter held on entry counts for nothing. Where it varies, its first assignment has seen to that.
    private static IEnumerable<IrStatement> ConstantOutputs(ReverseContext context, Adjoints adjoints) => context.Method.Signature.Parameters
        .Select((parameter, i) => (parameter, Shadow: adjoints.ParameterShadows[i]))
        .Where(p => p is { parameter.Mode: ParameterMode.Out, Shadow: not null } && !adjoints.IsActive(p.parameter.Local))
        .Select(static p => new AssignStatement(new LocalExpression(p.Shadow!), ConstantExpression.Number(0.0, p.Shadow!.Type)));

    private static IEnumerable<IrParameter> ByValue(ReverseContext context, Adjoints adjoints) => context.Method.Signature.Parameters.Where(p =>
        p.Local.Type.IsFloating
        && p.Role != ParameterRole.Constant
        && !(p.Role == ParameterRole.Independent && p.Mode is ParameterMode.Ref or ParameterMode.Out)
        && adjoints.IsActive(p.Local));
}
