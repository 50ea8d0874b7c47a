using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Whether a method of a struct may change the instance it works on.</summary>
internal static class ReceiverChanges
{
    /// <summary>The method, or its type, is declared to change nothing.</summary>
    public static bool AreExcluded(IMethodSymbol method) => method.IsReadOnly || method.ContainingType.IsReadOnly;

    /// <summary>A struct, or a value of a type parameter that stands for one here, or may.</summary>
    public static bool IsValue(ITypeSymbol? type) => type is not null && !TypeSubstitution.Resolve(type).IsReferenceType;

    /// <summary>Whether a call of the member may change the variable that it is called on.</summary>
    public static bool MayCome(IOperation instance, IMethodSymbol member) =>
        IsValue(instance.Type) && !TypeSubstitution.Resolve(instance.Type!).IsReadOnly && !AreExcluded(CallTarget.Dispatch(TypeSubstitution.Resolve(member), instance.Type));

    /// <summary>Whether reading the property may.</summary>
    public static bool MayCome(IPropertyReferenceOperation reference) =>
        reference.Instance is { } instance && CallTarget.Dispatch(reference.Property, instance.Type) is { GetMethod: { } getter } property
        && MayCome(instance, getter) && (property.IsAbstract || !StructShape.IsAutomatic(property));

    public static bool In(IMethodSymbol method, IOperation body) =>
        method is { IsStatic: false, MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.PropertyGet, ContainingType: { IsValueType: true, IsReadOnly: false }, IsReadOnly: false }
        && (body.Descendants().OfType<IInstanceReferenceOperation>().Any(MayBeChanged) || MethodBody.WrittenSymbols(body).Any(static s => s is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }));

    // What is read, field by field, is not changed: x * this.Slope.
    private static bool MayBeChanged(IInstanceReferenceOperation self)
    {
        IOperation place = self;
        while (place.Parent is IFieldReferenceOperation field && IsValue(field.Type) && field.Instance == place)
        {
            place = field;
        }

        return place.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == place || assignment is ISimpleAssignmentOperation { IsRef: true },
            IIncrementOrDecrementOperation => true,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            IInvocationOperation call => call.Instance == place && MayCome(place, call.TargetMethod) && !IsOfEveryStruct(call.TargetMethod, place),
            IPropertyReferenceOperation { Parent: IAssignmentOperation or IIncrementOrDecrementOperation or ITupleOperation } => true,
            IPropertyReferenceOperation property => MayCome(property),
            ITupleOperation or IVariableInitializerOperation => place.Parent is ITupleOperation { Parent: IDeconstructionAssignmentOperation } or IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } },
            _ => false,
        };
    }

    // What a struct has from object works on the struct in a box.
    private static bool IsOfEveryStruct(IMethodSymbol method, IOperation instance) => method.ContainingType.TypeKind == TypeKind.Class && instance.Type is not ITypeParameterSymbol;
}
