using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Rules;

/// <summary>
/// One use of a primitive: its arguments and its result, as expressions that may be evaluated again, and which arguments
/// carry derivatives (ties between a varied argument and a constant are decided by that).
/// </summary>
internal sealed record RuleCall(IReadOnlyList<IrExpression> Arguments, IrExpression Result, IReadOnlyList<bool> Varied)
{
    public IrExpression this[int index] => Arguments[index];
}

/// <summary>
/// What flows to (reverse) or from (forward) one argument. Linear in <paramref name="adjoint"/>, which is an expression that may
/// be written more than once, of the argument's type.
/// </summary>
internal delegate IrExpression Contribution(RuleCall call, IrExpression adjoint);

/// <summary>The derivative of one primitive: an operator, or a member of the class library.</summary>
internal sealed class DerivativeRule(string key, string tapeMethod, ImmutableArray<Contribution?> contributions)
{
    /// <summary>The primitive, written as <c>System.Math.Tanh(double)</c> or <c>operator *</c>.</summary>
    public string Key { get; } = key;

    public int Arity => Contributions.Length;

    /// <summary>By argument; null where the derivative is zero everywhere, or the argument cannot carry one.</summary>
    public ImmutableArray<Contribution?> Contributions { get; } = contributions;

    /// <summary>An adjoint or tangent that is exactly 0 contributes exactly 0, whatever the partial. The transforms test it.</summary>
    public bool StrongZero { get; init; }

    /// <summary>The result counts as constant, although data flows to it: <c>Gradient.Stop</c>.</summary>
    public bool IsConstant { get; init; }

    /// <summary>The static method of <c>Value</c> that does the same on the tape; of an operator, its sign.</summary>
    public string TapeMethod { get; } = tapeMethod;

    public override string ToString() => Key;
}
