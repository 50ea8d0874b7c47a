namespace Micrograd.Generators.Ir;

/// <summary>A type as the transforms see it: what can carry a derivative is spelled out, everything else is opaque text.</summary>
internal abstract record IrType
{
    /// <summary>The type as written in generated C#, with <c>global::</c> names.</summary>
    public abstract string Text { get; }

    /// <summary>A floating-point scalar: the unit in which derivatives are counted.</summary>
    public virtual bool IsFloating => false;

    public virtual bool IsInteger => false;

    /// <summary>Holds at least one floating-point scalar.</summary>
    public virtual bool IsDifferentiable => IsFloating;

    /// <summary>An array or a span: a local of this type names memory, and its derivative is memory of the same shape.</summary>
    public virtual bool IsView => false;

    public static ScalarType Double { get; } = new(ScalarKind.Double);

    public static ScalarType Single { get; } = new(ScalarKind.Single);

    public static ScalarType Int32 { get; } = new(ScalarKind.Int32);

    public static ScalarType Int64 { get; } = new(ScalarKind.Int64);

    public static ScalarType Boolean { get; } = new(ScalarKind.Boolean);

    public static IrType Void { get; } = new VoidType();
}

internal enum ScalarKind
{
    Boolean,
    Char,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    IntPtr,
    UIntPtr,
    Half,
    Single,
    Double,
}

internal sealed record ScalarType(ScalarKind Kind) : IrType
{
    public override string Text => Kind switch
    {
        ScalarKind.Boolean => "bool",
        ScalarKind.Char => "char",
        ScalarKind.SByte => "sbyte",
        ScalarKind.Byte => "byte",
        ScalarKind.Int16 => "short",
        ScalarKind.UInt16 => "ushort",
        ScalarKind.Int32 => "int",
        ScalarKind.UInt32 => "uint",
        ScalarKind.Int64 => "long",
        ScalarKind.UInt64 => "ulong",
        ScalarKind.IntPtr => "nint",
        ScalarKind.UIntPtr => "nuint",
        ScalarKind.Half => "global::System.Half",
        ScalarKind.Single => "float",
        _ => "double",
    };

    public override bool IsFloating => Kind >= ScalarKind.Half;

    public override bool IsInteger => Kind is > ScalarKind.Char and < ScalarKind.Half;
}

/// <summary>A type parameter constrained to <c>IFloatingPointIeee754&lt;T&gt;</c>.</summary>
internal sealed record TypeParameterType(string Name) : IrType
{
    public override string Text => Name;

    public override bool IsFloating => true;
}

internal sealed record ArrayType(IrType Element, int Rank = 1) : IrType
{
    // C# writes the outermost rank first: an array (rank 1) of double[,] is double[][,].
    public override string Text
    {
        get
        {
            string ranks = "";
            IrType element = this;
            while (element is ArrayType array)
            {
                ranks += "[" + new string(',', array.Rank - 1) + "]";
                element = array.Element;
            }

            return element.Text + ranks;
        }
    }

    public override bool IsDifferentiable => Element.IsDifferentiable;

    public override bool IsView => true;

    /// <summary>An array of arrays of numbers: its rows are memory of their own.</summary>
    public bool IsJagged => Rank == 1 && Element is ArrayType { Rank: 1, Element: ScalarType or TypeParameterType };
}

/// <summary>An array of several dimensions on its way out of a method: nothing is read from it or stored in it any more, so that it is no view.</summary>
internal sealed record ResultArrayType(ArrayType Array) : IrType
{
    public override string Text => Array.Text;
}

internal sealed record SpanType(IrType Element, bool IsReadOnly) : IrType
{
    public override string Text => $"global::System.{(IsReadOnly ? "ReadOnlySpan" : "Span")}<{Element.Text}>";

    public override bool IsDifferentiable => Element.IsDifferentiable;

    public override bool IsView => true;
}

/// <summary>
/// <c>Memory&lt;T&gt;</c> or <c>ReadOnlyMemory&lt;T&gt;</c>, as the type of a parameter: to the transforms it is the span that it gives.
/// </summary>
internal sealed record MemoryType(IrType Element, bool IsReadOnly) : IrType
{
    public override string Text => $"global::System.{(IsReadOnly ? "ReadOnlyMemory" : "Memory")}<{Element.Text}>";

    public override bool IsDifferentiable => Element.IsDifferentiable;

    public override bool IsView => true;

    public SpanType Span => new(Element, IsReadOnly);
}

/// <summary>A struct, record struct or tuple with its instance fields; properties are resolved to fields at lowering.</summary>
internal sealed record StructType(string FullName, EquatableArray<IrField> Fields, bool IsTuple = false) : IrType
{
    public override string Text => FullName;

    public override bool IsDifferentiable => Fields.Any(static f => f.IsDifferentiable);

    /// <summary>An array or span that carries a derivative is among its fields, or in one of them.</summary>
    public bool HoldsMemory => Fields.Any(static f => f.IsDifferentiable && f.Type is { IsView: true } or StructType { HoldsMemory: true });
}

internal sealed record IrField(string Name, IrType Type)
{
    /// <summary>The user marked it <c>[NoDiff]</c>: it never carries a derivative.</summary>
    public bool IsConstant { get; init; }

    public bool IsDifferentiable => !IsConstant && Type.IsDifferentiable;
}

/// <summary>A type that carries no derivative: strings, classes, delegates, enums, dates.</summary>
internal sealed record OpaqueType(string FullName) : IrType
{
    public override string Text => FullName;

    /// <summary>A struct whose members can change it, so that a copy is not the variable it was copied from.</summary>
    public bool IsMutableValue { get; init; }
}

/// <summary>A node of the dynamic tape; appears only in methods lifted to <c>Micrograd.Value</c>.</summary>
internal sealed record TapeValueType : IrType
{
    public override string Text => "global::Micrograd.Value";
}

internal sealed record VoidType : IrType
{
    public override string Text => "void";
}
