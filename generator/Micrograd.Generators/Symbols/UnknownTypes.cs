using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Symbols;

/// <summary>Types that do not bind, as they are while they are being typed; the compiler reports them.</summary>
internal static class UnknownTypes
{
    public static bool Has(ITypeSymbol? type) => type switch
    {
        null => false,
        { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Void } => true,
        IArrayTypeSymbol array => Has(array.ElementType),
        INamedTypeSymbol { IsGenericType: true } named => named.TypeArguments.Any(static argument => argument is IPointerTypeSymbol || Has(argument)),
        _ => false,
    };
}
