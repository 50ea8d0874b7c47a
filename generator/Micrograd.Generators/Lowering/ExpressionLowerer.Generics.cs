using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>`this`, and values of types that a type parameter stands for.</content>
internal sealed partial class ExpressionLowerer
{
    private IrExpression LowerInstance(IInstanceReferenceOperation reference) =>
        IsSelf(reference) && IsStruct(reference) ? Refuse(reference, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(reference.Type!)) :
        reference.ReferenceKind == InstanceReferenceKind.ImplicitReceiver && _scope.Initialized is { } initialized ? initialized
        : reference.ReferenceKind == InstanceReferenceKind.ContainingTypeInstance && _scope.Receiver is { } receiver ? receiver : LowerOpaque(reference);

    // `default` takes its type from a place that the text may no longer be in.
    private IrExpression LowerDefault(IDefaultValueOperation operation) =>
        IsStruct(operation) ? StructValues.Zero(TypeMapping.Map(operation.Type))
        : TypeMapping.Map(operation.Type) is OpaqueType type && operation.Type is { IsValueType: true } or ITypeParameterSymbol && TypeSubstitution.Resolve(operation.Type) is { IsValueType: true }
            ? new OpaqueExpression($"default({TypeMapping.Qualify(operation.Type)})", default, TypeMapping.Map(operation.Type))
            : LowerOpaque(operation);

    // new T()
    private IrExpression LowerNewTypeParameter(IOperation operation)
    {
        IrType type = TypeMapping.Map(operation.Type);
        INamedTypeSymbol? named = TypeSubstitution.Resolve(operation.Type!) as INamedTypeSymbol;
        return type is StructType && named?.InstanceConstructors.FirstOrDefault(static c => c is { IsImplicitlyDeclared: false, Parameters.IsEmpty: true }) is { } constructor
                ? _constructors.Run(operation, constructor, [], (StructExpression)_scope.Declare(Identifier.Local(named.Name), type, StructValues.Zero(type)))
            : type is StructType ? StructValues.Zero(type)
            : TypeMapping.IsNumber(type) ? ConstantExpression.Number(0.0, type)
            : (named is not null || TypeSubstitution.Resolve(operation.Type!) is ITypeParameterSymbol) && type is OpaqueType ? _scope.Bind(new OpaqueExpression($"new {type.Text}()", default, type), "created")
            : Refuse(operation);
    }

    // T.Zero, T.Pi: members that a number type may have through its interfaces alone.
    private IrExpression? LowerNumberConstant(IPropertyReferenceOperation reference) =>
        reference is { Instance: null, Property: { IsStatic: true, IsAbstract: true } property }
            && GenericNumbers.Of(reference.ConstrainedToType, property.ContainingType) is { } type
            && TypeMapping.Map(reference.Type) == type
            ? GenericNumbers.Constant(property.Name, type)
            : null;

    // A property that only the interface names is read by putting its getter in place.
    private IrExpression? LowerInterfaceProperty(IPropertyReferenceOperation reference)
    {
        if (reference.Property is not { ContainingType.TypeKind: TypeKind.Interface, GetMethod: { } getter, Parameters.IsEmpty: true })
        {
            return null;
        }

        // In a default member of an interface, `this` is of the type that the member was called on.
        StructExpression? self = reference.Instance is IInstanceReferenceOperation ? _scope.Receiver as StructExpression : null;
        ITypeSymbol? receiver = reference.ConstrainedToType ?? (reference.Instance is IInstanceReferenceOperation ? _scope.ReceiverType : null) ?? reference.Instance?.Type;
        IMethodSymbol found = CallTarget.Dispatch(TypeSubstitution.Resolve(getter), receiver);
        CallTarget target = new(found, reference.Instance, receiver is null ? null : TypeSubstitution.Resolve(receiver), null);
        bool isOwn = found.AssociatedSymbol is IPropertySymbol property && property.ExplicitInterfaceImplementations.IsEmpty && !found.ContainingType.TypeKind.Equals(TypeKind.Interface);
        if ((self is not null || IsStruct(reference.Instance)) && found.AssociatedSymbol is IPropertySymbol automatic && StructShape.IsAutomatic(automatic) && StructShape.IndexOf(automatic) is >= 0 and var index)
        {
            return (self ?? LowerStruct(reference.Instance!)).Fields[index];
        }

        bool isOpen = found.IsAbstract || (found.IsVirtual && target.ReceiverType is ITypeParameterSymbol);
        return isOpen || (isOwn && self is null && !IsStruct(reference.Instance)) ? null : _inliner.Lower(new InlineCall(reference, target, []));
    }
}
