using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>A field of a struct or tuple that is no struct itself: the way to it, and the way to it on the tape.</summary>
internal sealed record ProbeLeaf(string Path, string LiftedPath, string Type)
{
    /// <summary>Marked <c>[NoDiff]</c>, or part of what is.</summary>
    public bool IsConstant { get; init; }

    /// <summary>A number with a derivative.</summary>
    public bool IsFloating => !IsConstant && Type is "double" or "float";

    /// <summary>The field's value made of a <c>double</c>.</summary>
    public string FromNumber(string number) => Type == "bool" ? $"({number} != 0)" : $"({Type}){number}";
}

/// <summary>A struct or tuple as the probe hands it around: a <c>double</c> for each field, in the order of declaration.</summary>
internal sealed class ProbeShape
{
    private readonly ITypeSymbol _type;

    private ProbeShape(ITypeSymbol type)
    {
        _type = type;
        Leaves = [.. LeavesOf(type, "", "")];
    }

    public IReadOnlyList<ProbeLeaf> Leaves { get; }

    /// <summary>The shape of a struct or tuple with floating-point numbers in it; null for other types.</summary>
    public static ProbeShape? TryFind(ITypeSymbol type) => IsWhole(type) && IsDifferentiable(type) ? new ProbeShape(type) : null;

    /// <summary>A function that adapters need: a struct without a run of its constructor, which may refuse a derivative.</summary>
    public const string Functions = """
                private static T Made<T>(params object[] values)
                {
                    object made = default(T);
                    global::System.Reflection.FieldInfo[] fields = typeof(T).GetFields(global::System.Reflection.BindingFlags.Instance | global::System.Reflection.BindingFlags.Public | global::System.Reflection.BindingFlags.NonPublic);
                    for (int k = 0; k < fields.Length; k++) { fields[k].SetValue(made, values[k]); }
                    return (T)made;
                }

        """;

    /// <summary>C# that makes the value of its numbers.</summary>
    public string Pack(Func<int, string> number)
    {
        int next = 0;
        return Pack(_type, leaf => Leaves[leaf].FromNumber($"({number(leaf)})"), ref next);
    }

    /// <summary>C# that makes the tuple which stands for the value on the tape.</summary>
    public string PackLifted(Func<int, string> node, string original)
    {
        int next = 0;
        return PackLifted(_type, leaf => Leaves[leaf].IsFloating ? node(leaf) : original + Leaves[leaf].Path, ref next);
    }

    private static bool IsWhole(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None, IsRefLikeType: false, OriginalDefinition.SpecialType: SpecialType.None, Name: not "Half" };

    private static bool IsDifferentiable(ITypeSymbol type) => IsWhole(type)
        ? Members(type).Any(static m => !m.IsConstant && IsDifferentiable(m.Type))
        : type.SpecialType is SpecialType.System_Double or SpecialType.System_Single;

    private static IEnumerable<(string Name, ITypeSymbol Type, bool IsSettable, bool IsConstant)> Members(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Select(static e => (Identifier.Escape(e.Name), e.Type, true, false)),
        { Name: "Complex" } => type.GetMembers().OfType<IPropertySymbol>().Where(static p => p.Name is "Real" or "Imaginary").OrderByDescending(static p => p.Name).Select(static p => (p.Name, p.Type, false, false)),
        _ => type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic).Select(static f => PropertyOf(f) is { } p ? (Identifier.Escape(p.Name), p.Type, p.SetMethod is not null, IsConstant(p)) : (Identifier.Escape(f.Name), f.Type, !f.IsReadOnly, IsConstant(f))),
    };

    private static bool IsConstant(ISymbol member) => member.GetAttributes()
        .Concat(member.ContainingType.IsRecord ? member.ContainingType.InstanceConstructors.SelectMany(static c => c.Parameters).Where(p => p.Name == member.Name).SelectMany(static p => p.GetAttributes()) : [])
        .Any(static a => a.AttributeClass?.Name == "NoDiffAttribute");

    private static IEnumerable<ProbeLeaf> LeavesOf(ITypeSymbol type, string path, string lifted)
    {
        bool isTuple = type is INamedTypeSymbol { IsTupleType: true };
        bool isOnly = Members(type).Count(m => isTuple || (!m.IsConstant && IsDifferentiable(m.Type))) == 1;
        foreach ((string name, ITypeSymbol member, _, bool isConstant) in Members(type))
        {
            string inner = $"{lifted}.{(isOnly ? "Item1" : name)}";
            IEnumerable<ProbeLeaf> leaves = IsWhole(member) ? LeavesOf(member, $"{path}.{name}", inner) : [new ProbeLeaf($"{path}.{name}", inner, member.ToDisplayString())];
            foreach (ProbeLeaf leaf in leaves)
            {
                yield return leaf with { IsConstant = isConstant || leaf.IsConstant };
            }
        }
    }

    private static string Pack(ITypeSymbol type, Func<int, string> leaf, ref int next)
    {
        if (!IsWhole(type))
        {
            return leaf(next++);
        }

        List<string> values = [];
        foreach ((_, ITypeSymbol member, _, _) in Members(type))
        {
            values.Add(Pack(member, leaf, ref next));
        }

        string name = type.ToDisplayString();
        return type is INamedTypeSymbol { IsTupleType: true } ? $"({string.Join(", ", values)})"
            : Members(type).All(static m => m.IsSettable) ? $"(default({name}) with {{ {string.Join(", ", Members(type).Zip(values, static (m, v) => $"{m.Name} = {v}"))} }})"
            : type.Name == "Complex" ? $"new {name}({string.Join(", ", values)})"
            : $"Made<{name}>({string.Join(", ", values)})";
    }

    private static string PackLifted(ITypeSymbol type, Func<int, string> leaf, ref int next)
    {
        if (!IsWhole(type))
        {
            return leaf(next++);
        }

        List<string> values = [];
        foreach ((_, ITypeSymbol member, _, bool isConstant) in Members(type))
        {
            string value = PackLifted(member, leaf, ref next);
            if (type is INamedTypeSymbol { IsTupleType: true } || (!isConstant && IsDifferentiable(member)))
            {
                values.Add(value);
            }
        }

        return values.Count == 1 ? $"new global::System.ValueTuple<global::Micrograd.Value>({values[0]})" : $"({string.Join(", ", values)})";
    }

    // Metadata knows the field of an automatic property by its name alone.
    private static IPropertySymbol? PropertyOf(IFieldSymbol field) =>
        field.AssociatedSymbol as IPropertySymbol
        ?? (field.Name.StartsWith('<') ? field.ContainingType.GetMembers(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)]).OfType<IPropertySymbol>().SingleOrDefault() : null);
}
