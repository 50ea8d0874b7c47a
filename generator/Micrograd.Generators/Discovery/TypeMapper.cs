using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// Types of the user's code as the transforms see them. What can carry a derivative, and what is arithmetic, is spelled out;
/// everything else is an <see cref="OpaqueType"/> with its fully qualified text.
/// </summary>
internal sealed class TypeMapper
{
    private readonly Dictionary<ITypeSymbol, IrType> _known = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _open = new(SymbolEqualityComparer.Default);

    public IrType Map(ITypeSymbol type)
    {
        if (_known.TryGetValue(type, out IrType? known))
        {
            return known;
        }

        // struct Node { Node[] Children; }: a type inside itself is opaque there.
        if (!_open.Add(type))
        {
            return Opaque(type);
        }

        IrType mapped = MapNew(type);
        _open.Remove(type);
        if (_open.Count == 0)
        {
            _known[type] = mapped;
        }

        return mapped;
    }

    private IrType MapNew(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Void } => IrType.Void,
        _ when ScalarKindOf(type) is ScalarKind kind => new ScalarType(kind),
        IArrayTypeSymbol array => new ArrayType(Map(array.ElementType), array.Rank),
        ITypeParameterSymbol parameter when IsFloating(parameter) => new TypeParameterType(parameter.Name),
        INamedTypeSymbol { IsTupleType: true } tuple => Tuple(tuple),
        INamedTypeSymbol { TypeKind: TypeKind.Struct, Arity: 1 } named when SpanIsReadOnly(named) is bool isReadOnly
            => new SpanType(Map(named.TypeArguments[0]), isReadOnly),
        INamedTypeSymbol { TypeKind: TypeKind.Struct } named => Struct(named),
        _ => Opaque(type),
    };

    /// <summary>The kind of a number, <c>bool</c> or <c>char</c>; null for every other type, enums included.</summary>
    public static ScalarKind? ScalarKindOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => ScalarKind.Boolean,
        SpecialType.System_Char => ScalarKind.Char,
        SpecialType.System_SByte => ScalarKind.SByte,
        SpecialType.System_Byte => ScalarKind.Byte,
        SpecialType.System_Int16 => ScalarKind.Int16,
        SpecialType.System_UInt16 => ScalarKind.UInt16,
        SpecialType.System_Int32 => ScalarKind.Int32,
        SpecialType.System_UInt32 => ScalarKind.UInt32,
        SpecialType.System_Int64 => ScalarKind.Int64,
        SpecialType.System_UInt64 => ScalarKind.UInt64,
        SpecialType.System_IntPtr => ScalarKind.IntPtr,
        SpecialType.System_UIntPtr => ScalarKind.UIntPtr,
        SpecialType.System_Single => ScalarKind.Single,
        SpecialType.System_Double => ScalarKind.Double,
        _ when type is INamedTypeSymbol { Name: "Half", Arity: 0 } && IsIn(type, "System") => ScalarKind.Half,
        _ => null,
    };

    /// <summary>Whether a type parameter is constrained to <c>IFloatingPointIeee754&lt;T&gt;</c>, itself or through another interface.</summary>
    public static bool IsFloating(ITypeParameterSymbol parameter) =>
        parameter.ConstraintTypes.OfType<INamedTypeSymbol>()
            .SelectMany(static constraint => constraint.AllInterfaces.Insert(0, constraint))
            .Any(candidate => candidate is { Name: "IFloatingPointIeee754", Arity: 1 }
                && IsIn(candidate, "Numerics")
                && SymbolEqualityComparer.Default.Equals(candidate.TypeArguments[0], parameter));

    private static bool? SpanIsReadOnly(INamedTypeSymbol type) => type.Name switch
    {
        "Span" when IsIn(type, "System") => false,
        "ReadOnlySpan" when IsIn(type, "System") => true,
        _ => null,
    };

    private StructType Tuple(INamedTypeSymbol tuple) => new(
        TypeText.Of(tuple),
        tuple.TupleElements.Select(element => new IrField(element.Name, Map(element.Type))).ToEquatableArray(),
        IsTuple: true);

    private IrType Struct(INamedTypeSymbol type)
    {
        if (type.IsTupleType || type.ConstructedFrom.SpecialType == SpecialType.System_Nullable_T || type.SpecialType != SpecialType.None)
        {
            return Opaque(type);
        }

        if (IsFramework(type))
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
    private EquatableArray<IrField> InstanceFields(INamedTypeSymbol type) => type.GetMembers()
        .OfType<IFieldSymbol>()
        .Where(static field => !field.IsStatic && !field.IsConst)
        .Select(field => new IrField(field.AssociatedSymbol?.Name ?? field.Name, Map(field.Type)))
        .ToEquatableArray();

    private static OpaqueType Opaque(ITypeSymbol type) => new(TypeText.Of(type));

    private static bool IsFramework(INamedTypeSymbol type)
    {
        INamespaceSymbol? space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name is "System" or "Microsoft" && type.DeclaringSyntaxReferences.IsEmpty;
    }

    private static bool IsIn(ITypeSymbol type, string space) => type.ContainingNamespace?.Name == space && type.ContainingType is null;
}
