using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Symbols;

/// <summary>The instance fields of a struct, by the names that C# knows them under.</summary>
internal static class StructFields
{
    /// <summary>No struct that computes has parts nested deeper.</summary>
    public const int Deepest = 8;

    private const string BackingField = ">k__BackingField";

    /// <summary>
    /// In declaration order; the field behind an automatic property goes by the property. Behind them what instances keep of the
    /// primary constructor's parameters. A constant is marked <c>[NoDiff]</c>.
    /// </summary>
    public static IEnumerable<(ISymbol Member, ITypeSymbol Type, bool IsConstant)> Of(ITypeSymbol type) => type.GetMembers()
        .OfType<IFieldSymbol>()
        .Where(static field => !field.IsStatic && !field.IsConst && !KeptParameters.IsFieldOfOne(field))
        .Select(static field => (field, Member: MemberOf(field)))
        .Select(static f => (f.Member, f.field.Type, IsConstant: f.field.Has(AttributeNames.NoDiff) || IsMarked(f.Member)))
        .Concat(KeptParameters.Of(type).Select(static parameter => ((ISymbol)parameter, parameter.Type, parameter.Has(AttributeNames.NoDiff))));

    // [NoDiff] on the member, or on the parameter of a record that the property comes from.
    private static bool IsMarked(ISymbol member) => member.Has(AttributeNames.NoDiff)
        || (member is IPropertySymbol { ContainingType: { IsRecord: true } record } && record.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Name == member.Name && p.Has(AttributeNames.NoDiff))));

    /// <summary>
    /// Its parts come to no end: <c>struct Node { Node[] Children; }</c>, or, while it is being typed, <c>struct P { P Other; }</c>.
    /// </summary>
    public static bool HoldsItself(ITypeSymbol type, int depth = 0) => type switch
    {
        IArrayTypeSymbol array => HoldsItself(array.ElementType, depth),
        INamedTypeSymbol span when span.IsSpan() => HoldsItself(span.TypeArguments[0], depth),
        INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } part when !part.IsFramework() || part.IsTupleType =>
            depth > Deepest || Of(part).Any(f => HoldsItself(f.Type, depth + 1)),
        _ => false,
    };

    /// <summary>Two of its fields lie in the same memory: <c>[StructLayout(LayoutKind.Explicit)]</c>. Only source says where they lie.</summary>
    public static bool Overlap(INamedTypeSymbol type)
    {
        (int From, int To)[] fields = [.. type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic).Select(PlaceOf)];
        return fields.Where((f, i) => fields.Take(i).Any(e => f.From < e.To && e.From < f.To)).Any();
    }

    // In bytes; nothing is known of where a field lies that has no attribute, nor of how long one is that is no number.
    private static (int From, int To) PlaceOf(IFieldSymbol field)
    {
        if (field.GetAttributes().FirstOrDefault(static a => a.AttributeClass is { Name: "FieldOffsetAttribute", ContainingNamespace.Name: "InteropServices" })?.ConstructorArguments is not [{ Value: int start }])
        {
            return (0, 0);
        }

        int size = field.Type.SpecialType switch
        {
            SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte => 1,
            SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Char => 2,
            SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => 4,
            SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => 8,
            _ => int.MaxValue - start,
        };
        return (start, start + size);
    }

    /// <summary>A floating-point number stands in one of its parts, down to where nothing new is found.</summary>
    public static bool HoldsNumbers(ITypeSymbol type) => HoldsNumbers(type, 0, new(SymbolEqualityComparer.Default));

    private static bool HoldsNumbers(ITypeSymbol type, int depth, HashSet<ISymbol> seen) => type switch
    {
        _ when NumberTypes.KindOf(type) is { } kind => kind >= ScalarKind.Half,
        IArrayTypeSymbol array => HoldsNumbers(array.ElementType, depth, seen),
        INamedTypeSymbol span when span.IsSpan() => HoldsNumbers(span.TypeArguments[0], depth, seen),
        INamedTypeSymbol { TypeKind: TypeKind.Struct } part => depth <= Deepest && seen.Add(part)
            && part.GetMembers().OfType<IFieldSymbol>().Any(f => !f.IsStatic && HoldsNumbers(f.Type, depth + 1, seen)),
        _ => false,
    };

    /// <summary>
    /// Whether every field has a name that reads and writes just it: not one behind a property whose accessors do more
    /// (<c>get => field * 2</c>), and, of a struct compiled earlier, not a private one, which may change with the next version.
    /// A pointer can be named in <c>unsafe</c> code only.
    /// </summary>
    public static bool AreOpen(INamedTypeSymbol type) => !HavePointer(type) && Of(type).All(f => f.Member switch
    {
        IPropertySymbol property => IsAutomatic(property) && (IsSource(type) || property is { DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public }),
        _ => IsSource(type) || f.Member.DeclaredAccessibility == Accessibility.Public,
    });

    public static bool HavePointer(INamedTypeSymbol type) => Of(type).Any(static f => IsPointer(f.Type));

    private static bool IsPointer(ITypeSymbol type) => type is IPointerTypeSymbol or IFunctionPointerTypeSymbol || (type is IArrayTypeSymbol array && IsPointer(array.ElementType));

    private static bool IsSource(ISymbol symbol) => !symbol.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>The compiler wrote the property's accessors, so they read and write the field behind it.</summary>
    public static bool IsAutomatic(IPropertySymbol property) => property.GetMethod is { } getter && property.DeclaringSyntaxReferences switch
    {
        [] => !property.IsStatic && IsCompilerGenerated(getter) && property.ContainingType.GetMembers($"<{property.Name}{BackingField}").Length == 1,
        [var reference] => reference.GetSyntax() switch
        {
            ParameterSyntax => true,
            PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } accessors } => accessors.Accessors.All(static a => a.Body is null && a.ExpressionBody is null),
            _ => false,
        },
        _ => false,
    };

    private static bool IsCompilerGenerated(IMethodSymbol accessor) =>
        accessor.GetAttributes().Any(static a => a.AttributeClass?.ToDisplayString() == "System.Runtime.CompilerServices.CompilerGeneratedAttribute");

    // Metadata knows the field of a property by its name alone.
    private static ISymbol MemberOf(IFieldSymbol field)
    {
        if (field.AssociatedSymbol is { } known)
        {
            return known;
        }

        bool isBacking = field.Name.StartsWith("<", StringComparison.Ordinal) && field.Name.EndsWith(BackingField, StringComparison.Ordinal);
        return (isBacking ? field.ContainingType.GetMembers(field.Name.Substring(1, field.Name.Length - BackingField.Length - 1)).OfType<IPropertySymbol>().FirstOrDefault(static p => !p.IsStatic) : null) ?? (ISymbol)field;
    }
}
