using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Arrays and numbers that may be missing.</content>
internal sealed partial class ExpressionLowerer
{
    // Nothing but the reference is looked at, so no derivative enters the text.
    private static OpaqueExpression IsNull(IrExpression array, bool isNull = true) =>
        new(isNull ? "{0} is null" : "{0} is not null", [array], IrType.Boolean) { CarriesNothing = true, ComparesReferences = true };

    // Memory that is taken apart, into its fields or its lengths, has no part that says it is not there.
    private static bool IsPartsOrNull(ITypeSymbol? type, IEnumerable<IOperation> choices) =>
        (StructShape.ItemOf(type) is not null || TypeMapping.Map(type) is ArrayType { Rank: > 1, IsDifferentiable: true })
        && choices.Any(static c => c.Peeled().ConstantValue is { HasValue: true, Value: null });

    /// <summary><c>x == null</c>, <c>x is not null</c>: null for other tests.</summary>
    private IrExpression? LowerNullTest(IOperation test)
    {
        (IOperation? tested, bool isNull) = test switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, RightOperand.ConstantValue: { HasValue: true, Value: null } } b => (b.LeftOperand, b.OperatorKind == BinaryOperatorKind.Equals),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, LeftOperand.ConstantValue: { HasValue: true, Value: null } } b => (b.RightOperand, b.OperatorKind == BinaryOperatorKind.Equals),
            IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } } p => (p.Value, true),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } } } p => (p.Value, false),
            _ => (null, false),
        };
        if (tested?.Peeled().Type is not IArrayTypeSymbol)
        {
            return null;
        }

        // An array that is taken apart was there when it was.
        IrExpression array = Lower(tested.Peeled());
        return array is StructExpression ? ConstantExpression.Boolean(!isNull) : array.Type is ArrayType ? IsNull(ToPath(array, "array"), isNull) : null;
    }

    private IrExpression LowerCoalesce(ICoalesceOperation coalesce)
    {
        if (TypeMapping.IsNumber(TypeMapping.Map(coalesce.Type)) && coalesce.Value.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return LowerNullable(coalesce, TypeMapping.Map(nullable.TypeArguments[0]));
        }

        IOperation alternative = coalesce.WhenNull is IConversionOperation conversion ? conversion.Operand : coalesce.WhenNull;
        if (!TypeMapping.Map(coalesce.Type).IsView || alternative is not IThrowOperation thrown)
        {
            return LowerInactive(coalesce);
        }

        IrExpression view = ToPath(Lower(coalesce.Value));
        List<IrStatement> otherwise = _scope.Capture(() => LowerThrow(thrown));
        _scope.Emit(new IfStatement(IsNull(view), otherwise.ToEquatableArray(), default));
        return view;
    }

    // Of a number that may be missing, the value is the number.
    private IrExpression LowerCoalesceAssignment(ICoalesceAssignmentOperation assignment)
    {
        // Elements that are not numbers have no type that says whether they may be missing.
        if (LowerPlace(assignment.Target) is not { } place || place is StructExpression or ElementExpression || IsStruct(assignment.Value.Peeled()))
        {
            return Refuse(assignment);
        }

        List<IrStatement> missing = _scope.Capture(() =>
        {
            IrExpression value = Lower(assignment.Value);
            if (!ReferenceEquals(value, Unreachable))
            {
                _scope.Emit(new AssignStatement(place, value.Type == place.Type || place.Type.IsView ? _scope.Unbind(value) : new OpaqueExpression("{0}", [value], place.Type) { Site = _scope.AddSite(assignment.Value.Syntax) }));
            }
        });
        _scope.Emit(new IfStatement(IsNull(place), missing.ToEquatableArray(), default));
        bool isNumber = IsNullableValue(assignment.Target.Type) && !IsNullableValue(assignment.Type);
        return isNumber ? new OpaqueExpression("{0}.GetValueOrDefault()", [place], TypeMapping.Map(assignment.Type)) { IsStatement = false } : place;
    }

    private static bool IsNullableValue(ITypeSymbol? type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };

    // n ?? x, where n carries no derivative: x may.
    private IrExpression LowerNullable(ICoalesceOperation coalesce, IrType number)
    {
        IrType type = TypeMapping.Map(coalesce.Type);
        IrExpression nullable = Lower(coalesce.Value);
        nullable = nullable is LocalExpression ? nullable : _scope.Bind(nullable, "nullable");
        IrExpression value = ConvertTo(new OpaqueExpression("{0}.GetValueOrDefault()", [nullable], number), type);
        IrExpression choice = _scope.Bind(value, "choice");
        List<IrStatement> otherwise = _scope.Capture(() =>
        {
            IrExpression alternative = Lower(coalesce.WhenNull);
            if (!ReferenceEquals(alternative, Unreachable))
            {
                _scope.Emit(new AssignStatement(choice, ConvertTo(_scope.Unbind(alternative), type)));
            }
        });
        _scope.Emit(new IfStatement(new OpaqueExpression("(!{0}.HasValue)", [nullable], IrType.Boolean), otherwise.ToEquatableArray(), default));
        return choice;
    }
}
