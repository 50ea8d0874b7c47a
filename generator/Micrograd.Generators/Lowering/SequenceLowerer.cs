using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Writes a chain of <c>Enumerable</c> calls as the loop that it is: each element passes through all stages before the next is
/// fetched. Sums are taken in the order and the precision of .NET.
/// </summary>
internal sealed class SequenceLowerer(LoweringScope scope, ExpressionLowerer expressions, InlineLowerer inliner)
{
    public IrExpression Lower(SequencePlan plan)
    {
        SequenceStage end = plan.Stages[plan.Stages.Length - 1];
        int filter = plan.Stages.TakeWhile(static s => s.Name != "Where").Count();
        ImmutableArray<SequenceStage> indexed = [.. plan.Stages.Take(Math.Min(filter, plan.Stages.Length - 1))];
        ImmutableArray<SequenceStage> filtered = [.. plan.Stages.Skip(indexed.Length).Take(plan.Stages.Length - 1 - indexed.Length)];
        IndexedSequence sequence = indexed.Aggregate(Start(plan.Source), Extend);
        if (end.Name == "ToArray")
        {
            return MakeArray(sequence, (ArrayType)TypeMapping.Map(end.Call.Type));
        }

        bool isPlain = plan.Stages.Length == 1 && end.Functions.IsEmpty && plan.Source is not IInvocationOperation { TargetMethod.Name: "Range" };
        return new SequenceEnd(scope, expressions, end, Apply) { IsPlainArray = isPlain }.Lower(sequence.Count, filtered.Length > 0, (body) => EmitLoop(sequence, filtered, body));
    }

    private void EmitLoop(IndexedSequence sequence, ImmutableArray<SequenceStage> filtered, Action<IrExpression, IrExpression> body)
    {
        string? source = scope.Source;
        IrLocal counter = scope.CreateLocal("i", IrType.Int32);
        LocalExpression i = new(counter);
        List<IrStatement> trip = scope.Capture(() => Pass(sequence.At(i), filtered, value => body(value, i)));
        scope.Emit(CountedLoops.Create(counter, sequence.Count, trip) with { Source = source });
    }

    // What is behind a filter runs only for what passes.
    private void Pass(IrExpression item, ImmutableArray<SequenceStage> stages, Action<IrExpression> body)
    {
        if (stages.IsEmpty)
        {
            body(item);
            return;
        }

        SequenceStage stage = stages[0];
        ImmutableArray<SequenceStage> rest = stages.RemoveAt(0);
        if (stage.Name == "Select")
        {
            Pass(Apply(stage, 0, item), rest, body);
            return;
        }

        IrExpression held = item is ConstantExpression ? item : scope.Declare(stage.Functions[0].Method.Parameters[0].Name, item.Type, item);
        IrExpression condition = scope.Unbind(Apply(stage, 0, held));
        List<IrStatement> inner = scope.Capture(() => Pass(held, rest, body));
        scope.Emit(new IfStatement(condition, inner.ToEquatableArray(), default));
    }

    private IndexedSequence Start(IOperation source)
    {
        if (source is IInvocationOperation { TargetMethod.Name: "Range" } range && TypeMapping.Map(source.Type) is not ArrayType)
        {
            IrExpression[] arguments = expressions.OrderedArguments(range.Arguments);
            (IrExpression first, IrExpression number) = (Held(arguments[0], "first"), Held(arguments[1], "count"));
            CountedLoops.RequireRange(scope, first, number);
            return new IndexedSequence(number, i => Integers.Add(first, i));
        }

        // The array that the chain began with, whatever a function in it does to the variable.
        IrExpression view = expressions.ToPath(expressions.Lower(source), "items");
        view = view is LocalExpression && MethodBody.IsUnchanged(source.Peeled(), source) ? view : scope.Bind(view, "items");
        return new IndexedSequence(new LengthExpression(view), i => CountedLoops.At(view, i));
    }

    private IndexedSequence Extend(IndexedSequence sequence, SequenceStage stage)
    {
        switch (stage.Name)
        {
            case "Select":
                return sequence with { At = i => stage.TakesIndex ? Apply(stage, 0, sequence.At(i), i) : Apply(stage, 0, sequence.At(i)) };
            case "Zip":
                IndexedSequence second = stage.Second!.Stages.Aggregate(Start(stage.Second.Source), Extend);
                return new IndexedSequence(Smaller(sequence.Count, second.Count), i => Apply(stage, 0, sequence.At(i), second.At(i)));
            case "Take":
                IrExpression taken = NotNegative(expressions.Lower(stage.Argument("count")!));
                return sequence with { Count = Smaller(sequence.Count, taken) };
            default:
                IrExpression skipped = Held(Smaller(sequence.Count, NotNegative(expressions.Lower(stage.Argument("count")!))), "skipped");
                return new IndexedSequence(Held(Integers.Subtract(sequence.Count, skipped), "count"), i => sequence.At(Integers.Add(skipped, i)));
        }
    }

    private IrExpression NotNegative(IrExpression number) =>
        number is ConstantExpression { Bits: >= 0 } ? number : new OpaqueExpression("global::System.Math.Max({0}, 0)", [number], IrType.Int32);

    private IrExpression Smaller(IrExpression left, IrExpression right) =>
        left.Equals(right) ? left : Held(new OpaqueExpression("global::System.Math.Min({0}, {1})", [left, right], IrType.Int32), "count");

    private IrExpression Held(IrExpression value, string name) => value is ConstantExpression ? value : scope.Declare(name, value.Type, value);

    private IrExpression MakeArray(IndexedSequence sequence, ArrayType type)
    {
        IrExpression array = scope.Bind(new NewArrayExpression([sequence.Count], ArrayStorage.Heap, type), "values");
        EmitLoop(sequence, [], (value, i) => scope.Emit(new AssignStatement(CountedLoops.At(array, i), scope.Unbind(value))));
        return array;
    }

    private IrExpression Apply(SequenceStage stage, int function, params IrExpression[] arguments)
    {
        KnownFunction known = stage.Functions[function];
        CallTarget target = new(known.Method, known.Instance, known.Instance?.Type, known);
        string key = known.Body is null ? CallResolution.KeyOf(known.Method) : "";
        return Rules.RuleTable.IsKnown(key)
            ? new RuleCallExpression(key, TypeMapping.Qualify(known.Method.ContainingType, known.Method), arguments.ToEquatableArray(), TypeMapping.Map(known.Method.ReturnType))
            : inliner.Lower(new InlineCall(stage.Call, target, [.. arguments.Select((a, i) => new InlineArgument(known.Method.Parameters[i], stage.Call, null, () => a))]));
    }
}
