using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>Which structs lowering takes apart, and into which fields. A field is addressed by its number, in the order of declaration.</summary>
internal static class StructShape
{
    /// <summary>The type with its fields; null for a struct that stays in one piece.</summary>
    public static StructType? TryMap(INamedTypeSymbol type, int depth = 0)
    {
        if (!HasKnownFields(type))
        {
            return null;
        }

        IrField[] fields = [.. FieldsOf(type).Select(f => new IrField(f.Name, TypeMapping.Map(f.Type, depth + 1)) { IsConstant = f.IsConstant })];
        return type.IsTupleType || fields.Any(static f => f.IsDifferentiable)
            ? new StructType(TypeMapping.Qualify(type), fields.ToEquatableArray(), type.IsTupleType)
            : null;
    }

    /// <summary>
    /// Memory that holds structs, as a struct of memories: one array or span for each field. Null for other types, and for memory
    /// of more than one dimension.
    /// </summary>
    public static StructType? TryMapMemory(ITypeSymbol type, int depth = 0) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType: INamedTypeSymbol element } when IsStructElement(element, depth, out StructType? fields) => Spread(fields!, TypeMapping.Qualify(type), static f => new ArrayType(f)),
        INamedTypeSymbol { TypeArguments: [INamedTypeSymbol element] } span when span.IsSpan() && IsStructElement(element, depth, out StructType? fields)
            => Spread(fields!, TypeMapping.Qualify(type), f => new SpanType(f, span.Name == "ReadOnlySpan")),
        _ => null,
    };

    private static bool IsStructElement(INamedTypeSymbol element, int depth, out StructType? fields)
    {
        fields = TypeSubstitution.Resolve(element) is var resolved && TypeMapping.Map(resolved, depth + 1) is StructType type && !IsMemory(resolved) ? type : null;
        return fields is not null;
    }

    /// <summary>The structs that memory holds; null for other types.</summary>
    public static ITypeSymbol? ItemOf(ITypeSymbol? type) => !IsMemory(type) || TypeMapping.Map(type) is not StructType ? null
        : type is IArrayTypeSymbol array ? array.ElementType : ((INamedTypeSymbol)type!).TypeArguments[0];

    public static bool IsMemory(ITypeSymbol? type) => type is not null && TypeSubstitution.Resolve(type) is IArrayTypeSymbol or INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" };

    private static StructType Spread(StructType element, string name, Func<IrType, IrType> memory) =>
        new(name, [.. element.Fields.Select(f => f with { Type = f.Type is StructType inner ? Spread(inner, name, memory) : memory(f.Type) })]);

    /// <summary>The number of a field, or of the field behind an automatic property; -1 where it is not one of the type's.</summary>
    public static int IndexOf(ISymbol member)
    {
        if (member is IFieldSymbol { ContainingType: { IsTupleType: true } tuple } element)
        {
            string position = (element.CorrespondingTupleField ?? element).Name;
            return tuple.TupleElements.Select(static e => (e.CorrespondingTupleField ?? e).Name).ToList().IndexOf(position);
        }

        if (member is IParameterSymbol kept)
        {
            return FieldsOf(kept.ContainingType).FindIndex(f => f.Symbol is IParameterSymbol p && SymbolEqualityComparer.Default.Equals(p.OriginalDefinition, kept.OriginalDefinition));
        }

        ISymbol named = (member as IFieldSymbol)?.AssociatedSymbol ?? member;
        return FieldsOf(member.ContainingType).FindIndex(f => SymbolEqualityComparer.Default.Equals(f.Symbol, named));
    }

    /// <summary>Whether reading and writing the property is reading and writing the field behind it, and nothing else.</summary>
    public static bool IsAutomatic(IPropertySymbol property) =>
        (TypeMapping.IsNumerics(property.ContainingType) && IndexOf(property) >= 0) || StructFields.IsAutomatic(property);

    /// <summary>The members that the fields go by, in order: fields, and properties that are nothing but a field.</summary>
    public static IEnumerable<(ISymbol Member, ITypeSymbol Type)> Members(INamedTypeSymbol type) => FieldsOf(type).Select(static f => (f.Symbol, f.Type));

    private static List<(ISymbol Symbol, string Name, ITypeSymbol Type, bool IsConstant)> FieldsOf(INamedTypeSymbol type) =>
        type.IsTupleType ? [.. type.TupleElements.Select(static e => ((ISymbol)e, e.Name, e.Type, false))]
        : TypeMapping.IsNumerics(type) ? NumericsFields(type)
        : [.. StructFields.Of(type).Select(static f => (f.Member, f.Member.Name, f.Type, f.IsConstant))];

    // Reference assemblies do not show private fields; these types are what their public members say.
    private static List<(ISymbol Symbol, string Name, ITypeSymbol Type, bool IsConstant)> NumericsFields(INamedTypeSymbol type) =>
        type.Name == "Complex"
            ? [.. type.GetMembers().OfType<IPropertySymbol>().Where(static p => p.Name is "Real" or "Imaginary").OrderByDescending(static p => p.Name).Select(static p => ((ISymbol)p, p.Name, p.Type, false))]
            : [.. type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic && f.Name is "X" or "Y" or "Z" or "W").OrderBy(static f => f.Name == "W").ThenBy(static f => f.Name, StringComparer.Ordinal).Select(static f => ((ISymbol)f, f.Name, f.Type, false))];

    private static bool HasKnownFields(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None }
        && (type.IsTupleType
            || (TypeMapping.IsNumerics(type) && type is { IsGenericType: false, Name: "Complex" or "Vector2" or "Vector3" or "Vector4" })
            || ((!type.DeclaringSyntaxReferences.IsEmpty || !type.IsFramework()) && StructFields.AreOpen(type) && !HasReferenceField(type) && !StructFields.HoldsItself(type) && !StructFields.Overlap(type)));

    private static bool HasReferenceField(INamedTypeSymbol type) => type.GetMembers().OfType<IFieldSymbol>().Any(static f => f.RefKind != RefKind.None || f.IsFixedSizeBuffer)
        || IsInlineArray(type);

    public static bool IsInlineArray(ITypeSymbol type) => type.GetAttributes().Any(static a => a.AttributeClass?.Name == "InlineArrayAttribute");
}
