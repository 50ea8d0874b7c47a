using static Micrograd.Generators.Rules.Primitives;
using static Micrograd.Generators.Rules.RuleDeclaration;

namespace Micrograd.Generators.Rules;

/// <summary>Derivatives of the exponential functions.</summary>
internal static class ExponentialRules
{
    public const double Ln2 = 0.693147180559945309417;

    public const double Ln10 = 2.30258509299404568402;

    public static readonly ImmutableArray<DerivativeRule> All =
    [
        .. Unary("Exp(T)", (x, y) => y, strongZero: true),
        .. Unary("Exp2(T)", (x, y) => Ln2 * y, RuleFamilies.GenericMath, strongZero: true),
        .. Unary("Exp10(T)", (x, y) => Ln10 * y, RuleFamilies.GenericMath, strongZero: true),

        // Not y + 1: for x = -40 the result is -1 and its sum with 1 has lost every digit.
        .. Unary("ExpM1(T)", (x, y) => Exp(x), RuleFamilies.GenericMath, strongZero: true),
        .. Unary("Exp2M1(T)", (x, y) => Ln2 * Exp2(x), RuleFamilies.GenericMath, strongZero: true),
        .. Unary("Exp10M1(T)", (x, y) => Ln10 * Exp10(x), RuleFamilies.GenericMath, strongZero: true),
    ];
}
