using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// Signatures whose members are described (Emit) but whose bodies cannot be differentiated yet. One line each: a later version
/// lifts the fence by removing the line.
/// </summary>
internal static class SignatureFence
{
    private const string MarkNoDiff = "mark it [NoDiff]";

    public static IEnumerable<Diagnostic> Check(IMethodSymbol method, MethodSignature signature)
    {
        foreach ((string what, string wayOut) in MethodReasons(method, signature))
        {
            yield return Diagnostic.Create(UsageDiagnostics.SignatureNotSupported, Place(method), method.Name, what, wayOut);
        }

        for (int i = 0; i < method.Parameters.Length; i++)
        {
            if (ParameterReason(method.Parameters[i], signature.Parameters[i]) is (string what, string wayOut))
            {
                yield return Diagnostic.Create(
                    UsageDiagnostics.SignatureNotSupported, Place(method.Parameters[i]), method.Name, $"{what} '{method.Parameters[i].Name}'", wayOut);
            }
        }
    }

    private static IEnumerable<(string What, string WayOut)> MethodReasons(IMethodSymbol method, MethodSignature signature)
    {
        if (signature.ReturnType is MemoryType)
        {
            yield return ("a result of type Memory", "write it to a span parameter, or return an array");
        }
        else if (!method.Has(AttributeNames.NoDiff) && Reason(method.ReturnType, signature.ReturnType) is string type)
        {
            yield return ($"a result of {type}", "write it to a span parameter");
        }

        if (method.Has(AttributeNames.NoDiff))
        {
            yield return ("a result marked [NoDiff]", "remove one of the two attributes");
        }
    }

    private static (string What, string WayOut)? ParameterReason(IParameterSymbol symbol, IrParameter parameter)
    {
        bool isReference = parameter.Mode is ParameterMode.Ref or ParameterMode.Out;
        if (isReference && parameter.Local.Type.IsView)
        {
            return ($"{(parameter.Mode == ParameterMode.Ref ? "ref" : "out")} parameter of an array or span type", "pass the array or span itself, or return the new one");
        }

        if (symbol.Has(AttributeNames.NoDiff))
        {
            return null;
        }

        if (parameter.Local.Type.IsDifferentiable && HiddenFields(symbol.Type) is { } hidden)
        {
            return ($"a parameter of {hidden}", $"pass its numbers, or {MarkNoDiff}");
        }

        if (parameter.Local.Type is StructType { IsDifferentiable: true } whole && HoldsStructs(whole))
        {
            return ("a parameter of a struct type that holds an array of structs", $"pass the array itself, or {MarkNoDiff}");
        }

        if (parameter.Local.Type is StructType { IsDifferentiable: true } type)
        {
            return type.HoldsMemory && (parameter.Mode is ParameterMode.Ref or ParameterMode.Out || !IsOpen(symbol.Type, type))
                ? ("a parameter of a struct type that holds an array", "pass the array itself, or give the struct accessible fields that can be set") : null;
        }

        if (ElementOf(parameter.Local.Type) is { IsDifferentiable: true } element)
        {
            return element.HoldsMemory ? ("a parameter of an array or span of structs that hold arrays", "pass the arrays themselves") : null;
        }

        return Reason(symbol.Type, parameter.Local.Type) is string reason
            ? ($"a parameter of {reason}", $"pass spans or arrays of double or float, or {MarkNoDiff}")
            : null;
    }

    // The struct that an array or span holds.
    private static StructType? ElementOf(IrType type) => type is ArrayType { Rank: 1, Element: StructType item } ? item : (type as SpanType)?.Element as StructType;

    // The generated code clears and checks each member by name.
    private static bool IsOpen(ITypeSymbol symbol, StructType type) =>
        symbol.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic && !f.IsConst && !f.IsImplicitlyDeclared || f is { IsStatic: false, AssociatedSymbol: not null })
            .Zip(type.Fields, static (field, mapped) => (Field: field, mapped.Type, mapped.IsDifferentiable))
            .Where(static f => f.IsDifferentiable)
            .All(static f => (f.Field.AssociatedSymbol ?? f.Field).DeclaredAccessibility is Accessibility.Public or Accessibility.Internal && f.Type switch
            {
                ArrayType { Rank: 1, Element: ScalarType } or SpanType { Element: ScalarType } => true,
                StructType inner => IsOpen(f.Field.Type, inner),
                { IsFloating: true } => f.Field.AssociatedSymbol is IPropertySymbol property ? property.SetMethod is { DeclaredAccessibility: Accessibility.Public or Accessibility.Internal } : !f.Field.IsReadOnly,
                _ => false,
            })
        && !symbol.IsTupleType && !KeptParameters.Of(symbol).Any();

    // Constants among them: the others are open to nobody.
    private static bool HoldsStructs(StructType type) => type.Fields.Any(static f => ElementOf(f.Type) is { IsDifferentiable: true } || (f.Type is StructType inner && HoldsStructs(inner)));

    // Derivatives are stored under the names of fields: of the struct's, or of those of the one that memory holds.
    private static string? HiddenFields(ITypeSymbol symbol) => symbol switch
    {
        IArrayTypeSymbol array => HiddenFields(array.ElementType),
        INamedTypeSymbol span when span.IsSpan() => HiddenFields(span.TypeArguments[0]),
        INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None, IsTupleType: false } type when !type.IsFramework() =>
            StructFields.AreOpen(type) ? StructFields.Of(type).Select(static f => HiddenFields(f.Type)).FirstOrDefault(static reason => reason is not null)
            : StructFields.HavePointer(type) ? "a struct type with a pointer"
            : type.DeclaringSyntaxReferences.IsEmpty ? "a struct type of another assembly with fields that are not public"
            : "a struct type with a property that is more than its field",
        _ => null,
    };

    /// <summary>Why values of a type cannot be differentiated yet; null for those that can, and for constants.</summary>
    private static string? Reason(ITypeSymbol symbol, IrType mapped) => mapped switch
    {
        ScalarType { Kind: ScalarKind.Half } or SpanType { Element: ScalarType { Kind: ScalarKind.Half } } or MemoryType { Element: ScalarType { Kind: ScalarKind.Half } } or ArrayType { Element: ScalarType { Kind: ScalarKind.Half } } => "type Half",
        { IsFloating: true } => null,
        { IsDifferentiable: true } when HiddenFields(symbol) is { } hidden => hidden,
        StructType { HoldsMemory: true } => "a struct type that holds an array",
        ArrayType { IsDifferentiable: true, Rank: > 1, Element.IsFloating: false } => "a multi-dimensional array type",
        ArrayType { IsDifferentiable: true, Element: ArrayType, IsJagged: false } => "a jagged array type of more than two levels",
        ArrayType { IsJagged: true, Element: ArrayType { Element: ScalarType { Kind: ScalarKind.Half } } } => "type Half",
        SpanType { IsDifferentiable: true, Element: ArrayType } => "a span of arrays",
        ArrayType { IsDifferentiable: true, Element: StructType } => "an array of structs",
        OpaqueType when symbol is INamedTypeSymbol { TypeKind: TypeKind.Struct } node && StructFields.HoldsItself(node) && StructFields.HoldsNumbers(node) => "a struct type that holds itself",
        OpaqueType when symbol is INamedTypeSymbol { TypeKind: TypeKind.Struct } union && StructFields.Overlap(union) && StructFields.HoldsNumbers(union) => "a struct type whose fields share memory",
        OpaqueType when symbol is INamedTypeSymbol { Name: "Memory" or "ReadOnlyMemory", Arity: 1, ContainingNamespace.Name: "System" } memory
            && new TypeMapper().Map(memory.TypeArguments[0]).IsDifferentiable => "type Memory of structs or arrays",
        _ => null,
    };

    private static Location Place(ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;
}
