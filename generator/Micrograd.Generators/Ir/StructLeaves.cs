namespace Micrograd.Generators.Ir;

/// <summary>The fields of a struct taken apart that are no structs themselves. Any other value is its own only leaf.</summary>
internal static class StructLeaves
{
    /// <summary>In the order of declaration.</summary>
    public static IEnumerable<IrExpression> Leaves(this IrExpression value) =>
        value is StructExpression whole ? whole.Fields.SelectMany(static f => f.Leaves()) : [value];

    /// <summary>The value with each of its fields replaced.</summary>
    public static IrExpression MapLeaves(this IrExpression value, Func<IrExpression, IrExpression> replace) =>
        value is StructExpression whole ? whole with { Fields = [.. whole.Fields.Select(f => f.MapLeaves(replace))] } : replace(value);
}
