namespace Micrograd;

/// <summary>Marks a hand-written derivative rule of another method.</summary>
/// <remarks>
/// The rule's leading parameters choose the overload; the rest decides its kind: <c>upstream, ref d…</c> is a backward rule,
/// <c>t…, out tangent</c> a forward rule. A rule returns <see langword="void"/>; the value is always the method's own.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class DerivativeOfAttribute : Attribute
{
    /// <summary>Marks a rule of <paramref name="type"/>'s method <paramref name="method"/>.</summary>
    /// <param name="type">The type that declares the method.</param>
    /// <param name="method">The method's name, as from <see langword="nameof"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public DerivativeOfAttribute(Type type, string method)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(method);
        Type = type;
        Method = method;
    }

    /// <summary>The type that declares the method.</summary>
    public Type Type { get; }

    /// <summary>The method's name.</summary>
    public string Method { get; }
}
