using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// Types of the user's code as the transforms see them. What can carry a derivative, and what is arithmetic, is spelled out;
/// everything else is an <see cref="OpaqueType"/> with its fully qualified text.
/// </summary>
internal sealed class TypeMapper
{
    private readonly Dictionary<ITypeSymbol, IrType> _known = new(SymbolEqualityComparer.Default);
    private int _depth;

    public IrType Map(ITypeSymbol type)
    {
        if (_known.TryGetValue(type, out IrType? known))
        {
            return known;
        }

        _depth++;
        IrType mapped = MapNew(type);
        _depth--;
        if (_depth == 0)
        {
            _known[type] = mapped;
        }

        return mapped;
    }

    private IrType MapNew(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Void } => IrType.Void,
        _ when NumberTypes.KindOf(type) is ScalarKind kind => new ScalarType(kind),
        IArrayTypeSymbol array => new ArrayType(Map(array.ElementType), array.Rank),
        ITypeParameterSymbol parameter when NumberTypes.IsFloating(parameter) => new TypeParameterType(Identifier.Escape(parameter.Name)),
        INamedTypeSymbol { IsTupleType: true } tuple => Tuple(tuple),
        INamedTypeSymbol span when span.IsSpan() => new SpanType(Map(span.TypeArguments[0]), span.Name == "ReadOnlySpan"),
        INamedTypeSymbol memory when _depth == 1 && memory.IsFloatingMemory() => new MemoryType(Map(memory.TypeArguments[0]), memory.Name == "ReadOnlyMemory"),
        INamedTypeSymbol { TypeKind: TypeKind.Struct } named => Struct(named),
        _ => Opaque(type),
    };

    private StructType Tuple(INamedTypeSymbol tuple) => new(
        TypeText.Of(tuple),
        tuple.TupleElements.Select(element => new IrField(element.Name, Map(element.Type))).ToEquatableArray(),
        IsTuple: true);

    private IrType Struct(INamedTypeSymbol type)
    {
        if (type.IsTupleType || StructFields.HoldsItself(type) || StructFields.Overlap(type) || type.ConstructedFrom.SpecialType == SpecialType.System_Nullable_T || type.SpecialType != SpecialType.None)
        {
            return Opaque(type);
        }

        if (type.IsFramework() && type.DeclaringSyntaxReferences.IsEmpty)
        {
            return type.ContainingNamespace.ToDisplayString() == "System.Numerics" ? Numerics(type) : Opaque(type);
        }

        return new StructType(TypeText.Of(type), InstanceFields(type));
    }

    // Reference assemblies do not show the private fields of the framework's structs, so these go by what is public.
    private IrType Numerics(INamedTypeSymbol type) => type.Name switch
    {
        "Complex" => new StructType(TypeText.Of(type), [new("Real", IrType.Double), new("Imaginary", IrType.Double)]),
        "Vector2" or "Vector3" or "Vector4" or "Quaternion" or "Matrix4x4" when type.Arity == 0
            => new StructType(TypeText.Of(type), InstanceFields(type)),
        _ => Opaque(type),
    };

    /// <summary>The instance fields in declaration order; the field behind an automatic property goes by the property's name.</summary>
    private EquatableArray<IrField> InstanceFields(INamedTypeSymbol type) => StructFields.Of(type)
        .Select(field => new IrField(field.Member.Name, Map(field.Type)) { IsConstant = field.IsConstant })
        .ToEquatableArray();

    private static OpaqueType Opaque(ITypeSymbol type) => new(TypeText.Of(type));
}
