using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Writes the call of a backward method: the arguments as they were in the forward sweep, the adjoint of the result, and the
/// derivative arguments: shadows for arrays, to which it adds, and for numbers locals whose content then flows on.
/// </summary>
internal sealed class BackwardArguments(ReverseContext context, Adjoints adjoints, ReverseValues values, Step step, List<IrStatement> output)
{
    private readonly List<IrExpression> _arguments = [];
    private readonly List<string> _texts = [];
    private readonly List<(IrExpression Argument, IrLocal Adjoint)> _flows = [];
    private readonly List<IrStatement> _releases = [];

    public void AddGiven(IrExpression argument, IrType declared)
    {
        IrExpression given = argument.Type.IsView ? values.Memory(argument, step) : values.Before(argument, step);
        if (declared is ArrayType && given.Type is SpanType)
        {
            throw new ReverseNotSupportedException($"the array '{argument.Root()?.Name}', which is changed and passed where an array is asked for; let the method called take a span");
        }

        Add(given, "");
    }

    public void AddUpstream(IrExpression adjoint) => Add(adjoint, "");

    public void AddText(string text) => _texts.Add(text);

    public void AddDerivative(IrExpression argument)
    {
        if (argument.Type.IsView)
        {
            Add(context.IsVaried(argument) ? adjoints.Place(argument, step, values) : Unused(argument), "");
            return;
        }

        IrLocal derivative = context.Locals.Create("dArgument", argument.Type);
        output.Add(new DeclareStatement(derivative, ConstantExpression.Number(0.0, argument.Type)) { Source = step.Statement.Source });
        Add(new LocalExpression(derivative), "ref ");
        _flows.Add((argument, derivative));
    }

    /// <summary>Emits the call, then what flows on from it.</summary>
    public void Call(string method, Action<IrExpression, IrExpression, Step, List<IrStatement>> propagate)
    {
        output.Add(new OpaqueStatement($"{method}({string.Join(", ", _texts)});", _arguments.ToEquatableArray()) { Source = step.Statement.Source });
        output.AddRange(_releases);
        foreach ((IrExpression argument, IrLocal derivative) in _flows)
        {
            propagate(argument, new LocalExpression(derivative), step, output);
        }
    }

    private void Add(IrExpression argument, string modifier)
    {
        _texts.Add($"{modifier}{{{_arguments.Count}}}");
        _arguments.Add(argument);
    }

    // A constant array still needs somewhere for its derivative to go.
    private LocalExpression Unused(IrExpression array)
    {
        IrLocal memory = context.Locals.Create("unused", Spans.Writable(array.Type));
        var length = new LengthExpression(values.Before(array, step));
        output.Add(new TakeStatement(memory, length, Cleared: true, ScratchStack.Arrays));
        _releases.Insert(0, new ReleaseStatement(null, Spans.Element(memory.Type), length, ScratchStack.Arrays));
        return new LocalExpression(memory);
    }
}
