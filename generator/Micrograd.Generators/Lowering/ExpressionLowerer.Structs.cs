using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Structs and tuples: made, copied and compared field by field.</content>
internal sealed partial class ExpressionLowerer
{
    private readonly ConstructorLowerer _constructors;

    /// <summary>The fields of a struct that lowering takes apart.</summary>
    public StructExpression LowerStruct(IOperation operation) => TakenApart(operation, Lower(operation));

    private StructExpression TakenApart(IOperation operation, IrExpression value)
    {
        if (value is not StructExpression && !ReferenceEquals(value, Unreachable))
        {
            _scope.Report(LanguageDiagnostics.TypeNotSupported, operation.Syntax, TypeMapping.Describe(operation.Type!));
        }

        return value as StructExpression ?? (StructExpression)StructValues.Zero(TypeMapping.Map(operation.Type));
    }

    public static bool IsStruct(IOperation? operation) => operation?.Type is not null && TypeMapping.Map(operation.Type) is StructType;

    private IrExpression LowerCreation(IObjectCreationOperation creation)
    {
        if (!IsStruct(creation))
        {
            return LowerOpaque(creation);
        }

        IrExpression made = _constructors.Create(creation);
        return creation.Initializer is { } initializer && made is StructExpression start ? Initialize(start, initializer) : made;
    }

    private IrExpression LowerWith(IWithOperation with) => IsStruct(with) ? Initialize(LowerStruct(with.Operand), with.Initializer) : LowerOpaque(with);

    private StructExpression LowerTuple(ITupleOperation tuple)
    {
        StructType type = (StructType)TypeMapping.Map(tuple.Type);
        OperandSequence elements = new(_scope);
        for (int i = 0; i < tuple.Elements.Length; i++)
        {
            IOperation element = tuple.Elements[i];
            IrType field = type.Fields[i].Type;
            elements.Value(() => ConvertNumber(Lower(element), field));
        }

        return new StructExpression(type, elements.All.ToEquatableArray());
    }

    // What is stored to fields replaces their values; a setter with a body needs a variable to work on.
    private IrExpression Initialize(StructExpression start, IObjectOrCollectionInitializerOperation initializer)
    {
        if (!initializer.Initializers.All(static i => i is ISimpleAssignmentOperation { Target: var target } && IndexOfStored(target) >= 0))
        {
            return InitializeVariable(start, initializer);
        }

        OperandSequence operands = new(_scope);
        int[] latest = [.. Enumerable.Range(0, start.Fields.Count)];
        foreach (IrExpression field in start.Fields)
        {
            operands.Value(() => field);
        }

        foreach (ISimpleAssignmentOperation assignment in initializer.Initializers.Cast<ISimpleAssignmentOperation>())
        {
            operands.Value(() => Lower(assignment.Value));
            latest[IndexOfStored(assignment.Target)] = operands.All.Count() - 1;
        }

        return start with { Fields = [.. latest.Select(i => operands[i])] };
    }

    private static int IndexOfStored(IOperation target) => target switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } => StructShape.IndexOf(field),
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: var property } when StructShape.IsAutomatic(property) => StructShape.IndexOf(property),
        _ => -1,
    };

    private IrExpression InitializeVariable(StructExpression start, IObjectOrCollectionInitializerOperation initializer)
    {
        IrExpression? outer = _scope.Initialized;
        IrExpression variable = _scope.Declare("made", start.Type, start);
        _scope.Initialized = variable;
        foreach (IOperation member in initializer.Initializers)
        {
            switch (member)
            {
                case ISimpleAssignmentOperation assignment:
                    LowerAssignment(assignment, isUsed: false);
                    break;
                case IMemberInitializerOperation { InitializedMember: var place } nested when LowerPlace(place) is StructExpression part:
                    IrExpression inner = InitializeVariable(part, nested.Initializer);
                    Store(part, inner, isUsed: false);
                    break;
                default:
                    Refuse(member);
                    break;
            }
        }

        _scope.Initialized = outer;
        return variable;
    }

    private IrExpression LowerTupleComparison(ITupleBinaryOperation comparison)
    {
        if (!IsStruct(comparison.LeftOperand) || !IsStruct(comparison.RightOperand) || HasOwnEquality(comparison.LeftOperand.Type!) || HasOwnEquality(comparison.RightOperand.Type!))
        {
            return Refuse(comparison, LanguageDiagnostics.ConstructNotSupported, "This comparison of tuples");
        }

        OperandSequence operands = new OperandSequence(_scope).Value(() => LowerStruct(comparison.LeftOperand)).Value(() => LowerStruct(comparison.RightOperand));
        (IrExpression Left, IrExpression Right)[] pairs = [.. operands[0].Leaves().Zip(operands[1].Leaves(), static (l, r) => (l, r))];
        if (pairs.Any(static p => p.Left.Type is not ScalarType || p.Left.Type != p.Right.Type))
        {
            return Refuse(comparison, LanguageDiagnostics.ConstructNotSupported, "This comparison of tuples");
        }

        bool areEqual = comparison.OperatorKind == BinaryOperatorKind.Equals;
        return pairs.Select(p => (IrExpression)new BinaryExpression(areEqual ? BinaryOperator.Equal : BinaryOperator.NotEqual, p.Left, p.Right, IrType.Boolean))
            .Aggregate((a, b) => new BinaryExpression(areEqual ? BinaryOperator.LogicalAnd : BinaryOperator.LogicalOr, a, b, IrType.Boolean));
    }

    // An element that is a struct is compared by an operator, which need not compare the fields: a record's holds NaN equal to NaN.
    private static bool HasOwnEquality(ITypeSymbol type) => TypeSubstitution.Resolve(type) is INamedTypeSymbol { IsTupleType: true } tuple
        ? tuple.TupleElements.Any(static element => HasOwnEquality(element.Type))
        : TypeMapping.Map(type) is StructType && !(type is INamedTypeSymbol named && TypeMapping.IsNumerics(named));
}
