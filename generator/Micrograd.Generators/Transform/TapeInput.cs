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
        _leaves = locals.Create(name + "Leaf", lifted is SpanType ? new ArrayType(Value) : lifted);
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
            // What is stored at the end, if the method gets no further, is what was there.
            if (_parameter.Mode == ParameterMode.Out)
            {
                output.Add(new OpaqueStatement("global::System.Runtime.CompilerServices.Unsafe.SkipInit(out {0});", [Original]));
            }

            output.Add(new DeclareStatement(_leaves, TapeExpressionLift.NewNode(AsDouble(Original))));
            output.Add(new DeclareStatement(Lifted, new LocalExpression(_leaves)));
            return;
        }

        output.AddRange(NewMemory(_leaves));
        output.Add(ForEach(at => [new AssignStatement(at(_leaves), TapeExpressionLift.NewNode(AsDouble(at(_parameter.Local))))]));
        if (!_isWritten)
        {
            output.Add(new DeclareStatement(Lifted, Seen(_leaves)));
            return;
        }

        IrLocal nodes = Lifted.Type is ArrayType ? Lifted : _locals.Create(_parameter.Local.Name + "Nodes", _leaves.Type);
        output.AddRange(NewMemory(nodes));
        output.Add(ForEach(at => [new AssignStatement(at(nodes), at(_leaves))]));
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
                ? [ForEach(at => Leave(root, at(Lifted), at(_shadow)))]
                : Leave(root, new LocalExpression(Lifted), new LocalExpression(_shadow)));
        }
    }

    /// <summary>Stores what the method wrote where the caller sees it.</summary>
    public void Store(List<IrStatement> output)
    {
        if (_isWritten)
        {
            output.Add(_parameter.Local.Type.IsView
                ? ForEach(at => [Store(at(Lifted), at(_parameter.Local))])
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
            ? ForEach(at => [Add(at(_shadow), at(_leaves))])
            : Add(new LocalExpression(_shadow), new LocalExpression(_leaves)));
    }

    /// <summary>A number of any floating-point type as the tape takes it.</summary>
    public static IrExpression AsDouble(IrExpression number) =>
        number.Type.Equals(IrType.Double) ? number : new ConversionExpression(number, IrType.Double);

    public static IrExpression OfType(IrExpression number, IrType type) =>
        type.Equals(IrType.Double) ? number : new ConversionExpression(number, type);

    private static IEnumerable<IrStatement> Leave(LocalExpression root, IrExpression node, IrExpression adjoint)
    {
        IrExpression weighted = new BinaryExpression(BinaryOperator.Multiply, node, AsDouble(adjoint), Value);
        yield return new AssignStatement(root, new BinaryExpression(BinaryOperator.Add, root, weighted, Value));
        yield return new AssignStatement(adjoint, ConstantExpression.Number(0.0, adjoint.Type));
    }

    private static AssignStatement Store(IrExpression node, IrExpression place) =>
        new(place, OfType(new FieldExpression(node, "Data", IrType.Double), place.Type));

    private static AssignStatement Add(IrExpression adjoint, IrExpression leaf) =>
        new(adjoint, adjoint + OfType(new FieldExpression(leaf, "Grad", IrType.Double), adjoint.Type));

    // Rows are arrays of their own, of different lengths.
    private IEnumerable<IrStatement> NewMemory(IrLocal memory)
    {
        bool isJagged = memory.Type is ArrayType { Element: ArrayType };
        IEnumerable<IrExpression> lengths = isJagged ? [new LengthExpression(Original)] : Enumerable.Range(0, Rank).Select(d => LengthOf(d));
        yield return new DeclareStatement(memory, new NewArrayExpression(lengths.ToEquatableArray(), ArrayStorage.Heap, memory.Type));
        if (isJagged)
        {
            LocalExpression i = new(_locals.Create("i", IrType.Int32));
            IrType row = Spans.Element(memory.Type);
            NewArrayExpression made = new([new LengthExpression(new ElementExpression(Original, [i], Spans.Element(_parameter.Local.Type)))], ArrayStorage.Heap, row);
            yield return Count(i.Local, new LengthExpression(Original), [new AssignStatement(new ElementExpression(new LocalExpression(memory), [i], row), made)]);
        }
    }

    private int Rank => _parameter.Local.Type is ArrayType { Rank: var rank } ? rank : 1;

    private LengthExpression LengthOf(int dimension) => new(Original, Rank == 1 ? null : dimension);

    private IrExpression Seen(IrLocal memory) =>
        Lifted.Type is ArrayType ? new LocalExpression(memory) : new ViewExpression(new LocalExpression(memory), null, null, Lifted.Type);

    /// <summary>A loop over all numbers; its body is given the element of any memory of the parameter's shape.</summary>
    private CountedLoopStatement ForEach(Func<Func<IrLocal, IrExpression>, IEnumerable<IrStatement>> body)
    {
        bool isJagged = _parameter.Local.Type is ArrayType { IsJagged: true };
        LocalExpression[] counters = [.. Enumerable.Range(0, isJagged ? 2 : Rank).Select(d => new LocalExpression(_locals.Create(d == 0 ? "i" : d == 1 ? "j" : "k", IrType.Int32)))];
        EquatableArray<IrStatement> inner = body(At).ToEquatableArray();
        for (int d = counters.Length - 1; d >= 0; d--)
        {
            LengthExpression length = isJagged && d == 1 ? new LengthExpression(new ElementExpression(Original, [counters[0]], Spans.Element(_parameter.Local.Type))) : LengthOf(d);
            inner = [Count(counters[d].Local, length, inner)];
        }

        return (CountedLoopStatement)inner[0];

        IrExpression At(IrLocal memory)
        {
            IrType element = Spans.Element(memory.Type);
            return !isJagged
                ? new ElementExpression(new LocalExpression(memory), [.. counters], element)
                : new ElementExpression(new ElementExpression(new LocalExpression(memory), [counters[0]], element), [counters[1]], Spans.Element(element));
        }
    }

    private static CountedLoopStatement Count(IrLocal counter, IrExpression length, EquatableArray<IrStatement> body) =>
        new(counter, ConstantExpression.Integer(0), BinaryOperator.Less, length, 1, body);
}
