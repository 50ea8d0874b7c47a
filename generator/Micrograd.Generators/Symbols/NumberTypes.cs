using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Symbols;

/// <summary>Which of the compiler's types are numbers, or stand for one.</summary>
internal static class NumberTypes
{
    /// <summary>The kind of a number, <c>bool</c> or <c>char</c>; null for every other type, enums included.</summary>
    public static ScalarKind? KindOf(ITypeSymbol type) => type.SpecialType switch
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
        _ => type is INamedTypeSymbol { Name: "Half", Arity: 0, ContainingType: null } && type.IsFramework() ? ScalarKind.Half : null,
    };

    /// <summary>Whether a type parameter is constrained to <c>IFloatingPointIeee754&lt;T&gt;</c>, itself or through another interface.</summary>
    public static bool IsFloating(ITypeParameterSymbol parameter) =>
        parameter.ConstraintTypes.OfType<INamedTypeSymbol>()
            .SelectMany(static constraint => constraint.AllInterfaces.Insert(0, constraint))
            .Any(candidate => candidate is { Name: "IFloatingPointIeee754", Arity: 1 }
                && candidate.IsFramework()
                && SymbolEqualityComparer.Default.Equals(candidate.TypeArguments[0], parameter));
}
