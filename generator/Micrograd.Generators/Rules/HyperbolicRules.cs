using static Micrograd.Generators.Rules.Primitives;
using static Micrograd.Generators.Rules.RuleDeclaration;

namespace Micrograd.Generators.Rules;

/// <summary>Derivatives of the hyperbolic functions and their inverses.</summary>
internal static class HyperbolicRules
{
    public static readonly ImmutableArray<DerivativeRule> All =
    [
        .. Unary("Sinh(T)", (x, y) => Cosh(x), strongZero: true),
        .. Unary("Cosh(T)", (x, y) => Sinh(x), strongZero: true),

        // In terms of the result: the reverse sweep keeps y = tanh x, never x, and calls Tanh once.
        .. Unary("Tanh(T)", (x, y) => 1.0 - (y * y)),

        // √(x² + 1) without the square, which overflows.
        .. Unary("Asinh(T)", (x, y, u) => u / Hypot(x, Number(1.0, x))),

        // Two roots: (x - 1)(x + 1) overflows, and is positive below -1, where the value is NaN.
        .. Unary("Acosh(T)", (x, y, u) => u / (Sqrt(x - 1.0) * Sqrt(x + 1.0)), strongZero: true),
        .. Unary("Atanh(T)", (x, y, u) => u / ((1.0 - x) * (1.0 + x)), strongZero: true),
    ];
}
