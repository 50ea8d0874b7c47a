using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>What an argument of a generated member refers to in its caller: memory, or a variable passed by reference.</summary>
internal sealed record ArgumentStorage(string Name, IrType Element)
{
    /// <summary>A variable, which is memory of one element.</summary>
    public bool IsReference { get; init; }

    public bool IsWritten { get; init; }

    /// <summary>The derivative of what is passed by value: a variable that is read and written once, when everything else is done.</summary>
    public bool IsSum { get; init; }

    /// <summary>Has no value yet: <c>out</c>.</summary>
    public bool IsUnassigned { get; init; }

    /// <summary>Of the instance: a [Parameter] member, or what receives its derivative; these are separate by the way they are made.</summary>
    public bool IsState { get; init; }

    /// <summary>Memory in several pieces: an array of arrays.</summary>
    public bool HasRows { get; init; }

    /// <summary>An array of several dimensions, which is compared with others as a whole.</summary>
    public bool IsGrid { get; init; }

    public bool IsDerivative { get; init; }

    /// <summary>The number of the parameter that rows, or the derivatives of rows, belong to.</summary>
    public int Source { get; init; } = -1;

    /// <summary>The memory as a span, where it is not the argument itself.</summary>
    public string? Memory { get; init; }

    public string Span => Memory ?? (IsReference ? $"new(in {Name})" : Name);

    /// <summary>Writing one would change what the other is expected to hold.</summary>
    public static bool MustBeSeparate(ArgumentStorage first, ArgumentStorage second) =>
        (first.IsWritten || second.IsWritten) && !(first.IsState && second.IsState) && !IsIndependent(first, second) && !IsIndependent(second, first)
        && !IsApart(first, second) && !IsApart(second, first) && !(first.IsGrid && second.IsGrid);

    // Only a reference leads to one number in an object.
    private static bool IsApart(ArgumentStorage member, ArgumentStorage other) => member is { IsState: true, IsReference: true } && !other.IsReference;

    private static bool IsIndependent(ArgumentStorage sum, ArgumentStorage other) => sum.IsSum && (other.IsSum || other.IsState || !other.IsReference);
}
