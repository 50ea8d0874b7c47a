using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>From the compiler's types to the ones the transforms know.</summary>
internal static class TypeMapping
{
    private static readonly SymbolDisplayFormat QualifiedName = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static IrType Map(ITypeSymbol? type) => Map(type, 0);

    public static IrType Map(ITypeSymbol? type, int depth) => type switch
    {
        null => IrType.Void,
        _ when TypeSubstitution.Resolve(type) is var resolved && !SymbolEqualityComparer.Default.Equals(resolved, type) => Map(resolved, depth),
        { SpecialType: SpecialType.System_Void } => IrType.Void,
        { TypeKind: not TypeKind.Enum } when NumberTypes.KindOf(type) is { } kind => new ScalarType(kind),
        _ when StructShape.TryMapMemory(type, depth) is { } memory => memory,
        IArrayTypeSymbol array => new ArrayType(Map(array.ElementType, array.ElementType.IsFloatingMemory() ? depth + 1 : depth), array.Rank),
        INamedTypeSymbol memory when depth == 0 && memory.IsFloatingMemory() => new SpanType(Map(memory.TypeArguments[0], depth), memory.Name == "ReadOnlyMemory"),
        INamedTypeSymbol span when span.IsSpan() => new SpanType(Map(span.TypeArguments[0], depth), span.Name == "ReadOnlySpan"),
        INamedTypeSymbol named when StructShape.TryMap(named, depth) is { } whole => whole,
        ITypeParameterSymbol parameter when NumberTypes.IsFloating(parameter) => new TypeParameterType(Identifier.Escape(parameter.Name)),
        _ => new OpaqueType(type.ToDisplayString(QualifiedName)) { IsMutableValue = IsMutableValue(type) },
    };

    private static bool IsMutableValue(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Struct, IsReadOnly: false, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T };

    /// <summary>A scalar, or a type parameter that stands for a floating-point one.</summary>
    public static bool IsNumber(IrType type) => type is ScalarType or TypeParameterType;

    /// <summary>The name with <c>global::</c>, as generated code writes it.</summary>
    public static string Qualify(ITypeSymbol type) => TypeSubstitution.Resolve(type).ToDisplayString(QualifiedName);

    /// <summary>A static member, as any code may name it.</summary>
    public static string Qualify(ITypeSymbol type, ISymbol member) => $"{Qualify(type)}.{Identifier.Escape(member.Name)}";

    /// <summary>The name for a message.</summary>
    public static string Describe(ITypeSymbol type) => Map(type).Text.Replace("global::", "");

    /// <summary>A struct with a floating-point number in it that lowering does not take apart: a value that carries derivatives, and is refused.</summary>
    public static bool IsFloatingStruct(ITypeSymbol? type) => IsFloatingStruct(type, 0);

    private static bool IsFloatingStruct(ITypeSymbol? type, int depth) =>
        type is not null && depth <= StructFields.Deepest && TypeSubstitution.Resolve(type) is INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } named
        && NumberTypes.KindOf(named) is null && !named.IsSpan() && named.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T && StructShape.TryMap(named) is null
        && (IsNumerics(named) || ((!named.IsFramework() || named.IsTupleType) && HasFloatingField(named, depth)));

    // Reference assemblies do not show the private fields of the framework's structs, so these go by their name.
    public static bool IsNumerics(INamedTypeSymbol type) =>
        type is { Name: "Complex" or "Vector2" or "Vector3" or "Vector4" or "Quaternion" or "Matrix3x2" or "Matrix4x4" or "Plane" or "Vector", ContainingNamespace.Name: "Numerics" } && type.IsFramework();

    private static bool HasFloatingField(INamedTypeSymbol type, int depth) =>
        type.GetMembers().OfType<IFieldSymbol>().Any(f => !f.IsStatic && (Map(f.Type).IsDifferentiable || IsFloatingStruct(f.Type, depth + 1)));
}
