using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// A call through a pair: going forward its first half runs and leaves its records on the scratch stack; going back its second
/// half takes them off, adds to the shadows of arrays, and gives the adjoints of the numbers it was passed.
/// </summary>
internal sealed class PairReversal(ReverseContext context, Adjoints adjoints, ReverseValues values)
{
    private readonly AdjointPropagation _propagation = new(context, adjoints, values);

    public static OpaqueExpression Forward(PairCallExpression call)
    {
        IEnumerable<string> holes = call.Arguments.Select(static (_, i) => $"{{{i}}}").Append("{records}");
        return new OpaqueExpression($"{call.Target.Name}Forward({string.Join(", ", holes)})", call.Arguments, call.Type);
    }

    public void Reverse(PairCallExpression call, Step step, List<IrStatement> output)
    {
        var arguments = new List<IrExpression>();
        var texts = new List<string>();
        var flows = new List<(IrExpression Argument, IrLocal Adjoint)>();
        var unused = new List<IrStatement>();
        IrExpression? upstream = Upstream(call, step, output);
        foreach (IrExpression argument in call.Arguments)
        {
            Add(argument.Type.IsView ? values.Memory(argument, step) : values.Before(argument, step), "");
        }

        if (upstream is not null)
        {
            Add(upstream, "");
        }

        foreach (IrExpression argument in call.DifferentiatedArguments)
        {
            if (argument.Type.IsView)
            {
                Add(context.IsVaried(argument) ? adjoints.Place(argument, step, values) : Unused(argument, step, output, unused), "");
                continue;
            }

            IrLocal derivative = context.Locals.Create("dArgument", argument.Type);
            output.Add(new DeclareStatement(derivative, ConstantExpression.Number(0.0, argument.Type)) { Source = step.Statement.Source });
            Add(new LocalExpression(derivative), "ref ");
            flows.Add((argument, derivative));
        }

        texts.Add("{records}");
        output.Add(new OpaqueStatement($"{call.Target.Name}Reverse({string.Join(", ", texts)});", arguments.ToEquatableArray()) { Source = step.Statement.Source });
        output.AddRange(unused);
        foreach ((IrExpression argument, IrLocal derivative) in flows)
        {
            _propagation.Propagate(argument, new LocalExpression(derivative), step, output);
        }

        void Add(IrExpression argument, string modifier)
        {
            texts.Add($"{modifier}{{{arguments.Count}}}");
            arguments.Add(argument);
        }
    }

    // The adjoint of the result, taken before the adjoint of the local it went to begins anew.
    private IrExpression? Upstream(PairCallExpression call, Step step, List<IrStatement> output)
    {
        if (!call.Type.IsFloating)
        {
            return null;
        }

        if (step.Statement.DefinedLocal() is not { } result || !adjoints.IsActive(result))
        {
            return ConstantExpression.Number(0.0, call.Type);
        }

        var adjoint = new LocalExpression(adjoints.Of(result));
        if (step.Statement is DeclareStatement)
        {
            return adjoint;
        }

        IrLocal taken = context.Locals.Create("adjoint", call.Type);
        output.Add(new DeclareStatement(taken, adjoint) { Source = step.Statement.Source });
        output.Add(new AssignStatement(adjoint, ConstantExpression.Number(0.0, call.Type)) { Source = step.Statement.Source });
        return new LocalExpression(taken);
    }

    // A constant array still needs somewhere for its derivative to go.
    private LocalExpression Unused(IrExpression array, Step step, List<IrStatement> output, List<IrStatement> release)
    {
        IrLocal memory = context.Locals.Create("unused", Spans.Writable(array.Type));
        var length = new LengthExpression(values.Before(array, step));
        output.Add(new TakeStatement(memory, length, Cleared: true, ScratchStack.Arrays));
        release.Insert(0, new ReleaseStatement(null, Spans.Element(memory.Type), length, ScratchStack.Arrays));
        return new LocalExpression(memory);
    }
}
