using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Transform;

/// <summary>
/// The body of <c>FBackward</c> where no reverse sweep can be written: the method runs on the dynamic tape, and the tape goes
/// backward. With results r and written elements w, whose adjoints the caller gives, one backward pass of r·upstream + Σ w·dW
/// is all there is to do.
/// </summary>
internal sealed class TapeBackward
{
    private static readonly TapeValueType Value = new();

    private readonly MethodSignature _signature;
    private readonly LocalFactory _locals;
    private readonly IrLocal?[] _shadows;
    private readonly IrLocal? _upstream;
    private readonly StructParameter? _structResult;
    private readonly List<IrStatement> _statements = [];
    private readonly Dictionary<int, IrExpression> _renamed = [];
    private readonly List<TapeInput> _inputs = [];

    private TapeBackward(MethodIr method, LiftedMethod lifted)
    {
        MethodSignature signature = _signature = method.Signature;
        _structResult = method.StructResult;
        _locals = new LocalFactory(lifted.NextLocalId);
        _shadows = [.. signature.Parameters.Select(CreateShadow)];
        _upstream = signature.ReturnType switch
        {
            { IsFloating: true } or ArrayType { Rank: > 1, IsDifferentiable: true } or ArrayType { IsJagged: true } => _locals.Create("upstream", signature.ReturnType),
            ArrayType { IsDifferentiable: true } array => _locals.Create("upstream", new SpanType(array.Element, IsReadOnly: true)),
            _ => null,
        };
    }

    /// <param name="method">The normalised method.</param>
    /// <param name="varied">Which of its locals vary.</param>
    /// <param name="written">The parameters whose memory it stores into.</param>
    public static ReverseMethod Apply(MethodIr method, VariedFacts varied, EquatableArray<int> written)
    {
        RequireNumbers(method);
        RequireOwnRows(method);
        LiftedMethod lifted = TapeLift.Apply(method, varied);
        var backward = new TapeBackward(method, lifted);
        backward.LiftInputs(lifted, written);
        LocalSubstitution renaming = new(backward._renamed);
        backward._statements.AddRange(renaming.RewriteBlock(lifted.Entry));
        List<IrStatement> exit = [.. renaming.RewriteBlock(lifted.Exit)];
        foreach (TapeInput input in backward._inputs)
        {
            input.Store(exit);
        }

        // Without an exit there is nothing to keep the entry apart from.
        int entry = exit.Count == 0 ? 0 : backward._statements.Count;
        backward.Run(lifted);
        return new ReverseMethod(backward._statements.Skip(entry).ToEquatableArray(), backward._shadows.ToEquatableArray(), backward._upstream)
        {
            Entry = backward._statements.Take(entry).ToEquatableArray(),
            Exit = exit.ToEquatableArray(),
        };
    }

    private static void RequireNumbers(MethodIr method)
    {
        MethodSignature signature = method.Signature;
        if (method.StructResult is null && signature.ReturnType.IsDifferentiable && !IsNumbers(signature.ReturnType))
        {
            throw new NotOnTapeException($"its result of type {signature.ReturnType.Text}");
        }

        if (signature.Parameters.FirstOrDefault(static p => p.Role != ParameterRole.Constant && !IsNumbers(p.Local.Type)) is { } parameter)
        {
            throw new NotOnTapeException($"its parameter '{parameter.Local.Name}' of type {parameter.Local.Type.Text}");
        }
    }

    // The caller's rows would change places, and the numbers in them a second time.
    private static void RequireOwnRows(MethodIr method)
    {
        ViewRoots roots = ViewRoots.OfVariables(method.Body);
        IEnumerable<IrLocal> replaced = method.Body.AllStatements().OfType<AssignStatement>().Where(static a => a.Target is ElementExpression { Type.IsView: true }).Select(static a => a.Target.Root()).OfType<IrLocal>();
        if (replaced.SelectMany(row => method.Signature.Parameters.Where(p => p.Role != ParameterRole.Constant && roots.ClassOf(p.Local) == roots.ClassOf(row))).FirstOrDefault() is { } parameter)
        {
            throw new NotOnTapeException($"the rows of its parameter '{parameter.Local.Name}', which it replaces");
        }
    }

    private static bool IsNumbers(IrType type) => type switch
    {
        ArrayType { Element.IsFloating: true } or ArrayType { IsJagged: true } or SpanType { Element.IsFloating: true } => true,
        _ => type.IsFloating,
    };

    private IrLocal? CreateShadow(IrParameter parameter)
    {
        if (parameter.Role != ParameterRole.Independent)
        {
            return null;
        }

        IrType type = parameter.Local.Type is ArrayType { Rank: 1, Element.IsFloating: true } or SpanType ? Spans.Writable(parameter.Local.Type) : parameter.Local.Type;
        return _locals.Create("d" + parameter.Local.Name, type);
    }

    private void LiftInputs(LiftedMethod lifted, EquatableArray<int> written)
    {
        _statements.Add(new CommentStatement("Forward, on the tape"));
        for (int i = 0; i < lifted.Parameters.Count; i++)
        {
            IrParameter original = _signature.Parameters[i];
            IrLocal parameter = lifted.Parameters[i].Local;
            if (!LiftedLocals.HasLiftedType(original))
            {
                Keep(original.Local, parameter);
                continue;
            }

            bool isWritten = original.Mode is ParameterMode.Ref or ParameterMode.Out || written.Contains(i);
            var input = new TapeInput(original, _shadows[i], parameter.Type, _locals, isWritten);
            input.Enter(_statements);
            _renamed[parameter.Id] = new LocalExpression(input.Lifted);
            _inputs.Add(input);
        }
    }

    // The body may work on a lifted copy of a parameter that the signature does not lift: the copy needs a number of its own.
    private void Keep(IrLocal original, IrLocal given)
    {
        if (given.Id != original.Id)
        {
            _renamed[given.Id] = new LocalExpression(original);
            _renamed[original.Id] = new LocalExpression(_locals.Create(original.Name + "Value", LiftedLocals.Lift(original.Type)));
        }
    }

    private void Run(LiftedMethod lifted)
    {
        EquatableArray<IrStatement> body = new LocalSubstitution(_renamed).RewriteBlock(lifted.Statements);
        var returned = body.Count > 0 ? body[body.Count - 1] as ReturnStatement : null;
        _statements.AddRange(returned is null ? body : body.Take(body.Count - 1));
        IrExpression? result = Result(lifted, returned);

        TapeOutput? array = _upstream is { Type.IsView: true } ? new TapeOutput(((LocalExpression)result!).Local, (ArrayType)_signature.ReturnType, _locals) : null;

        _statements.Add(new CommentStatement("Reverse, on the tape"));
        LocalExpression root = new(_locals.Create("root", Value));
        IrExpression start = _upstream is { Type.IsView: false }
            ? new BinaryExpression(BinaryOperator.Multiply, result!, TapeExpressionLift.Number(new LocalExpression(_upstream)), Value)
            : TapeExpressionLift.NewNode(ConstantExpression.Number(0.0, IrType.Double));
        _statements.Add(new DeclareStatement(root.Local, start));
        AddFields(root, result);
        array?.Leave(root, _upstream!, _statements);
        foreach (TapeInput input in _inputs)
        {
            input.Leave(root, _statements);
        }

        _statements.Add(new OpaqueStatement("{0}.Backward();", [root]));
        foreach (TapeInput input in _inputs)
        {
            input.AddGradient(_statements);
        }

        if (result is not null)
        {
            _statements.Add(new ReturnStatement(array is null ? Number(result) : Given(returned!) ?? array.Numbers(_statements)));
        }
    }

    // The parameter that is returned itself.
    private IrExpression? Given(ReturnStatement returned)
    {
        IrLocal? memory = (returned.Value as FilledArrayExpression)?.Items.Root() ?? returned.Value?.Root();
        return _inputs.FirstOrDefault(i => i.Lifted == memory)?.Original is not { } given ? null
            : returned.Value is FilledArrayExpression filled ? filled with { Items = given, Type = new ResultArrayType((ArrayType)_signature.ReturnType) }
            : given;
    }

    // A struct has an adjoint for each of its numbers.
    private void AddFields(LocalExpression root, IrExpression? result)
    {
        if (result is not StructExpression fields || _structResult is not { } upstream)
        {
            return;
        }

        foreach ((IrExpression node, StructLeaf leaf) in fields.Leaves().Zip(upstream.Leaves, static (node, leaf) => (node, leaf)).Where(static f => f.node.Type is TapeValueType))
        {
            IrExpression weighted = new BinaryExpression(BinaryOperator.Multiply, node, TapeExpressionLift.Number(new LocalExpression(leaf.Local)), Value);
            _statements.Add(new AssignStatement(root, new BinaryExpression(BinaryOperator.Add, root, weighted, Value)));
        }
    }

    private IrExpression Number(IrExpression result)
    {
        if (result is not StructExpression fields)
        {
            return _upstream is null ? result : TapeInput.OfType(new FieldExpression(result, "Data", IrType.Double), _signature.ReturnType);
        }

        Queue<StructLeaf> leaves = new(_structResult!.Leaves);
        return fields.MapLeaves(node => leaves.Dequeue() is var leaf && node.Type is TapeValueType ? TapeInput.OfType(new FieldExpression(node, "Data", IrType.Double), leaf.Local.Type) : node);
    }

    // Named before what the method wrote goes back to the caller: it may be an element of that.
    private IrExpression? Result(LiftedMethod lifted, ReturnStatement? returned)
    {
        if (returned?.Value is not { } value)
        {
            return null;
        }

        if (value is StructExpression fields && _structResult is { } upstream)
        {
            Queue<StructLeaf> leaves = new(upstream.Leaves);
            return fields.MapLeaves(field => Named(field, leaves.Dequeue().Local.Type.IsFloating ? Value : field.Type, returned));
        }

        return Named(value, lifted.ReturnType, returned);
    }

    private LocalExpression Named(IrExpression value, IrType type, ReturnStatement returned)
    {
        IrLocal result = _locals.Create("result", type);
        _statements.Add(new DeclareStatement(result, value) { Source = returned.Source });
        return new LocalExpression(result);
    }
}
