namespace Micrograd;

/// <summary>Asks the generator to write the derivatives of this method next to it, in the same type.</summary>
/// <remarks>
/// <para>The containing types must be <c>partial</c>. Without arguments the generator writes <see cref="Derivatives.Default"/>.</para>
/// <para>What the method throws its derivatives throw, unchanged, with the caller's arrays as the method leaves them. What the derivative
/// arguments hold then is unspecified; scratch memory is returned, and the next call is right.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class DifferentiableAttribute : Attribute
{
    /// <summary>Asks for <see cref="Derivatives.Default"/>: the gradient, and the overload on the dynamic tape.</summary>
    public DifferentiableAttribute()
        : this(Derivatives.Default)
    {
    }

    /// <summary>Asks for the given derivatives.</summary>
    /// <param name="derivatives">What to generate.</param>
    public DifferentiableAttribute(Derivatives derivatives) => Derivatives = derivatives;

    /// <summary>What to generate.</summary>
    public Derivatives Derivatives { get; }

    /// <summary>The names of the independent inputs. The other parameters get no derivative parameter and start with derivative 0. Empty: every differentiable parameter is independent.</summary>
    public string[] WithRespectTo { get; set; } = [];

    /// <summary>Allows sums to be reassociated and elementwise functions to be the vector ones, which changes the last bits of values.</summary>
    /// <remarks>It is a permission that this version makes no use of: the generated code is the same with and without it.</remarks>
    public bool FastMath { get; set; }

    /// <summary>Asks for sparse Jacobians and Hessians.</summary>
    public bool Sparse { get; set; }

    /// <summary>The most scratch memory, in bytes, that one call may hold for its reverse sweep; 0 means no limit.</summary>
    public long MaxScratchBytes { get; set; }

    /// <summary>The number of checkpoints that a long loop keeps instead of every step's record; 0 means that everything is recorded.</summary>
    public int Checkpoints { get; set; }
}
