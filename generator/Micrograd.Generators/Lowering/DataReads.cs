using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Reads of members that do nothing but read: fields and automatic properties of static classes and of objects.</summary>
internal static class DataReads
{
    private const string Access = ".";

    /// <summary>All on the way is read-only, so that the same comes out whenever it is read.</summary>
    public static bool IsFixed(IOperation? operation) => Member(operation) is { IsReadOnly: true } member && (member.Object is null || IsVariable(member.Object) || IsFixed(member.Object));

    /// <summary>
    /// The text of a read, but with no value where an object on the way is null (<c>{0}?.Inner?.Weights</c>), so that it can be
    /// read before it is known to be needed; null for what is no such read.
    /// </summary>
    public static string? WithoutObject(IOperation operation, string template)
    {
        int end = template.Length;
        string guarded = template;
        for (IOperation? read = operation; !IsVariable(read); read = Member(read)!.Object)
        {
            if (Member(read) is not { } member)
            {
                return null;
            }

            if (member.Object is null)
            {
                break;
            }

            end = template.LastIndexOf(Access, end - 1, StringComparison.Ordinal);
            if (end <= 0)
            {
                return null;
            }

            bool isOwn = member.Object is IInstanceReferenceOperation && template.StartsWith("this.", StringComparison.Ordinal);
            guarded = isOwn ? guarded : guarded.Substring(0, end).TrimEnd('!') + "?" + guarded.Substring(end);
        }

        return guarded.TrimEnd('!');
    }

    /// <summary>The first member that is read is static, of another type with a static constructor: that runs when it is read, and not before.</summary>
    public static bool RunsConstructor(IOperation? operation, INamedTypeSymbol own) => Member(operation) is { Object: var instance }
        && (instance is not null ? RunsConstructor(instance, own)
            : operation is IMemberReferenceOperation { Member.ContainingType: var type } && !SymbolEqualityComparer.Default.Equals(type, own) && type.StaticConstructors.Any(static c => !c.IsImplicitlyDeclared));

    /// <summary>Variables, elements of arrays and such members, and nothing else: <c>nodes[i + 1].Weight</c>.</summary>
    public static bool IsRead(IOperation operation) => operation switch
    {
        { ConstantValue.HasValue: true } => true,
        IConversionOperation { OperatorMethod: null } conversion => IsRead(conversion.Operand),
        IBinaryOperation { OperatorMethod: null } binary => IsRead(binary.LeftOperand) && IsRead(binary.RightOperand),
        IArrayElementReferenceOperation element => IsRead(element.ArrayReference) && element.Indices.All(IsRead),
        _ => IsVariable(operation) || (Member(operation) is { } member && (member.Object is null || IsRead(member.Object))),
    };

    /// <summary>The compiler wrote its accessors, and no others can run instead.</summary>
    public static bool IsAutomatic(IPropertySymbol property) => property is { IsVirtual: false, IsAbstract: false, IsOverride: false } && StructShape.IsAutomatic(property);

    private static DataMember? Member(IOperation? operation) => operation switch
    {
        IFieldReferenceOperation { Field: { IsVolatile: false, RefKind: RefKind.None } field, Instance: var instance } => Of(field.IsStatic ? null : instance, field.IsStatic, field.IsReadOnly),
        IPropertyReferenceOperation { Property: var property, Instance: var instance } when IsAutomatic(property) && !TypeMapping.IsNumerics(property.ContainingType) =>
            Of(property.IsStatic ? null : instance, property.IsStatic, property.SetMethod is null or { IsInitOnly: true }),
        _ => null,
    };

    // Of structs, a read would copy them.
    private static DataMember? Of(IOperation? instance, bool isStatic, bool isReadOnly) => isStatic || instance is { Type.IsReferenceType: true } ? new DataMember(instance, isReadOnly) : null;

    private static bool IsVariable(IOperation? operation) => operation is ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation;

    private sealed record DataMember(IOperation? Object, bool IsReadOnly);
}
