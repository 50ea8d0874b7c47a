using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <content>Values of types that a type parameter stands for.</content>
internal sealed partial class ExpressionLowerer
{
    // new T()
    private IrExpression LowerNewTypeParameter(IOperation operation)
    {
        IrType type = TypeMapping.Map(operation.Type);
        return TypeMapping.IsNumber(type) ? ConstantExpression.Number(0.0, type)
            : type is StructType ? StructValues.Zero(type)
            : TypeSubstitution.Resolve(operation.Type!) is INamedTypeSymbol && type is OpaqueType ? _scope.Bind(new OpaqueExpression($"new {type.Text}()", default, type), "created")
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

        ITypeSymbol? receiver = reference.ConstrainedToType ?? reference.Instance?.Type;
        IMethodSymbol found = CallTarget.Dispatch(TypeSubstitution.Resolve(getter), receiver);
        CallTarget target = new(found, reference.Instance, receiver is null ? null : TypeSubstitution.Resolve(receiver), null);
        if (reference.Instance is { } instance && IsStruct(instance) && found.AssociatedSymbol is IPropertySymbol automatic && StructShape.IsAutomatic(automatic))
        {
            return LowerStruct(instance).Fields[StructShape.IndexOf(automatic)];
        }

        bool isOwn = found.AssociatedSymbol is IPropertySymbol property && property.ExplicitInterfaceImplementations.IsEmpty && !found.ContainingType.TypeKind.Equals(TypeKind.Interface);
        if (found.IsAbstract || (isOwn && (reference.Instance is null || !IsStruct(reference.Instance))))
        {
            return null;
        }

        if (CallResolution.WhyNotInlined(target) is { } reason)
        {
            return Refuse(reference, LanguageDiagnostics.CallNotSupported, reference.Property.Name, reason);
        }

        InlineCall call = new(reference, found, []);
        return _inliner.Lower(found.IsStatic ? call : call with { Receiver = () => LowerReceiver(reference.Instance!, found) });
    }
}
