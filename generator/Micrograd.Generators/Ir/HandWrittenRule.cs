namespace Micrograd.Generators.Ir;

/// <summary>
/// A hand-written rule of a method, behind a pair: how it is called with what the pair is given. The pair has one parameter for each
/// number or memory; the rule has those of the method.
/// </summary>
/// <param name="Rule">The rule, as C#; behind a point, a member of the first argument.</param>
/// <param name="Arguments">The method's arguments, the instance first.</param>
/// <param name="Result">The struct that the method returns, made of what the last parameters of the pair hold; null for a number or nothing.</param>
internal sealed record HandWrittenRule(string Rule, EquatableArray<RuleArgument> Arguments, RuleArgument? Result)
{
    /// <summary>Nobody wrote it: it is a generated <c>FBackward</c>, which refuses derivatives that share memory.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>The method was compiled with a pair: its first half, as C#, where <see cref="Rule"/> is the second. Both take the parts of structs and memory for references, as this pair does.</summary>
    public string? Forward { get; init; }

    /// <summary>The pair's parameters that the method may store into.</summary>
    public EquatableArray<int> Written { get; init; }
}

/// <param name="Modifier">How the method takes it: <c>ref </c>, <c>in </c>, or nothing.</param>
/// <param name="Type">The declared type.</param>
/// <param name="Template">Its value, with a hole <c>{#0}</c>, <c>{#1}</c> for each leaf.</param>
/// <param name="Leaves">The parameters of the pair that it is made of.</param>
/// <param name="HasDerivative">The rule has a derivative parameter for it.</param>
internal sealed record RuleArgument(string Modifier, IrType Type, string Template, EquatableArray<RuleLeaf> Leaves, bool HasDerivative)
{
    /// <summary>Memory of one element in the pair is a variable in the method.</summary>
    public bool IsVariable => Modifier is "ref " or "out ";

    /// <summary>The parts are fields of one struct.</summary>
    public bool IsStruct => Leaves.Count != 1 || Leaves[0].Path.Count > 0;
}

/// <summary>A number or memory: the pair's parameter with that index, at the end of the path of fields.</summary>
internal sealed record RuleLeaf(int Parameter, EquatableArray<string> Path);
