namespace Micrograd.Generators.Ir;

/// <summary>
/// A parameter or local variable. <paramref name="Id"/> is unique in its method and is the identity the analyses use;
/// <paramref name="Name"/> is the user's name (or a wish), made unique when the method is emitted.
/// </summary>
internal sealed record IrLocal(int Id, string Name, IrType Type)
{
    /// <summary>It was made for a field marked <c>[NoDiff]</c>, or its memory: nothing with a derivative may be stored there.</summary>
    public bool IsConstant { get; init; }

    public override string ToString() => $"{Name}#{Id}";
}

/// <summary>Hands out the locals of one method.</summary>
internal sealed class LocalFactory(int firstId)
{
    private int _next = firstId;

    public int NextId => _next;

    public IrLocal Create(string name, IrType type) => new(_next++, name, type);
}
