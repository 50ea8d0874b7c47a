using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Symbols;

/// <summary>The types whose members a type inherits, the nearest first.</summary>
internal static class BaseTypes
{
    public static IEnumerable<INamedTypeSymbol> Of(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Interface)
        {
            return type.AllInterfaces;
        }

        return Classes(type);
    }

    private static IEnumerable<INamedTypeSymbol> Classes(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? other = type.BaseType; other is not null and not { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType }; other = other.BaseType)
        {
            yield return other;
        }
    }
}
