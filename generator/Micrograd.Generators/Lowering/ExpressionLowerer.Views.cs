using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Arrays and spans: elements, lengths, slices, new memory.</content>
internal sealed partial class ExpressionLowerer
{
    private IrExpression LowerArrayElement(IArrayElementReferenceOperation element)
    {
        if (element.Indices.Length == 1 && element.Indices[0].Peeled() is IRangeOperation range)
        {
            IrExpression array = ToPath(Lower(element.ArrayReference), "array");
            return LowerCopy(LowerSlice(array, range), TypeMapping.Map(element.Type));
        }

        return LowerElement(element.ArrayReference, element.Indices, element.Type);
    }

    private IrExpression LowerImplicitIndexer(IImplicitIndexerReferenceOperation reference)
    {
        if (!TypeMapping.Map(reference.Instance.Type).IsView && !(IsStruct(reference.Instance) && StructShape.IsMemory(reference.Instance.Type)))
        {
            return LowerInactive(reference);
        }

        if (reference.Argument.Peeled() is IRangeOperation range)
        {
            return LowerSlice(ToPath(Lower(reference.Instance)), range);
        }

        return LowerElement(reference.Instance, [reference.Argument], reference.Type);
    }

    private IrExpression LowerElement(IOperation array, ImmutableArray<IOperation> indices, ITypeSymbol? type)
    {
        if (RefuseElement(array, type) is { } refused)
        {
            return refused;
        }

        OperandSequence operands = new OperandSequence(_scope).Value(() => ToPath(Lower(array), "array"));
        IrExpression measured = operands[0].Leaves().First();
        foreach (IOperation index in indices)
        {
            operands.Value(() => LowerIndex(index, measured));
        }

        if (operands[0] is StructExpression memory && !IsGrid(array))
        {
            // One index for all fields.
            IrExpression position = operands[1] is LocalExpression or ConstantExpression ? operands[1] : _scope.Bind(operands[1], "index");
            return StructElement(memory, position, TypeMapping.Map(type));
        }

        if (IsInOnePiece(operands[0]) && StructShape.IsMemory(array.Type) && TypeMapping.Map(type) is StructType)
        {
            IrExpression[] places = [.. operands.All.Skip(1).Select(i => i is LocalExpression or ConstantExpression ? i : _scope.Bind(i, "index"))];
            return Open(new ElementExpression(operands[0], places.ToEquatableArray(), InOnePiece(type!)), type!, array);
        }

        return operands[0] is StructExpression grid
            ? GridElement(grid, [.. operands.All.Skip(1)], TypeMapping.Map(type))
            : new ElementExpression(operands[0], operands.All.Skip(1).ToEquatableArray(), MemoryViews.Is(type) ? InOnePiece(type!) : TypeMapping.Map(type));
    }

    private IrExpression? RefuseElement(IOperation array, ITypeSymbol? type) =>
        TypeMapping.IsFloatingStruct(type) ? Refuse(array, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(array.Type!))
        : TypeMapping.Map(array.Type) is ArrayType { IsDifferentiable: true, Element.IsView: true, IsJagged: false }
            ? Refuse(array, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(array.Type!))
        : null;

    // `^n` counts from the end.
    private IrExpression LowerIndex(IOperation index, IrExpression array) => index.Peeled() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand: { } fromEnd } => new LengthExpression(array) - Lower(fromEnd),
        { Type.Name: "Index" } => Refuse(index, LanguageDiagnostics.IndexValue, "System.Index"),
        _ when TypeMapping.Map(index.Type) is ScalarType type => LowerPosition(Lower(index), type),
        IOperation peeled => Lower(peeled),
    };

    // C# takes wider integers as indices too; what no int holds is outside every array here.
    private IrExpression LowerPosition(IrExpression index, ScalarType type)
    {
        if (!IsWide(type))
        {
            return index;
        }

        if (index is ConstantExpression { Bits: >= 0 and <= int.MaxValue } constant)
        {
            return Integers.Constant(constant.Bits);
        }

        IrExpression wide = ConvertTo(index, IrType.Int64, isChecked: false);
        wide = wide is LocalExpression ? wide : _scope.Bind(wide, "index");
        _scope.Emit(RangeCheck.Create(wide, ConstantText.Create(1L << 31, IrType.Int64)));
        return ConvertTo(wide, IrType.Int32, isChecked: false);
    }

    private static bool IsWide(IrType type) => type is ScalarType { IsInteger: true, Kind: >= ScalarKind.UInt32 };

    // Of a new array; what no int holds throws, as it does in C#.
    private IrExpression LowerLength(IOperation size)
    {
        IrExpression length = Lower(size);
        return IsWide(length.Type) ? ConvertTo(length, IrType.Int32, isChecked: true) : length;
    }

    private IrExpression LowerSlice(IrExpression view, IRangeOperation range)
    {
        IrExpression measured = view.Leaves().First();
        OperandSequence ends = new OperandSequence(_scope)
            .Value(() => range.LeftOperand is null ? ConstantExpression.Integer(0) : LowerIndex(range.LeftOperand, measured))
            .Value(() => range.RightOperand is null ? new LengthExpression(measured) : LowerIndex(range.RightOperand, measured));
        IrExpression? length = range.RightOperand is null ? null : LengthBetween(ends[0], ends[1]);
        return Slice(view, ends[0], length);
    }

    /// <summary>The same memory under another type.</summary>
    public IrExpression Seen(IrExpression view, IrType type) =>
        view is StructExpression memory ? ConvertMemory(memory, (StructType)type) : new ViewExpression(view, null, null, type);

    /// <summary>A part of a view; of memory of structs, that part of the memory of each field. An array is sliced as a span.</summary>
    public IrExpression Slice(IrExpression view, IrExpression start, IrExpression? length, IrType? type = null)
    {
        if (view is not StructExpression memory)
        {
            return new ViewExpression(view, start, length, type ?? (view.Type is SpanType ? view.Type : new SpanType(CountedLoops.ElementOf(view.Type), IsReadOnly: false)));
        }

        (IrExpression from, IrExpression? count) = (Once(start), length is null ? null : Once(length));
        return memory with { Fields = [.. memory.Fields.Select((f, k) => Slice(f, from, count, (type as StructType)?.Fields[k].Type))] };

        IrExpression Once(IrExpression end) => end is ConstantExpression or LocalExpression ? end : _scope.Bind(end, "end");
    }

    private static IrExpression LengthBetween(IrExpression start, IrExpression end) => (start, end) switch
    {
        (ConstantExpression { Bits: 0 }, _) => end,
        (ConstantExpression from, ConstantExpression to) => ConstantExpression.Integer((int)(to.Bits - from.Bits)),
        _ => end - start,
    };

    /// <summary>New memory with the elements of a view, which is read before anything else is written.</summary>
    public IrExpression LowerCopy(IrExpression view, IrType type)
    {
        if (view is StructExpression memory && type is StructType copies)
        {
            return new StructExpression(copies, [.. memory.Fields.Select((f, k) => LowerCopy(f, copies.Fields[k].Type))]);
        }

        IrExpression source = view is ViewExpression ? _scope.Bind(view with { Type = AsReadOnlySpan(type) }, "source") : ToPath(view);
        IrExpression copy = _scope.Bind(new NewArrayExpression([new LengthExpression(source)], ArrayStorage.Heap, type), "copy");
        CountedLoops.Emit(_scope, new LengthExpression(source), i => [new AssignStatement(CountedLoops.At(copy, i), CountedLoops.At(source, i))]);
        return copy;
    }

    private static IrType AsReadOnlySpan(IrType type) => new SpanType(CountedLoops.ElementOf(type), IsReadOnly: true);

    /// <param name="named">The local to declare as this memory, if it is declared at once.</param>
    public IrExpression LowerArrayCreation(IArrayCreationOperation creation, IrLocal? named)
    {
        if (TypeMapping.Map(creation.Type) is StructType structs)
        {
            return MakeStructArray(structs, creation);
        }

        ArrayType type = (ArrayType)TypeMapping.Map(creation.Type);
        if (type is { Rank: > 1, Element.IsFloating: true } && !creation.DimensionSizes.IsEmpty)
        {
            return MakeGrid(type, creation);
        }

        if (TypeMapping.IsFloatingStruct(((IArrayTypeSymbol)creation.Type!).ElementType) || (type is { IsDifferentiable: true, IsJagged: false } && (type.Rank > 1 || type.Element.IsView)))
        {
            return Refuse(creation, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(creation.Type));
        }

        if (!IsNumeric(type.Element) && !type.IsJagged)
        {
            return LowerOpaque(creation);
        }

        // Half-written: `new double[`.
        if (creation.DimensionSizes.IsEmpty)
        {
            return _scope.Abandon();
        }

        OperandSequence lengths = new(_scope);
        foreach (IOperation size in creation.DimensionSizes)
        {
            lengths.Value(() => LowerLength(size));
        }

        IrExpression array = Declare(new NewArrayExpression(lengths.All.ToEquatableArray(), ArrayStorage.Heap, named?.Type ?? type), named);
        FillWith(array, creation.Initializer?.ElementValues ?? []);
        return array;
    }

    public IrExpression LowerCollection(ICollectionExpressionOperation collection, IrLocal? named)
    {
        IrType type = TypeMapping.Map(collection.Type);
        if (type is StructType structs && StructShape.ItemOf(collection.Type) is { } item && !collection.Elements.Any(static e => e is ISpreadOperation))
        {
            return MakeStructs(structs, ConstantExpression.Integer(collection.Elements.Length), ArrayStorage.Heap, collection.Elements, item);
        }

        if (!type.IsView || !(IsNumeric(CountedLoops.ElementOf(type)) || type is ArrayType { IsJagged: true }))
        {
            return TypeMapping.Map(collection.Type).IsDifferentiable || TypeMapping.IsFloatingStruct(collection.Type) ? Refuse(collection) : LowerOpaque(collection);
        }

        if (collection.Elements.Any(static e => e is ISpreadOperation))
        {
            return LowerSpreads(collection, type);
        }

        // The elements are stored one by one, so they need a view that can be written.
        IrType memory = type is SpanType ? new SpanType(CountedLoops.ElementOf(type), IsReadOnly: false) : type;
        NewArrayExpression creation = new([ConstantExpression.Integer(collection.Elements.Length)], ArrayStorage.Heap, memory);
        IrExpression array = Declare(creation, named?.Type == memory ? named : null);
        FillWith(array, collection.Elements);
        return memory == type ? array : new ViewExpression(array, null, null, type);
    }

    private IrExpression Declare(NewArrayExpression creation, IrLocal? named)
    {
        if (named is null)
        {
            return _scope.Bind(creation, "values");
        }

        _scope.Emit(new DeclareStatement(named, creation));
        return new LocalExpression(named);
    }

    private void FillWith(IrExpression array, ImmutableArray<IOperation> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            IrExpression value = Lower(values[i]);
            _scope.Emit(new AssignStatement(CountedLoops.At(array, ConstantExpression.Integer(i)), value.Type.IsView ? ToPath(value, "row") : _scope.Unbind(value)));
        }
    }

    private static bool IsNumeric(IrType element) => TypeMapping.IsNumber(element);

    // stackalloc has no operation kind of its own.
    public static bool IsStackAllocation(IOperation operation) =>
        operation.Syntax is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax;

    private IrExpression LowerUnmodelled(IOperation operation) =>
        IsStackAllocation(operation) && (TypeMapping.Map(operation.Type).IsView || StructShape.ItemOf(operation.Type) is not null) ? LowerStackAllocation(operation, TypeMapping.Map(operation.Type)) : Refuse(operation);

    public IrExpression LowerStackAllocation(IOperation operation, IrType type, IrLocal? named = null)
    {
        SemanticModel model = operation.SemanticModel!;
        InitializerExpressionSyntax? initializer = (operation.Syntax as StackAllocArrayCreationExpressionSyntax)?.Initializer
            ?? (operation.Syntax as ImplicitStackAllocArrayCreationExpressionSyntax)?.Initializer;
        ExpressionSyntax? size = ((operation.Syntax as StackAllocArrayCreationExpressionSyntax)?.Type as ArrayTypeSyntax)?.RankSpecifiers[0].Sizes[0];
        IrExpression length = size is null or OmittedArraySizeExpressionSyntax
            ? ConstantExpression.Integer(initializer?.Expressions.Count ?? 0)
            : Lower(model.GetOperation(size, _scope.CancellationToken)!);
        if (type is StructType structs && StructShape.ItemOf(operation.Type) is { } item)
        {
            return MakeStructs(structs, length, ArrayStorage.Stack, [.. (initializer?.Expressions ?? []).Select(e => model.GetOperation(e, _scope.CancellationToken)!)], item);
        }

        IrType element = CountedLoops.ElementOf(type);
        NewArrayExpression creation = new([length], ArrayStorage.Stack, new SpanType(element, IsReadOnly: false));
        IrExpression memory = Declare(creation, named?.Type == creation.Type ? named : null);
        for (int i = 0; initializer is not null && i < initializer.Expressions.Count; i++)
        {
            IrExpression value = Lower(model.GetOperation(initializer.Expressions[i], _scope.CancellationToken)!);
            _scope.Emit(new AssignStatement(CountedLoops.At(memory, ConstantExpression.Integer(i)), ConvertTo(value, element)));
        }

        return type == memory.Type ? memory : new ViewExpression(memory, null, null, type);
    }
}
