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

    /// <summary>Of the instance: an array of [Parameter] members, or of their derivatives, which are separate by the way they are made.</summary>
    public bool IsState { get; init; }

    /// <summary>The memory as a span, where it is not the argument itself.</summary>
    public string? Memory { get; init; }

    public string Span => Memory ?? (IsReference ? $"new(in {Name})" : Name);

    /// <summary>Writing one would change what the other is expected to hold.</summary>
    public static bool MustBeSeparate(ArgumentStorage first, ArgumentStorage second) =>
        (first.IsWritten || second.IsWritten) && !(first.IsState && second.IsState) && !IsIndependent(first, second) && !IsIndependent(second, first);

    private static bool IsIndependent(ArgumentStorage sum, ArgumentStorage other) => sum.IsSum && (other.IsSum || other.IsState || !other.IsReference);
}
