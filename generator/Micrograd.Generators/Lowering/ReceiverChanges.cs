using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Whether a method of a struct may change the instance it works on.</summary>
internal static class ReceiverChanges
{
    /// <summary>The method, or its type, is declared to change nothing.</summary>
    public static bool AreExcluded(IMethodSymbol method) => method.IsReadOnly || method.ContainingType.IsReadOnly;

    public static bool In(IMethodSymbol method, IOperation body) =>
        method is { IsStatic: false, MethodKind: MethodKind.Ordinary, ContainingType: { IsValueType: true, IsReadOnly: false }, IsReadOnly: false }
        && (body.Descendants().OfType<IInstanceReferenceOperation>().Any(MayBeChanged) || MethodBody.WrittenSymbols(body).Any(static s => s is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }));

    // What is read, field by field, is not changed: x * this.Slope.
    private static bool MayBeChanged(IInstanceReferenceOperation self)
    {
        IOperation place = self;
        while (place.Parent is IFieldReferenceOperation { Field.Type.IsValueType: true } field && field.Instance == place)
        {
            place = field;
        }

        return place.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == place,
            IIncrementOrDecrementOperation => true,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            IInvocationOperation call => call.Instance == place && call.TargetMethod is { IsReadOnly: false, ContainingType: { IsValueType: true, IsReadOnly: false } },
            IPropertyReferenceOperation { Parent: IAssignmentOperation or IIncrementOrDecrementOperation or ITupleOperation } => true,
            IPropertyReferenceOperation property => !StructShape.IsAutomatic(property.Property) && property.Property is { ContainingType.IsReadOnly: false, GetMethod.IsReadOnly: false },
            ITupleOperation or IVariableInitializerOperation => place.Parent is ITupleOperation { Parent: IDeconstructionAssignmentOperation } or IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } },
            _ => false,
        };
    }
}
