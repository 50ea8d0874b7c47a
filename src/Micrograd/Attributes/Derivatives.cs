namespace Micrograd;

/// <summary>The derivatives that the generator writes for a method marked <see cref="DifferentiableAttribute"/>.</summary>
[Flags]
public enum Derivatives
{
    /// <summary>No derivative.</summary>
    None = 0,

    /// <summary><c>FGradient</c> (where the return type is a floating-point scalar) and <c>FBackward</c>: reverse mode.</summary>
    Gradient = 1,

    /// <summary>An overload of the method on <see cref="Value"/>: the same body on the dynamic tape.</summary>
    Tape = 2,

    /// <summary><c>FJvp</c>: the Jacobian–vector product, forward mode.</summary>
    Jvp = 4,

    /// <summary><c>FJacobian</c>: the full Jacobian, row-major.</summary>
    Jacobian = 8,

    /// <summary><c>FHvp</c>: the Hessian–vector product.</summary>
    Hvp = 16,

    /// <summary><c>FHessian</c>: the full Hessian, row-major.</summary>
    Hessian = 32,

    /// <summary>What <see cref="DifferentiableAttribute"/> asks for unless told otherwise: <see cref="Gradient"/> and <see cref="Tape"/>.</summary>
    Default = Gradient | Tape,

    /// <summary>Every derivative.</summary>
    All = Gradient | Tape | Jvp | Jacobian | Hvp | Hessian,
}
