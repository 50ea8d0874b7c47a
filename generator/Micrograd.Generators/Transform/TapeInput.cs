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
    private readonly TapeShape _shape;

    public TapeInput(IrParameter parameter, IrLocal? shadow, IrType lifted, LocalFactory locals, bool isWritten)
    {
        (_parameter, _shadow, _locals, _isWritten) = (parameter, shadow, locals, isWritten);
        string name = parameter.Local.Name;
        _leaves = locals.Create(name + "Leaf", lifted is SpanType ? new ArrayType(Value) : lifted);
        Lifted = locals.Create(name + "Value", lifted);
        _shape = new TapeShape(parameter.Local, locals);
    }

    /// <summary>What the lifted body works with in place of its parameter.</summary>
    public IrLocal Lifted { get; }

    /// <summary>The parameter.</summary>
    public IrExpression Original => new LocalExpression(_parameter.Local);

    /// <summary>Makes the leaves. Memory that the method writes gets nodes of its own beside them: the leaves must be there in the end.</summary>
    public void Enter(List<IrStatement> output)
    {
        if (!_parameter.Local.Type.IsView)
        {
            // What is stored at the end, if the method gets no further, is what was there.
            if (_parameter.Mode == ParameterMode.Out)
            {
                output.Add(new OpaqueStatement("global::System.Runtime.CompilerServices.Unsafe.SkipInit(out {0});", [Original]));
            }

            output.Add(new DeclareStatement(_leaves, TapeExpressionLift.NewNode(Original)));
            output.Add(new DeclareStatement(Lifted, new LocalExpression(_leaves)));
            return;
        }

        output.AddRange(_shape.NewMemory(_leaves));
        output.Add(_shape.ForEach(at => [new AssignStatement(at(_leaves), TapeExpressionLift.NewNode(at(_parameter.Local)))]));
        if (!_isWritten)
        {
            output.Add(new DeclareStatement(Lifted, Seen(_leaves)));
            return;
        }

        IrLocal nodes = Lifted.Type is ArrayType ? Lifted : _locals.Create(_parameter.Local.Name + "Nodes", _leaves.Type);
        output.AddRange(_shape.NewMemory(nodes));
        output.Add(_shape.ForEach(at => [new AssignStatement(at(nodes), at(_leaves))]));
        if (nodes != Lifted)
        {
            output.Add(new DeclareStatement(Lifted, Seen(nodes)));
        }
    }

    /// <summary>Adds what the method wrote to the root of the backward pass, times its adjoint.</summary>
    public void Leave(LocalExpression root, List<IrStatement> output)
    {
        if (_isWritten && _shadow is not null)
        {
            output.AddRange(_parameter.Local.Type.IsView
                ? [_shape.ForEach(at => Leave(root, at(Lifted), at(_shadow)))]
                : Leave(root, new LocalExpression(Lifted), new LocalExpression(_shadow)));
        }
    }

    /// <summary>Stores what the method wrote where the caller sees it.</summary>
    public void Store(List<IrStatement> output)
    {
        if (_isWritten)
        {
            output.Add(_parameter.Local.Type.IsView
                ? _shape.ForEach(at => [Store(at(Lifted), at(_parameter.Local))])
                : Store(new LocalExpression(Lifted), Original));
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
            ? _shape.ForEach(at => [Add(at(_shadow), at(_leaves))])
            : Add(new LocalExpression(_shadow), new LocalExpression(_leaves)));
    }

    public static IrExpression OfType(IrExpression number, IrType type) =>
        type.Equals(IrType.Double) ? number : new ConversionExpression(number, type);

    private static IEnumerable<IrStatement> Leave(LocalExpression root, IrExpression node, IrExpression adjoint)
    {
        yield return AddProduct(root, node, adjoint);
        yield return new AssignStatement(adjoint, ConstantExpression.Number(0.0, adjoint.Type));
    }

    /// <summary>root += node · adjoint</summary>
    public static AssignStatement AddProduct(LocalExpression root, IrExpression node, IrExpression adjoint)
    {
        IrExpression weighted = new BinaryExpression(BinaryOperator.Multiply, node, TapeExpressionLift.Number(adjoint), Value);
        return new AssignStatement(root, new BinaryExpression(BinaryOperator.Add, root, weighted, Value));
    }

    /// <summary>Stores the number of a node.</summary>
    public static AssignStatement Store(IrExpression node, IrExpression place) =>
        new(place, OfType(new FieldExpression(node, "Data", IrType.Double), place.Type));

    private static AssignStatement Add(IrExpression adjoint, IrExpression leaf) =>
        new(adjoint, adjoint + OfType(new FieldExpression(leaf, "Grad", IrType.Double), adjoint.Type));

    private IrExpression Seen(IrLocal memory) =>
        Lifted.Type is ArrayType ? new LocalExpression(memory) : new ViewExpression(new LocalExpression(memory), null, null, Lifted.Type);
}
