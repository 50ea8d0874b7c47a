using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Reference locals whose place is known: a second name for a variable or an element.</summary>
internal static class References
{
    public static void Bind(ILocalSymbol symbol, IVariableDeclaratorOperation declarator, IVariableInitializerOperation? initializer, ExpressionLowerer expressions, LoweringScope scope)
    {
        bool isKnown = RefAssignments(symbol, declarator).All(a => IsInBlockOf(a, declarator));
        if (!isKnown || initializer is null || !TryPlace(symbol, initializer.Value, expressions, scope))
        {
            scope.Report(LanguageDiagnostics.RefLocal, declarator.Syntax, "ref local");
        }
    }

    /// <summary><c>r = ref b</c> in the block that declares r: what follows in the text follows in time, so r is another name from here on.</summary>
    public static bool TryRebind(ISimpleAssignmentOperation assignment, ExpressionLowerer expressions, LoweringScope scope) =>
        assignment.Target is ILocalReferenceOperation { Local: var local } && scope.PlaceOf(local) is not null && TryPlace(local, assignment.Value, expressions, scope);

    /// <summary>A reference to an element stays on that element, whatever becomes of the index's variables.</summary>
    public static IrExpression Freeze(IrExpression place, string name, LoweringScope scope)
    {
        // The fields of a struct have one index.
        Dictionary<IrExpression, IrExpression> frozen = [];
        return place.MapLeaves(FreezeLeaf);

        IrExpression FreezeLeaf(IrExpression leaf) => leaf switch
        {
            ElementExpression element => element with
            {
                Array = scope.Bind(element.Array, name + "Array"),
                Indices = [.. element.Indices.Select(FreezeIndex)],
            },
            FieldExpression field => field with { Target = FreezeLeaf(field.Target) },
            _ => leaf,
        };

        IrExpression FreezeIndex(IrExpression index) =>
            index is ConstantExpression ? index
            : frozen.TryGetValue(index, out IrExpression? known) ? known
            : frozen[index] = scope.Bind(index, name + "Index");
    }

    private static bool TryPlace(ILocalSymbol symbol, IOperation value, ExpressionLowerer expressions, LoweringScope scope)
    {
        bool isPlace = value is ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation or IPropertyReferenceOperation or IFieldReferenceOperation or IImplicitIndexerReferenceOperation
            or IInvocationOperation { TargetMethod: { ReturnsByRef: true } or { ReturnsByRefReadonly: true } };
        if (!isPlace || TypeMapping.Map(symbol.Type) is { IsView: true } || (TypeMapping.Map(symbol.Type) is StructType && StructShape.IsMemory(symbol.Type)) || expressions.LowerPlace(value) is not { } place || place is ConstantExpression)
        {
            return false;
        }

        scope.SetPlace(symbol, Freeze(place, symbol.Name, scope));
        return true;
    }

    private static IEnumerable<IOperation> RefAssignments(ILocalSymbol symbol, IOperation declarator)
    {
        IOperation root = declarator;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        return root.Descendants().Where(o => o is ISimpleAssignmentOperation { IsRef: true, Target: ILocalReferenceOperation { Local: var local } } && SymbolEqualityComparer.Default.Equals(local, symbol));
    }

    // declarator → declaration → group → block
    private static bool IsInBlockOf(IOperation assignment, IOperation declarator)
    {
        IOperation? block = declarator;
        while (block is not null and not IBlockOperation)
        {
            block = block.Parent;
        }

        return block is not null && assignment.Parent is IExpressionStatementOperation { Parent: { } parent } && parent == block;
    }
}
