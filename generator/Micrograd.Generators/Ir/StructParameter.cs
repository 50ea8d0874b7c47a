namespace Micrograd.Generators.Ir;

/// <summary>
/// A struct or tuple parameter as the transforms see it: one parameter for every field. <paramref name="Index"/> is its place among
/// the declared parameters, or <see cref="OfResult"/>: then it is the adjoint of a returned struct.
/// </summary>
internal sealed record StructParameter(int Index, EquatableArray<StructLeaf> Leaves)
{
    public const int OfResult = -1;

    /// <summary>
    /// The type of an element, where the parameter is an array or span of structs. To the transforms each field of all elements is an
    /// array or span of its own, and a leaf's path leads from an element to it.
    /// </summary>
    public StructType? Element { get; init; }

    /// <summary>The parameter is an array of several dimensions: its memory in one piece, and its lengths.</summary>
    public bool IsGrid { get; init; }

    /// <summary>The parameter is a <c>Memory</c>: the span that it gives.</summary>
    public bool IsMemory { get; init; }
}

/// <summary>A field of a struct parameter that is no struct itself, and the way to it.</summary>
internal sealed record StructLeaf(IrLocal Local, EquatableArray<FieldStep> Path);

/// <summary>
/// One field on the way. <paramref name="Storage"/> is the name of the field in <paramref name="Owner"/> that holds the value, and
/// differs from <paramref name="Name"/> for an automatic property.
/// </summary>
internal sealed record FieldStep(string Name, string Storage, string Owner, IrType Type, FieldAccess Access);

/// <summary>What generated code in the marked method's type may do with a field.</summary>
internal enum FieldAccess
{
    /// <summary>A field: a variable.</summary>
    Variable,

    /// <summary>A property that can be set at any time.</summary>
    Settable,

    /// <summary>A property that can be set in a <c>with</c> expression.</summary>
    InitOnly,

    ReadOnly,

    Hidden,
}
