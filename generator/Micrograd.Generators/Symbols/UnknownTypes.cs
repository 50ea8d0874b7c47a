using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Symbols;

/// <summary>Types that do not bind, or that nothing can be of, as they are while they are being typed; the compiler reports them.</summary>
internal static class UnknownTypes
{
    public static bool Has(ITypeSymbol? type) => Peeled(type) is { IsStatic: true } || HasInArguments(type);

    /// <summary>Of the type that a member is of: a static one is as good as any other there.</summary>
    public static bool HasInArguments(ITypeSymbol? type) => HasItself(type) || (Peeled(type) is INamedTypeSymbol { IsGenericType: true } named && HasInConstraints(named));

    /// <summary>The type itself, or a field of a struct: each has a name of its own in generated code.</summary>
    public static bool HasInFields(ITypeSymbol type, int depth = 0) =>
        Has(type) || (depth <= StructFields.Deepest && Peeled(type) is INamedTypeSymbol { TypeKind: TypeKind.Struct, DeclaringSyntaxReferences.IsEmpty: false } part && StructFields.Of(part).Any(f => HasInFields(f.Type, depth + 1)));

    /// <summary>Whether nobody can tell yet which type arguments the method, or the type it is of, may be given: <c>where T : IList&lt;&gt;</c>.</summary>
    public static bool HasInConstraints(IMethodSymbol method) =>
        method.TypeParameters.Any(static p => p.ConstraintTypes.Any(Has)) || (method.ContainingType is { IsGenericType: true } type && HasInConstraints(type));

    private static bool HasInConstraints(INamedTypeSymbol type) =>
        Any(type.TypeParameters) || type.TypeArguments.Any(Has) || (type.ContainingType is { IsGenericType: true } outer && HasInConstraints(outer));

    // A constraint of a type may name that type again, so its own constraints are not asked.
    private static bool Any(ImmutableArray<ITypeParameterSymbol> parameters) => parameters.Any(static p => p.ConstraintTypes.Any(HasItself));

    private static ITypeSymbol? Peeled(ITypeSymbol? type) => type is IArrayTypeSymbol array ? Peeled(array.ElementType) : type;

    // The arguments of an unbound generic type are errors.
    private static bool HasItself(ITypeSymbol? type) => type switch
    {
        null => false,
        { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Void } => true,
        IArrayTypeSymbol array => HasItself(array.ElementType),
        IPointerTypeSymbol pointer => HasItself(pointer.PointedAtType),
        INamedTypeSymbol { IsGenericType: true } named => named.TypeArguments.Any(static argument => argument is IPointerTypeSymbol or { IsStatic: true } || HasItself(argument)),
        _ => false,
    };
}
