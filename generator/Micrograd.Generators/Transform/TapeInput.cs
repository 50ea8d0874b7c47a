using Micrograd.Generators.Ir;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Transform;

/// <summary>One parameter on its way to the tape and back: the leaves made of it, what the method leaves in their place, and the gradient.</summary>
internal sealed class TapeInput
{
    private static readonly TapeValueType Value = new();

    private readonly IrParameter _parameter;
    private readonly IrLocal? _shadow;
    private readonly LocalFactory _locals;
    private readonly bool _isWritten;
    private readonly IrLocal _leaves;

    public TapeInput(IrParameter parameter, IrLocal? shadow, IrType lifted, LocalFactory locals, bool isWritten)
    {
        (_parameter, _shadow, _locals, _isWritten) = (parameter, shadow, locals, isWritten);
        string name = parameter.Local.Name;
        _leaves = locals.Create(name + "Leaf", lifted.IsView ? new ArrayType(Value) : Value);
        Lifted = locals.Create(name + "Value", lifted);
    }

    /// <summary>What the lifted body works with in place of its parameter.</summary>
    public IrLocal Lifted { get; }

    private IrExpression Original => new LocalExpression(_parameter.Local);

    /// <summary>Makes the leaves. Memory that the method writes gets nodes of its own beside them: the leaves must be there in the end.</summary>
    public void Enter(List<IrStatement> output)
    {
        if (!_parameter.Local.Type.IsView)
        {
            IrExpression number = _parameter.Mode == ParameterMode.Out ? ConstantExpression.Number(0.0, IrType.Double) : AsDouble(Original);
            output.Add(new DeclareStatement(_leaves, TapeExpressionLift.NewNode(number)));
            output.Add(new DeclareStatement(Lifted, new LocalExpression(_leaves)));
            return;
        }

        output.Add(NewMemory(_leaves));
        output.Add(ForEach(i => [new AssignStatement(At(_leaves, i), TapeExpressionLift.NewNode(AsDouble(At(_parameter.Local, i))))]));
        if (!_isWritten)
        {
            output.Add(new DeclareStatement(Lifted, Seen(_leaves)));
            return;
        }

        IrLocal nodes = Lifted.Type is ArrayType ? Lifted : _locals.Create(_parameter.Local.Name + "Nodes", _leaves.Type);
        output.Add(NewMemory(nodes));
        output.Add(ForEach(i => [new AssignStatement(At(nodes, i), At(_leaves, i))]));
        if (nodes != Lifted)
        {
            output.Add(new DeclareStatement(Lifted, Seen(nodes)));
        }
    }

    /// <summary>Stores what the method wrote where the caller sees it, and adds it to the root of the backward pass, times its adjoint.</summary>
    public void Leave(LocalExpression root, List<IrStatement> output)
    {
        if (!_isWritten)
        {
            return;
        }

        if (_parameter.Local.Type.IsView)
        {
            output.Add(ForEach(i => Leave(root, At(Lifted, i), At(_parameter.Local, i), _shadow is null ? null : At(_shadow, i))));
        }
        else
        {
            output.AddRange(Leave(root, new LocalExpression(Lifted), Original, _shadow is null ? null : new LocalExpression(_shadow)));
        }
    }

    /// <summary>Adds the derivatives of the leaves to the caller's.</summary>
    public void AddGradient(List<IrStatement> output)
    {
        if (_shadow is null || _parameter.Mode == ParameterMode.Out)
        {
            return;
        }

        output.Add(_parameter.Local.Type.IsView
            ? ForEach(i => [Add(At(_shadow, i), At(_leaves, i))])
            : Add(new LocalExpression(_shadow), new LocalExpression(_leaves)));
    }

    /// <summary>A number of any floating-point type as the tape takes it.</summary>
    public static IrExpression AsDouble(IrExpression number) =>
        number.Type.Equals(IrType.Double) ? number : new ConversionExpression(number, IrType.Double);

    public static IrExpression OfType(IrExpression number, IrType type) =>
        type.Equals(IrType.Double) ? number : new ConversionExpression(number, type);

    private static IEnumerable<IrStatement> Leave(LocalExpression root, IrExpression node, IrExpression place, IrExpression? adjoint)
    {
        if (adjoint is not null)
        {
            IrExpression weighted = new BinaryExpression(BinaryOperator.Multiply, node, AsDouble(adjoint), Value);
            yield return new AssignStatement(root, new BinaryExpression(BinaryOperator.Add, root, weighted, Value));
            yield return new AssignStatement(adjoint, ConstantExpression.Number(0.0, adjoint.Type));
        }

        yield return new AssignStatement(place, OfType(new FieldExpression(node, "Data", IrType.Double), place.Type));
    }

    private static AssignStatement Add(IrExpression adjoint, IrExpression leaf) =>
        new(adjoint, adjoint + OfType(new FieldExpression(leaf, "Grad", IrType.Double), adjoint.Type));

    private DeclareStatement NewMemory(IrLocal memory) =>
        new(memory, new NewArrayExpression([new LengthExpression(Original)], ArrayStorage.Heap, memory.Type));

    private IrExpression Seen(IrLocal memory) =>
        Lifted.Type is ArrayType ? new LocalExpression(memory) : new ViewExpression(new LocalExpression(memory), null, null, Lifted.Type);

    private static ElementExpression At(IrLocal memory, IrExpression index) => new(new LocalExpression(memory), [index], Spans.Element(memory.Type));

    private CountedLoopStatement ForEach(Func<IrExpression, IEnumerable<IrStatement>> body)
    {
        IrLocal counter = _locals.Create("i", IrType.Int32);
        return new(counter, ConstantExpression.Integer(0), BinaryOperator.Less, new LengthExpression(Original), 1, body(new LocalExpression(counter)).ToEquatableArray());
    }
}
