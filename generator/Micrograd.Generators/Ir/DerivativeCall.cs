namespace Micrograd.Generators.Ir;

/// <summary>
/// A call of a method that brings its own derivative: one that was generated where the method was compiled, or a hand-written
/// rule. <paramref name="Method"/> gives the value, <paramref name="Backward"/> takes the arguments, the result's adjoint and the
/// derivative parameters, and adds. Neither writes to its arguments.
/// </summary>
/// <param name="Tape">The overload on <c>Value</c>; null where there is none, and the tape calls <paramref name="Backward"/> too.</param>
internal sealed record DerivativeCallTarget(string Method, string Backward, string? Tape, EquatableArray<DerivativeCallParameter> Parameters)
{
    /// <summary>Nobody wrote <see cref="Backward"/>: it computes the value once more.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>The method is the user's own, not the library's.</summary>
    public bool MayChangeState => !Method.StartsWith("global::Micrograd.", StringComparison.Ordinal);
}

/// <summary><paramref name="HasDerivative"/>: the backward method has a derivative parameter for this one.</summary>
internal sealed record DerivativeCallParameter(IrType Type, bool HasDerivative)
{
    /// <summary>The method depends on it in a way that has a derivative, which the backward method does not give.</summary>
    public bool IsLeftOut { get; init; }
}

internal sealed record DerivativeCallExpression(DerivativeCallTarget Target, EquatableArray<IrExpression> Arguments, IrType Type) : IrExpression(Type)
{
    /// <summary>Number of the place in the source, for a diagnostic; -1 where none can come.</summary>
    public int Site { get; init; } = -1;

    public override EquatableArray<IrExpression> Operands => Arguments;

    /// <summary>The arguments that the backward method differentiates with respect to.</summary>
    public IEnumerable<IrExpression> DifferentiatedArguments => Arguments.Where((_, i) => Target.Parameters[i].HasDerivative);
}
