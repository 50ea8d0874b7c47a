using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Assignments. Where the value of one is used, it is read back from the place it was stored to.</content>
internal sealed partial class ExpressionLowerer
{
    /// <summary>Lowers to something that can be stored to, or null (reported) where it is no such place.</summary>
    public IrExpression? LowerPlace(IOperation target)
    {
        if (_scope.ValueOf(target) is { } held)
        {
            return held;
        }

        IrExpression? place = target switch
        {
            IDiscardOperation discard => DeclareDiscard(discard),
            IParenthesizedOperation inner => LowerPlace(inner.Operand),
            ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation
                or IPropertyReferenceOperation { Property: { ReturnsByRef: true } or { ReturnsByRefReadonly: true } } or IDeclarationExpressionOperation => Lower(target),
            IInvocationOperation { TargetMethod: { ReturnsByRef: true } or { ReturnsByRefReadonly: true } } => Lower(target),
            IFieldReferenceOperation or IPropertyReferenceOperation or IInstanceReferenceOperation when IsStructMember(target) && !IsOwnMember(target) => Lower(target),
            _ => null,
        };
        bool isOutside = place is ElementExpression { Array: var array, Type.IsDifferentiable: true }
            && (_scope.IsTable(array) || target is IArrayElementReferenceOperation { ArrayReference: var owner } && IsState(owner));
        if (place is not null && StructValues.IsPlace(place) && !isOutside)
        {
            return place;
        }

        if (!_scope.HasFailed || place is null)
        {
            _scope.Report(LanguageDiagnostics.AssignmentTarget, target.Syntax, StatementText.Of(target.Syntax));
        }

        return place is ElementExpression ? place : null;
    }

    public IrExpression LowerAssignment(ISimpleAssignmentOperation assignment, bool isUsed)
    {
        if (assignment.IsRef)
        {
            return References.TryRebind(assignment, this, _scope) ? StandIn(assignment.Type) : Refuse(assignment, LanguageDiagnostics.RefLocal, "ref assignment");
        }

        if (assignment.Target is IDiscardOperation)
        {
            return Lower(assignment.Value);
        }

        if (IsState(assignment.Target))
        {
            return _opaque.EmitStore(assignment, isUsed);
        }

        OperandSequence operands = new(_scope);
        AssignmentTarget target = new(_scope, this, operands, assignment.Target, assignment);
        operands.Value(() => Lower(assignment.Value));
        return target.Write(operands[target.Count], isUsed);
    }

    public IrExpression LowerCompound(ICompoundAssignmentOperation compound, bool isUsed)
    {
        if (IsState(compound.Target))
        {
            return _opaque.EmitStore(compound, isUsed);
        }

        if (StructOperator(compound.OperatorMethod, compound.ConstrainedToType) is { } method)
        {
            return LowerOperatorAssignment(compound, method, isUsed);
        }

        IrType valueType = TypeMapping.Map(compound.Value.Type);
        IrType targetType = TypeMapping.Map(compound.Target.Type);
        bool isNumber = TypeMapping.IsNumber(valueType) && (TypeMapping.IsNumber(targetType) || compound.InConversion.IsUserDefined);
        if (OperatorMapping.Map(compound.OperatorKind) is not { } @operator || !isNumber)
        {
            return LowerInactiveCompound(compound, isUsed);
        }

        // x op= e reads x before e is evaluated: x = x op e, with the place of x found once.
        OperandSequence operands = new(_scope);
        AssignmentTarget target = new(_scope, this, operands, compound.Target, compound);
        bool isShift = @operator is BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.UnsignedShiftRight;
        IrType operationType = isShift ? Promoted(targetType) : valueType;
        operands.Value(() => Convert(compound, target.Read(), compound.InConversion, operationType)).Value(() => Lower(compound.Value));
        IrExpression value = new BinaryExpression(@operator, operands[target.Count], operands[target.Count + 1], operationType, Checked(compound.IsChecked, operationType, Integers.CanOverflow(@operator)));
        return target.Write(Convert(compound, value, compound.OutConversion, targetType), isUsed);
    }

    // x = (T)((P)x op e), with the conversions that the compiler chose.
    private IrExpression LowerOperatorAssignment(ICompoundAssignmentOperation compound, IMethodSymbol method, bool isUsed)
    {
        if (!method.IsStatic)
        {
            return Refuse(compound);
        }

        OperandSequence operands = new(_scope);
        AssignmentTarget target = new(_scope, this, operands, compound.Target, compound);
        IrType left = TypeMapping.Map(method.Parameters[0].Type);
        operands.Value(() => LowerOperator(compound, method, () => Convert(compound, target.Read(), compound.InConversion, left), () => Lower(compound.Value)));
        return target.Write(Convert(compound, operands[target.Count], compound.OutConversion, TypeMapping.Map(compound.Type)), isUsed);
    }

    // A user-defined conversion may have conversions of numbers around it.
    private IrExpression Convert(ICompoundAssignmentOperation compound, IrExpression value, CommonConversion conversion, IrType to)
    {
        if (conversion.IsIdentity && value is StructExpression)
        {
            return value;
        }

        if (value.Type != to && StructOperator(conversion.MethodSymbol, null) is { } method)
        {
            IrType from = TypeMapping.Map(method.Parameters[0].Type);
            IrExpression operand = ConvertNumber(compound, value, from);
            value = LowerOperator(compound, method, () => operand);
        }

        return ConvertNumber(compound, value, to);
    }

    private IrExpression ConvertNumber(ICompoundAssignmentOperation compound, IrExpression value, IrType to) =>
        value.Type == to || TypeMapping.IsNumber(value.Type) && TypeMapping.IsNumber(to) ? ConvertTo(value, to, compound.IsChecked)
        : Refuse(compound);

    // Strings and enumerations: s += t.
    private IrExpression LowerInactiveCompound(ICompoundAssignmentOperation compound, bool isUsed)
    {
        IrType type = TypeMapping.Map(compound.Type);
        if (type is not OpaqueType || TypeMapping.IsFloatingStruct(compound.Type) || compound.Target is not (ILocalReferenceOperation or IParameterReferenceOperation)
            || compound.Syntax is not AssignmentExpressionSyntax { OperatorToken.Text: var symbol })
        {
            return Refuse(compound);
        }

        IrExpression target = Lower(compound.Target);
        OperandSequence operands = new OperandSequence(_scope).Value(() => target).Value(() => Lower(compound.Value));
        return Store(target, new OpaqueExpression($"{{0}} {symbol.TrimEnd('=')} {{1}}", [operands[0], operands[1]], type), isUsed);
    }

    public IrExpression LowerIncrement(IIncrementOrDecrementOperation increment, bool isUsed)
    {
        IrType type = TypeMapping.Map(increment.Type);
        if (IsState(increment.Target))
        {
            return _opaque.EmitStore(increment, isUsed);
        }

        IMethodSymbol? method = StructOperator(increment.OperatorMethod, increment.ConstrainedToType);
        if (method is { IsStatic: false } || method is null && !TypeMapping.IsNumber(type))
        {
            return Refuse(increment);
        }

        OperandSequence operands = new(_scope);
        AssignmentTarget target = new(_scope, this, operands, increment.Target, increment);
        IrExpression read = operands.Value(target.Read)[target.Count];
        IrExpression before = isUsed && increment.IsPostfix ? _scope.Declare(read is LocalExpression local ? local.Local.Name + "Before" : "before", read.Type, read) : read;
        operands.Value(() => method is null ? Stepped(increment, target.IsPlace ? read : before, type) : LowerOperator(increment, method, () => before));
        IrExpression stored = target.Write(operands[target.Count + 1], isUsed && !increment.IsPostfix);
        return increment.IsPostfix ? before : stored;
    }

    private IrExpression Stepped(IIncrementOrDecrementOperation increment, IrExpression value, IrType type)
    {
        IrType operationType = Promoted(type);
        IrExpression one = operationType.IsFloating ? ConstantExpression.Number(1.0, operationType) : new ConstantExpression(operationType, 1, ConstantText.Integer(1, operationType));
        BinaryOperator @operator = increment.Kind == OperationKind.Increment ? BinaryOperator.Add : BinaryOperator.Subtract;
        return ConvertTo(new BinaryExpression(@operator, ConvertTo(value, operationType, increment.IsChecked), one, operationType, Checked(increment.IsChecked, operationType)), type, increment.IsChecked);
    }

    /// <summary>Stores, and gives the place back as the value of the assignment.</summary>
    public IrExpression Store(IrExpression place, IrExpression value, bool isUsed, SyntaxNode? at = null)
    {
        if (IsConstantData(place) && (at ?? _scope.Place) is { } syntax)
        {
            _scope.Report(LanguageDiagnostics.AssignmentTarget, syntax, StatementText.Of(syntax));
        }

        if (place is StructExpression)
        {
            StoreTogether([.. place.Leaves()], [.. _scope.Unbind(value).Leaves()]);
            return place;
        }

        IrExpression unbound = place is ElementExpression && value.Type.IsView ? ToPath(value, "row") : _scope.Unbind(value);
        AssignStatement assign = _scope.Stored(place, unbound, at);
        if (isUsed && place is ElementExpression element && SideEffects.Of([assign]) is var effects && element.Operands.Any(effects.Affect))
        {
            // a[a[0]] = 5 may change what a[0] is, and with it where the value would be read back from.
            IrExpression stored = _scope.Bind(assign.Value, "stored");
            _scope.Emit(assign with { Value = stored });
            return stored;
        }

        _scope.Emit(assign);
        return place;
    }

    private IrExpression ConvertTo(IrExpression value, IrType type, bool? isChecked = null) =>
        value.Type == type ? value
        : value is ConstantExpression { Type: ScalarType { IsInteger: true, Kind: not ScalarKind.UInt64 } } integer && type.IsFloating ? ConstantExpression.Number(integer.Bits, type)
        : value is ConstantExpression { Type: ScalarType { Kind: ScalarKind.Double } } number && type is TypeParameterType ? ConstantExpression.Number(BitConverter.Int64BitsToDouble(number.Bits), type)
        : new ConversionExpression(value, type, isChecked is { } given ? Checked(given, type) : null);

    // C# computes on int and wider.
    private static IrType Promoted(IrType type) =>
        type is ScalarType { Kind: > ScalarKind.Boolean and < ScalarKind.Int32 } ? IrType.Int32 : type;

    private static bool IsState(IOperation target) => target switch
    {
        IFieldReferenceOperation { Field: var field } => field.IsStatic || field.ContainingType.IsReferenceType || IsOpaqueValue(field),
        // An interface's, where the receiver is a struct whose fields are known here.
        IPropertyReferenceOperation { Instance: { } instance } when IsStruct(instance) => false,
        IPropertyReferenceOperation { Property: var property } => !property.ReturnsByRef && !ExtensionMembers.IsMember(property) && (property.IsStatic || property.ContainingType.IsReferenceType || IsOpaqueValue(property)),
        IEventReferenceOperation => true,
        _ => false,
    };

    // A struct that carries no derivative is changed where it stands, as text.
    private static bool IsOpaqueValue(ISymbol member) => TypeMapping.Map(member.ContainingType) is OpaqueType { IsMutableValue: true } && !TypeMapping.IsFloatingStruct(member.ContainingType);

    private IrExpression DeclareDiscard(IDiscardOperation discard) =>
        _scope.Declare("ignored", TypeMapping.Map(discard.Type), null);

    // `out double y`
    private IrExpression LowerDeclarationExpression(IDeclarationExpressionOperation declaration)
    {
        if (declaration.Expression is IDiscardOperation discard)
        {
            return DeclareDiscard(discard);
        }

        if (declaration.Expression is not ILocalReferenceOperation { Local: var local } || TypeMapping.IsFloatingStruct(local.Type))
        {
            return Refuse(declaration);
        }

        IrExpression place = _scope.Declare(local.Name, TypeMapping.Map(local.Type), null);
        _scope.SetPlace(local, place);
        return place;
    }
}
