using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// The adjoint of a call with a derivative of its own: its backward method is called with the arguments of the forward sweep.
/// It adds to the shadows of arrays directly; what it finds for a number goes on to the expression that was passed.
/// </summary>
internal sealed class CallPropagation(ReverseContext context, Adjoints adjoints, ReverseValues values)
{
    public void Propagate(
        DerivativeCallExpression call, IrExpression adjoint, Step step, List<IrStatement> output, Action<IrExpression, IrExpression, Step, List<IrStatement>> propagate)
    {
        var arguments = new List<IrExpression>();
        var texts = new List<string>();
        var flows = new List<(IrExpression Argument, IrLocal Adjoint)>();
        var unused = new List<IrStatement>();
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            IrExpression argument = call.Arguments[i];
            Add(argument.Type.IsView ? values.Memory(argument, step) : values.Before(argument, step), "");
        }

        Add(adjoint, "");
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

        output.Add(new OpaqueStatement($"{call.Target.Backward}({string.Join(", ", texts)});", arguments.ToEquatableArray()) { Source = step.Statement.Source });
        output.AddRange(unused);
        foreach ((IrExpression argument, IrLocal derivative) in flows)
        {
            propagate(argument, new LocalExpression(derivative), step, output);
        }

        void Add(IrExpression argument, string modifier)
        {
            texts.Add($"{modifier}{{{arguments.Count}}}");
            arguments.Add(argument);
        }
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
