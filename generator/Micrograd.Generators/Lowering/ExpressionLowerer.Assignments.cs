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
                or IPropertyReferenceOperation { Property: { IsIndexer: true, ReturnsByRef: true } or { IsIndexer: true, ReturnsByRefReadonly: true } } or IDeclarationExpressionOperation => Lower(target),
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

        if (TrySetter(assignment.Target) is { } setter)
        {
            return LowerSetter(setter, assignment, () => Lower(assignment.Value), isUsed);
        }

        OperandSequence operands = new OperandSequence(_scope).Place(() => LowerPlace(assignment.Target) ?? StandIn(assignment.Type)).Value(() => Lower(assignment.Value));
        return Store(operands[0], operands[1], isUsed, assignment.Syntax);
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
        if (OperatorMapping.Map(compound.OperatorKind) is not { } @operator || !TypeMapping.IsNumber(valueType) || !TypeMapping.IsNumber(targetType))
        {
            return LowerInactiveCompound(compound, isUsed);
        }

        if (TrySetter(compound.Target) is not null)
        {
            return Refuse(compound, LanguageDiagnostics.AssignmentTarget, StatementText.Of(compound.Target.Syntax));
        }

        // x op= e reads x before e is evaluated: x = x op e, with the place of x found once.
        IrExpression place = StandIn(compound.Type);
        OperandSequence operands = new OperandSequence(_scope)
            .Place(() => place = LowerPlace(compound.Target) ?? place)
            .Value(() => place)
            .Value(() => Lower(compound.Value));
        bool isShift = @operator is BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.UnsignedShiftRight;
        IrType operationType = isShift ? Promoted(targetType) : valueType;
        IrExpression value = new BinaryExpression(@operator, ConvertTo(operands[1], operationType, compound.IsChecked), operands[2], operationType, Checked(compound.IsChecked, operationType));
        return Store(operands[0], ConvertTo(value, targetType, compound.IsChecked), isUsed, compound.Syntax);
    }

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

        if (StructOperator(increment.OperatorMethod, increment.ConstrainedToType) is { IsStatic: true } method && TrySetter(increment.Target) is null)
        {
            return LowerOperatorIncrement(increment, method, isUsed);
        }

        if (!TypeMapping.IsNumber(type))
        {
            return Refuse(increment);
        }

        if (LowerPlace(increment.Target) is not { } place)
        {
            return StandIn(increment.Type);
        }

        IrExpression before = isUsed && increment.IsPostfix ? _scope.Bind(place, place is LocalExpression local ? local.Local.Name + "Before" : "before") : place;
        IrType operationType = Promoted(type);
        IrExpression one = operationType.IsFloating ? ConstantExpression.Number(1.0, operationType) : new ConstantExpression(operationType, 1, ConstantText.Integer(1, operationType));
        BinaryOperator @operator = increment.Kind == OperationKind.Increment ? BinaryOperator.Add : BinaryOperator.Subtract;
        IrExpression value = new BinaryExpression(@operator, ConvertTo(place, operationType, increment.IsChecked), one, operationType, Checked(increment.IsChecked, operationType));
        IrExpression stored = Store(place, ConvertTo(value, type, increment.IsChecked), isUsed && !increment.IsPostfix, increment.Syntax);
        return increment.IsPostfix ? before : stored;
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
        AssignStatement assign = place is ElementExpression || _scope.IsSeenByCaller(place) ? _scope.StoreInto(place, unbound, at) : new(place, unbound);
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

    private IrExpression ConvertTo(IrExpression value, IrType type, bool isChecked) =>
        value.Type == type ? value
        : value is ConstantExpression { Type: ScalarType { IsInteger: true, Kind: not ScalarKind.UInt64 } } integer && type.IsFloating ? ConstantExpression.Number(integer.Bits, type)
        : value is ConstantExpression { Type: ScalarType { Kind: ScalarKind.Double } } number && type is TypeParameterType ? ConstantExpression.Number(BitConverter.Int64BitsToDouble(number.Bits), type)
        : new ConversionExpression(value, type, Checked(isChecked, type));

    // C# computes on int and wider.
    private static IrType Promoted(IrType type) =>
        type is ScalarType { Kind: > ScalarKind.Boolean and < ScalarKind.Int32 } ? IrType.Int32 : type;

    private static bool IsState(IOperation target) => target switch
    {
        IFieldReferenceOperation { Field: var field } => field.IsStatic || field.ContainingType.IsReferenceType || IsOpaqueValue(field),
        IPropertyReferenceOperation { Property: var property } => !property.ReturnsByRef && (property.IsStatic || property.ContainingType.IsReferenceType || IsOpaqueValue(property)),
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
