using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Array parameters of several dimensions that the method may write, or hands on: memory in one piece, row by row, and its lengths,
/// as an array is that the method makes. One that is only read stays what it is.
/// </summary>
internal static class GridParameters
{
    /// <summary>The place of the parameter; null for one that stays in one piece.</summary>
    public static IrExpression? Open(IParameterSymbol parameter, int index, IOperation body, LoweringScope scope)
    {
        if (TypeMapping.Map(parameter.Type) is not ArrayType { Rank: > 1, Element: { IsFloating: true } number } type || parameter.RefKind != RefKind.None || CallResolution.IsNoDiff(parameter)
            || !body.Descendants().OfType<IParameterReferenceOperation>().Any(r => r.Parameter.Name == parameter.Name && !IsOnlyRead(r)))
        {
            return null;
        }

        IrLocal items = scope.CreateLocal(parameter.Name + "Items", new SpanType(number, IsReadOnly: false));
        IrLocal[] lengths = [.. Enumerable.Range(0, type.Rank).Select(k => scope.CreateLocal($"{parameter.Name}Length{k}", IrType.Int32))];
        scope.Structs.Add(new StructParameter(index, [.. lengths.Prepend(items).Select(static l => new StructLeaf(l, default))]) { IsGrid = true });
        return ExpressionLowerer.Grid(type, new LocalExpression(items), [.. lengths.Select(static l => new LocalExpression(l))]);
    }

    private static bool IsOnlyRead(IOperation reference) => reference.Parent switch
    {
        IArrayElementReferenceOperation { ArrayReference: var array } element when array == reference => IsRead(element),
        IInvocationOperation { Instance: var instance, TargetMethod.Name: "GetLength" or "GetUpperBound" } => instance == reference,
        IPropertyReferenceOperation { Property.Name: "Length" or "Rank" } => true,
        _ => false,
    };

    private static bool IsRead(IOperation element) => element.Parent switch
    {
        IBinaryOperation or IUnaryOperation or IConversionOperation or IReturnOperation or IParenthesizedOperation or IConditionalOperation or IArrayElementReferenceOperation => true,
        IArgumentOperation argument => argument.Parameter?.RefKind is RefKind.None or RefKind.In,
        IAssignmentOperation assignment => assignment.Value == element && assignment is not ISimpleAssignmentOperation { IsRef: true } and not IDeconstructionAssignmentOperation,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: RefKind.None } } => true,
        _ => false,
    };
}
