using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Memory of structs: one array or span for each field.</content>
internal sealed partial class ExpressionLowerer
{
    // points.Length, points[i]
    private IrExpression LowerMemoryMember(IPropertyReferenceOperation reference) => reference switch
    {
        { Property.IsIndexer: true } => LowerElement(reference.Instance!, [reference.Arguments[0].Value], reference.Type),
        { Property.Name: "Length" } => new LengthExpression(ToPath(Lower(reference.Instance!)).Leaves().First()),
        { Property.Name: "IsEmpty" } => new LengthExpression(ToPath(Lower(reference.Instance!)).Leaves().First()).IsEqual(ConstantExpression.Integer(0)),
        _ => Refuse(reference),
    };

    /// <summary>An element of memory of structs: that element of the memory of each field.</summary>
    public static IrExpression StructElement(IrExpression memory, IrExpression index, IrType type) => (memory, type) switch
    {
        (StructExpression whole, StructType element) => new StructExpression(element, [.. element.Fields.Select((f, k) => StructElement(whole.Fields[k], index, f.Type))]),
        _ => new ElementExpression(memory, [index], type),
    };

    private IrExpression MakeStructArray(StructType type, IArrayCreationOperation creation)
    {
        if (creation.DimensionSizes.Length != 1)
        {
            return Refuse(creation, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(creation.Type!));
        }

        return MakeStructs(type, LowerLength(creation.DimensionSizes[0]), ArrayStorage.Heap, creation.Initializer?.ElementValues ?? [], ((IArrayTypeSymbol)creation.Type!).ElementType);
    }

    /// <summary>New memory of structs. <paramref name="values"/> are stored one by one, from its beginning.</summary>
    private IrExpression MakeStructs(StructType type, IrExpression length, ArrayStorage storage, ImmutableArray<IOperation> values, ITypeSymbol item)
    {
        length = length is LocalExpression or ConstantExpression ? length : _scope.Bind(length, "length");
        bool isReadOnly = false;
        IrExpression made = Allocate(type);
        IrType element = TypeMapping.Map(item);
        for (int i = 0; i < values.Length; i++)
        {
            Store(StructElement(made, ConstantExpression.Integer(i), element), Lower(values[i]), isUsed: false);
        }

        return isReadOnly ? ConvertMemory((StructExpression)made, type) : made;

        IrExpression Allocate(IrType part)
        {
            if (part is StructType whole)
            {
                return new StructExpression(whole, [.. whole.Fields.Select(f => Allocate(f.Type))]);
            }

            isReadOnly |= part is SpanType { IsReadOnly: true };
            return _scope.Bind(new NewArrayExpression([length], storage, part is SpanType span ? span with { IsReadOnly = false } : part), "values");
        }
    }
}
