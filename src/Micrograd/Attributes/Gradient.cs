namespace Micrograd;

/// <summary>Marks places in a differentiable method where derivatives stop.</summary>
public static class Gradient
{
    /// <summary>Returns <paramref name="x"/> and drops its derivative: the generated gradient treats the result as a constant.</summary>
    /// <param name="x">The value to pass on.</param>
    /// <returns><paramref name="x"/>, unchanged.</returns>
    public static double Stop(double x) => x;

    /// <inheritdoc cref="Stop(double)"/>
    public static float Stop(float x) => x;

    /// <inheritdoc cref="Stop(double)"/>
    /// <typeparam name="T">Any type; a struct, tuple or span passes as a whole.</typeparam>
    public static T Stop<T>(T x)
        where T : allows ref struct => x;

    /// <summary>Returns a constant leaf with the data of <paramref name="x"/>: nothing flows back through it.</summary>
    /// <param name="x">A node of the tape.</param>
    /// <returns>A new constant.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    public static Value Stop(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Data;
    }
}
