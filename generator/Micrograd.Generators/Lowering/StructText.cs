using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>A struct put together again from its fields, as C# with holes <c>{#0}</c>, <c>{#1}</c> for the numbers, and the way to each of them.</summary>
internal sealed record StructText(string Template, ImmutableArray<EquatableArray<string>> Paths)
{
    /// <summary>Null for a struct that cannot be made where the generated code stands.</summary>
    public static StructText? Of(ITypeSymbol type, IrType mapped, LoweringScope scope)
    {
        int next = 0;
        List<EquatableArray<string>> paths = [];
        return Write(TypeSubstitution.Resolve(type), mapped, [], paths, ref next, scope) is { } text ? new StructText(text, [.. paths]) : null;
    }

    private static string? Write(ITypeSymbol type, IrType mapped, EquatableArray<string> path, List<EquatableArray<string>> paths, ref int next, LoweringScope scope)
    {
        if (mapped is not StructType whole)
        {
            paths.Add(path);
            return $"{{#{next++}}}";
        }

        if (StructShape.IsMemory(type) || type is not INamedTypeSymbol named)
        {
            return null;
        }

        (ISymbol Member, ITypeSymbol Type)[] members = [.. StructShape.Members(named)];
        List<string> values = [];
        for (int i = 0; i < members.Length; i++)
        {
            if (!IsReadable(members[i].Member, scope) || Write(TypeSubstitution.Resolve(members[i].Type), whole.Fields[i].Type, [.. path, members[i].Member.Name], paths, ref next, scope) is not { } value)
            {
                return null;
            }

            values.Add(value);
        }

        return named.IsTupleType ? $"({string.Join(", ", values.Select((v, i) => NameOf(members[i].Member) + v))})"
            : members.All(m => IsSettable(m.Member, scope)) ? $"new {TypeMapping.Qualify(named)} {{{{ {string.Join(", ", values.Select((v, i) => $"{Identifier.Escape(members[i].Member.Name)} = {v}"))} }}}}"
            : HasConstructor(named, members, scope) ? $"new {TypeMapping.Qualify(named)}({string.Join(", ", values)})"
            : null;
    }

    // The locals that stand in the tuple would give it names of their own.
    private static string NameOf(ISymbol element) => element is IFieldSymbol { IsExplicitlyNamedTupleElement: true } ? Identifier.Escape(element.Name) + ": " : "";

    private static bool IsReadable(ISymbol member, LoweringScope scope) => member.ContainingType.IsTupleType || scope.CanName(member);

    private static bool IsSettable(ISymbol member, LoweringScope scope) => member switch
    {
        IFieldSymbol field => !field.IsReadOnly,
        IPropertySymbol { SetMethod: { } setter } => scope.CanName(setter),
        _ => false,
    };

    private static bool HasConstructor(INamedTypeSymbol type, (ISymbol Member, ITypeSymbol Type)[] members, LoweringScope scope) => type.InstanceConstructors.Any(constructor =>
        constructor.Parameters.Length == members.Length && scope.CanName(constructor)
        && constructor.Parameters.Zip(members, static (p, m) => SymbolEqualityComparer.Default.Equals(p.Type, m.Type) && string.Equals(p.Name, m.Member.Name.TrimStart('_'), StringComparison.OrdinalIgnoreCase)).All(static same => same));
}
