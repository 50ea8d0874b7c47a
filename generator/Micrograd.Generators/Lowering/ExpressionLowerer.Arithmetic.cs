using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Operators, conversions and conditional expressions.</content>
internal sealed partial class ExpressionLowerer
{
    // Stands for the value of a throw expression, which there never is.
    private static readonly IrExpression Unreachable = new ConstantExpression(IrType.Void, 0, "default");

    private IrExpression LowerUnary(IUnaryOperation unary)
    {
        if (StructOperator(unary.OperatorMethod, unary.ConstrainedToType) is { } method)
        {
            return LowerOperator(unary, method, () => Lower(unary.Operand));
        }

        if (!TypeMapping.IsNumber(TypeMapping.Map(unary.Operand.Type)) || OperatorMapping.Map(unary.OperatorKind) is not { } @operator)
        {
            return LowerInactive(unary);
        }

        IrType type = TypeMapping.Map(unary.Type);
        return new UnaryExpression(@operator, Lower(unary.Operand), type, Checked(unary.IsChecked, type, @operator == UnaryOperator.Negate));
    }

    private IrExpression LowerBinary(IBinaryOperation binary)
    {
        if (StructOperator(binary.OperatorMethod, binary.ConstrainedToType) is { } method)
        {
            return LowerOperator(binary, method, () => Lower(binary.LeftOperand), () => Lower(binary.RightOperand));
        }

        if (LowerNullTest(binary) is { } test)
        {
            return test;
        }

        if (binary.LeftOperand.Type is null || !TypeMapping.IsNumber(TypeMapping.Map(binary.LeftOperand.Type))
            || !TypeMapping.IsNumber(TypeMapping.Map(binary.RightOperand.Type)) || OperatorMapping.Map(binary.OperatorKind) is not { } @operator)
        {
            return LowerInactive(binary);
        }

        if (@operator is BinaryOperator.LogicalAnd or BinaryOperator.LogicalOr)
        {
            return LowerShortCircuit(binary, @operator);
        }

        OperandSequence operands = new OperandSequence(_scope).Value(() => Lower(binary.LeftOperand)).Value(() => Lower(binary.RightOperand));
        IrType type = TypeMapping.Map(binary.Type);
        return new BinaryExpression(@operator, operands[0], operands[1], type, Checked(binary.IsChecked, type, Integers.CanOverflow(@operator)));
    }

    // The right operand's statements may run only where the left one lets them.
    private IrExpression LowerShortCircuit(IBinaryOperation binary, BinaryOperator @operator)
    {
        IrExpression left = Lower(binary.LeftOperand);
        if (PatternLowerer.IsAlways(left))
        {
            return @operator == BinaryOperator.LogicalAnd ? Lower(binary.RightOperand) : left;
        }

        IrExpression right = left;
        List<IrStatement> statements = _scope.Capture(() => right = Lower(binary.RightOperand));
        if (statements.Count == 0)
        {
            return new BinaryExpression(@operator, left, right, IrType.Boolean);
        }

        LocalExpression result = (LocalExpression)_scope.Bind(left, @operator == BinaryOperator.LogicalAnd ? "both" : "either");
        statements = _scope.Capture(() =>
        {
            _scope.Block.AddRange(statements);
            _scope.Emit(new AssignStatement(result, _scope.Unbind(right)));
        });
        IrExpression condition = @operator == BinaryOperator.LogicalAnd ? result : new UnaryExpression(UnaryOperator.Not, result, IrType.Boolean);
        _scope.Emit(new IfStatement(condition, statements.ToEquatableArray(), default));
        return result;
    }

    private IrExpression LowerConversion(IConversionOperation conversion)
    {
        if (conversion.Operand is IThrowOperation thrown)
        {
            return LowerThrow(thrown);
        }

        IrType from = TypeMapping.Map(conversion.Operand.Type);
        IrType to = TypeMapping.Map(conversion.Type);
        return (from, to) switch
        {
            _ when from == to && conversion.Operand.Type is not null => Lower(conversion.Operand),
            (StructType, StructType memory) when StructShape.IsMemory(conversion.Type) && StructShape.IsMemory(conversion.Operand.Type) => LowerMemoryConversion(conversion, memory),
            _ when StructOperator(conversion.OperatorMethod, conversion.ConstrainedToType) is { } method => LowerOperator(conversion, method, () => Lower(conversion.Operand)),
            (StructType { IsTuple: true }, StructType { IsTuple: true }) => LowerTupleConversion(conversion),
            (_, StructType { IsTuple: true }) when conversion.Operand is ITupleOperation => LowerTupleConversion(conversion),
            (ScalarType, ScalarType) => LowerNumericConversion(conversion, to),
            ({ IsView: true }, SpanType) => LowerViewConversion(conversion, to),
            (_, { IsView: true }) when conversion.Operand is ICollectionExpressionOperation collection => LowerCollection(collection, null),
            (_, { IsView: true }) when IsStackAllocation(conversion.Operand) => LowerStackAllocation(conversion.Operand, to),
            (_, ArrayType { Rank: > 1, IsDifferentiable: true }) when conversion.Operand is IInvocationOperation { TargetMethod: { Name: "Clone", ContainingType.SpecialType: SpecialType.System_Array }, Instance: { } grid }
                && Lower(grid.Peeled()) is StructExpression made => made with { Fields = [LowerCopy(made.Fields[0], new ArrayType(CountedLoops.ElementOf(made.Fields[0].Type))), .. made.Fields.Skip(1)] },
            (_, { IsDifferentiable: true }) when conversion.Operand is IInvocationOperation { TargetMethod: { Name: "Clone", ContainingType.SpecialType: SpecialType.System_Array } } clone
                => ToPath(Lower(clone.Instance!.Peeled())) is var array && IsInOnePiece(array) ? Refuse(conversion, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(conversion.Type!)) : LowerCopy(array, to),
            _ => LowerInactive(conversion),
        };
    }

    private IrExpression LowerNumericConversion(IConversionOperation conversion, IrType to)
    {
        IrExpression operand = Lower(conversion.Operand);
        return new ConversionExpression(operand, to, Checked(conversion.IsChecked, to, !conversion.Conversion.IsImplicit));
    }

    // Array to span and span to read-only span, built in or by operator: the same memory under another type.
    private ViewExpression LowerViewConversion(IConversionOperation conversion, IrType to)
    {
        IrExpression view = Lower(conversion.Operand);
        return view is ViewExpression slice ? slice with { Type = to } : new ViewExpression(ToPath(view), null, null, to);
    }

    private IrExpression LowerMemoryConversion(IConversionOperation conversion, StructType to)
    {
        IrExpression view = Lower(conversion.Operand);
        return IsInOnePiece(view) ? ToPath(view) : ConvertMemory(TakenApart(conversion.Operand, view), to);
    }

    private static StructExpression ConvertMemory(StructExpression memory, StructType type) => new(
        type,
        [.. memory.Fields.Select((f, k) => f switch
        {
            StructExpression inner => (IrExpression)ConvertMemory(inner, (StructType)type.Fields[k].Type),
            ViewExpression slice => slice with { Type = type.Fields[k].Type },
            _ => new ViewExpression(f, null, null, type.Fields[k].Type),
        })]);

    private IrExpression LowerConditional(IConditionalOperation conditional)
    {
        if (conditional.IsRef)
        {
            return Refuse(conditional, LanguageDiagnostics.RefLocal, "ref conditional");
        }

        if (TypeMapping.IsFloatingStruct(conditional.Type) || IsPartsOrNull(conditional.Type, [conditional.WhenTrue, conditional.WhenFalse!]))
        {
            return Refuse(conditional, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(conditional.Type!));
        }

        IrExpression condition = Lower(conditional.Condition);
        if (KnownConditions.Evaluate(condition) is { } known)
        {
            return Lower(known ? conditional.WhenTrue : conditional.WhenFalse!);
        }

        IrExpression whenTrue = condition, whenFalse = condition;
        List<IrStatement> then = _scope.Capture(() => whenTrue = _scope.Unbind(Lower(conditional.WhenTrue)));
        List<IrStatement> otherwise = _scope.Capture(() => whenFalse = _scope.Unbind(Lower(conditional.WhenFalse!)));
        IrType type = TypeMapping.Map(conditional.Type);
        if (then.Count + otherwise.Count == 0 && !type.IsView && type is not StructType && whenTrue is not OpaqueExpression && whenFalse is not OpaqueExpression)
        {
            return new ConditionalExpression(condition, whenTrue, whenFalse);
        }

        return ChooseByStatement(conditional, condition, (then, whenTrue), (otherwise, whenFalse));
    }

    private IrExpression ChooseByStatement(
        IConditionalOperation conditional, IrExpression condition, (List<IrStatement> Block, IrExpression Value) then, (List<IrStatement> Block, IrExpression Value) otherwise)
    {
        // A guard: `c ? x : throw …` needs no local for x.
        if (ReferenceEquals(otherwise.Value, Unreachable) && then.Block.Count == 0)
        {
            _scope.Emit(new IfStatement(new UnaryExpression(UnaryOperator.Not, condition, IrType.Boolean), otherwise.Block.ToEquatableArray(), default));
            return then.Value;
        }

        if (ReferenceEquals(then.Value, Unreachable) && otherwise.Block.Count == 0)
        {
            _scope.Emit(new IfStatement(condition, then.Block.ToEquatableArray(), default));
            return otherwise.Value;
        }

        IrType type = TypeMapping.Map(conditional.Type);
        if (type is ArrayType && then is { Block.Count: 0, Value: OpaqueExpression } && otherwise is { Block.Count: 0, Value: OpaqueExpression })
        {
            return _scope.Bind(new ConditionalExpression(condition, then.Value, otherwise.Value), "choice");
        }

        if (!type.IsView || !(IsAtHand(then) || IsAtHand(otherwise)))
        {
            IrExpression choice = DeclareChoice(type);
            _scope.Emit(new IfStatement(condition, AssignIn(then, choice), AssignIn(otherwise, choice)));
            return choice;
        }

        return ChooseView(condition, then, otherwise);
    }

    // What can be read though another arm is taken: memory that has a name, as a whole. An element of an array of arrays may not be
    // there, nor what a slice asks for.
    private static bool IsAtHand((List<IrStatement> Block, IrExpression Value) arm) =>
        arm.Block.Count == 0 && (arm.Value is ViewExpression { Start: null, Length: null } whole ? whole.Source : arm.Value) is LocalExpression or ConstantExpression;

    private IrExpression ChooseView(IrExpression condition, (List<IrStatement> Block, IrExpression Value) then, (List<IrStatement> Block, IrExpression Value) otherwise)
    {
        bool isThenFirst = !IsAtHand(otherwise);
        IrExpression view = _scope.Bind((isThenFirst ? then : otherwise).Value, "choice");
        _scope.Emit(isThenFirst
            ? new IfStatement(new UnaryExpression(UnaryOperator.Not, condition, IrType.Boolean), AssignIn(otherwise, view), default)
            : new IfStatement(condition, AssignIn(then, view), default));
        return view;
    }

    private IrExpression DeclareChoice(IrType type)
    {
        IrExpression choice = StructValues.CreateLocals("choice", type, _scope.CreateTemporary);
        foreach (LocalExpression leaf in choice.Leaves().Cast<LocalExpression>())
        {
            _scope.Emit(new DeclareStatement(leaf.Local, leaf.Type.IsView ? ConstantExpression.NoMemory(leaf.Type) : null));
        }

        return choice;
    }

    private EquatableArray<IrStatement> AssignIn((List<IrStatement> Block, IrExpression Value) arm, IrExpression target)
    {
        if (!ReferenceEquals(arm.Value, Unreachable))
        {
            arm.Block.AddRange(target.Leaves().Zip(arm.Value.Leaves(), (t, v) => new AssignStatement(t, v) { Source = _scope.Source }));
        }

        return arm.Block.ToEquatableArray();
    }

    // `array ?? throw …` checks an argument; every other use is about values that carry no derivative.
    public IrExpression LowerThrow(IThrowOperation thrown)
    {
        _opaque.EmitThrow(thrown);
        return Unreachable;
    }

    /// <summary>Null where the project's default is meant, and where overflow cannot happen.</summary>
    private bool? Checked(bool isChecked, IrType type, bool canOverflow = true) => canOverflow && Integers.CanOverflow(type) && isChecked != _scope.DefaultIsChecked ? isChecked : null;

    // An operation on types that carry no derivative is kept as text; on others it is outside the language.
    private IrExpression LowerInactive(IOperation operation) =>
        TypeMapping.Map(operation.Type).IsDifferentiable || operation.ChildOperations.Any(static o => TypeMapping.IsFloatingStruct(o.Type))
            ? Refuse(operation)
            : LowerOpaque(operation);
}
