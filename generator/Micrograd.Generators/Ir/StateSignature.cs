namespace Micrograd.Generators.Ir;

/// <summary>A type with [Parameter] members: what its nested types and the members that copy them are made from.</summary>
/// <param name="TypeText">The type as written in generated C#.</param>
internal sealed record StateSignature(
    string TypeText,
    string HintName,
    ReopenedType Home,
    EquatableArray<StateParameter> Parameters)
{
    /// <summary>The generated members that hide one of a base type.</summary>
    public EquatableArray<string> Hiding { get; init; }

    public string Gradients => TypeText + ".Gradients";

    public string Values => TypeText + ".Values";

    /// <summary>What the nested types call an instance: <c>net</c> for a <c>Net</c>.</summary>
    public string Instance => Identifier.Decapitalized(Home.Types[Home.Types.Count - 1].Name);
}

/// <summary>A [Parameter] member. <paramref name="Name"/> is what it is called in the nested types: <c>_w1</c> is <c>W1</c> there.</summary>
internal sealed record StateParameter(string Member, string Name, IrType Type)
{
    /// <summary>A field, which can be passed by reference.</summary>
    public bool IsField { get; init; }
}

/// <summary>
/// Marks a parameter of the intermediate representation that is none in C#: something of the instance. <paramref name="Name"/> is
/// that of the [Parameter] member in the nested types, null for the instance itself.
/// </summary>
internal sealed record StateAccess(string Text, string? Name);
