using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>The numbers of a struct that holds arrays or spans, one by one: <c>s.Weights</c>, <c>s.Inner.Bias</c>.</summary>
internal static class StructViews
{
    /// <summary>A number, or an array or span of numbers, and the names that lead to it.</summary>
    public static IEnumerable<(ImmutableArray<string> Path, IrType Type)> Leaves(StructType type) => type.Fields.SelectMany(static field =>
        !field.IsDifferentiable ? []
        : field.Type is StructType inner ? Leaves(inner).Select(leaf => (leaf.Path.Insert(0, Identifier.Escape(field.Name)), leaf.Type))
        : [(ImmutableArray.Create(Identifier.Escape(field.Name)), field.Type)]);

    /// <summary>Sets the derivatives in a struct to zero, in the memory that it holds.</summary>
    public static IEnumerable<string> Clear(string name, StructType type) => Leaves(type).Select(leaf => leaf.Type switch
    {
        ArrayType => $"global::System.Array.Clear({name}.{string.Join(".", leaf.Path)});",
        SpanType => $"{name}.{string.Join(".", leaf.Path)}.Clear();",
        _ => $"{name} = {With(name, leaf.Path, ConstantExpression.Number(0.0, leaf.Type).Literal)};",
    });

    /// <summary>The checks that derivative memory is there, and as long as the original.</summary>
    public static IEnumerable<string> Checks(string guard, string source, string derivative, StructType type)
    {
        foreach ((ImmutableArray<string> steps, IrType memory) in Leaves(type).Where(static leaf => leaf.Type.IsView))
        {
            string path = string.Join(".", steps);
            (string from, string to) = ($"{source}.{path}", $"{derivative}.{path}");
            if (memory is ArrayType)
            {
                yield return $"{guard}.RequireNotNull({from}, nameof({source}));";
                yield return $"{guard}.RequireNotNull({to}, nameof({derivative}));";
            }

            yield return $"{guard}.RequireSameLength({from}.Length, {to}.Length, nameof({derivative}));";
        }
    }

    private static string With(string owner, ImmutableArray<string> path, string value) =>
        $"{owner} with {{ {path[0]} = {(path.Length == 1 ? value : With($"{owner}.{path[0]}", path.RemoveAt(0), value))} }}";
}
