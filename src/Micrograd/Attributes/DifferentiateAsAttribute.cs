namespace Micrograd;

/// <summary>Gives a method the derivative of a substitute in the same type, and leaves its value its own: a straight-through estimator.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class DifferentiateAsAttribute : Attribute
{
    /// <summary>Names the substitute.</summary>
    /// <param name="substitute">A method with the same parameters, as from <see langword="nameof"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="substitute"/> is null.</exception>
    public DifferentiateAsAttribute(string substitute)
    {
        ArgumentNullException.ThrowIfNull(substitute);
        Substitute = substitute;
    }

    /// <summary>The method whose derivative is used.</summary>
    public string Substitute { get; }
}
