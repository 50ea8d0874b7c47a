using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>
/// Structs that the method did not make: in fields, in lists, results of [NoDiff] methods. They carry no derivative, so they stay in
/// one piece, as does memory that holds them, until a number of theirs is asked for.
/// </content>
internal sealed partial class ExpressionLowerer
{
    /// <summary>The type of such data: structs with floating-point numbers are what C# calls them.</summary>
    public static IrType InOnePiece(ITypeSymbol type) => TypeSubstitution.Resolve(type) switch
    {
        IArrayTypeSymbol array => new ArrayType(InOnePiece(array.ElementType), array.Rank),
        INamedTypeSymbol { TypeArguments: [var item] } span when StructShape.IsMemory(span) => new SpanType(InOnePiece(item), span.Name == "ReadOnlySpan"),
        var other => TypeMapping.Map(other) is StructType || MemoryViews.Is(other) ? new OpaqueType(TypeMapping.Qualify(other)) : TypeMapping.Map(other),
    };

    /// <summary>Memory of structs that stays in one piece.</summary>
    public static bool IsInOnePiece(IrExpression memory) => memory is { Type: ArrayType { Element: OpaqueType or ArrayType } or SpanType { Element: OpaqueType or ArrayType } };

    private IrExpression LowerConstantStruct(IOperation operation)
    {
        IrType type = InOnePiece(operation.Type!);
        IrExpression value = operation is IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } field }
            ? _scope.Table(field, () => (OpaqueExpression)_opaque.Lower(operation, type))
            : ToPath(_opaque.Lower(operation, type), "item");
        return Open(value, operation.Type!, operation);
    }

    /// <summary>The numbers of a struct in one piece, each to be read where it is used.</summary>
    public IrExpression Open(IrExpression whole, ITypeSymbol type, IOperation place)
    {
        if (TypeMapping.Map(type) is not StructType shape || StructShape.IsMemory(type) || TypeSubstitution.Resolve(type) is not INamedTypeSymbol named)
        {
            return whole;
        }

        return new StructExpression(shape, [.. StructShape.Members(named).Select(m => OpenMember(whole, m.Member, m.Type, place))]);
    }

    private IrExpression OpenMember(IrExpression whole, ISymbol member, ITypeSymbol type, IOperation place)
    {
        if (member is IParameterSymbol kept)
        {
            return Refuse(place, LanguageDiagnostics.Inaccessible, CapturedParameters.Describe(kept, _scope));
        }

        if (!member.ContainingType.IsTupleType && !_scope.CanName(member))
        {
            return Refuse(place, LanguageDiagnostics.Inaccessible, member.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), _scope.Home.Name, HelperHome.WaysOut(null, _scope));
        }

        string name = Identifier.Escape(member.Name);
        IrType part = InOnePiece(type);

        // An array is bound, so that the analyses see whose memory it is.
        return part.IsView ? _scope.Bind(new OpaqueExpression($"{{0}}.{name}", [whole], part), Identifier.Local(member.Name)) : Open(new FieldExpression(whole, name, part), type, place);
    }

    // Nothing can be stored there: the caller would not see it, and a derivative could not follow.
    private static bool IsConstantData(IrExpression place) => place.Leaves().Any(static leaf => leaf is FieldExpression { Target: var target } && target.Root()?.Type is OpaqueType or { IsView: true });
}
