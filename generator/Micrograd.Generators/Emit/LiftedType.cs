using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Types on the dynamic tape: a floating-point scalar becomes a <c>Value</c>, memory becomes memory of them.</summary>
internal static class LiftedType
{
    /// <summary>The lifted type; null where there is none (a struct that holds an array or span).</summary>
    public static IrType? Of(IrType type) => type switch
    {
        { IsFloating: true } => new TapeValueType(),
        { IsDifferentiable: false } => type,
        SpanType span => Of(span.Element) is IrType element ? span with { Element = element } : null,
        MemoryType memory => memory with { Element = new TapeValueType() },
        ArrayType array => Of(array.Element) is IrType element ? array with { Element = element } : null,
        StructType record => Tuple(record),
        _ => type,
    };

    /// <summary>The type of a parameter of the overload: a constant stays what it is, and so does what only starts without a derivative.</summary>
    public static IrType? OfParameter(IrParameter parameter) =>
        IsLifted(parameter) ? Of(parameter.Local.Type) : parameter.Local.Type;

    // A parameter left out by WithRespectTo is lifted where the method may store a derivative in it for the caller to see.
    public static bool IsLifted(IrParameter parameter) => parameter.Role switch
    {
        ParameterRole.Independent => true,
        ParameterRole.Dependent => parameter.IsWritable,
        _ => false,
    };

    /// <summary>The fields of a struct that its tuple has: a tuple stays what it is, of any other struct only what holds numbers.</summary>
    public static IEnumerable<IrField> Kept(StructType type) => type.Fields.Where(field => type.IsTuple || field.IsDifferentiable);

    private static StructType? Tuple(StructType type)
    {
        List<IrField> fields = [];
        foreach (IrField field in Kept(type))
        {
            if (field.Type.IsView || Of(field.Type) is not IrType lifted)
            {
                return null;
            }

            fields.Add(field with { Type = lifted });
        }

        // C# has no syntax for a tuple of one.
        string text = fields.Count == 1
            ? $"global::System.ValueTuple<{fields[0].Type.Text}>"
            : $"({string.Join(", ", fields.Select(static f => $"{f.Type.Text} {Identifier.Escape(f.Name)}"))})";
        return new StructType(text, fields.ToEquatableArray(), IsTuple: true);
    }
}
