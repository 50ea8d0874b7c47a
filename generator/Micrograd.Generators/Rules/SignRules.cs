using static Micrograd.Generators.Rules.Primitives;
using static Micrograd.Generators.Rules.RuleDeclaration;

namespace Micrograd.Generators.Rules;

/// <summary>Derivatives of the members that keep a magnitude and choose a sign.</summary>
internal static class SignRules
{
    public static readonly ImmutableArray<DerivativeRule> All =
    [
        // 0 at 0; a NaN passes the adjoint on, as it does in Max(x, -x).
        .. Unary(
            "Abs(T)",
            (x, y, u) => Choose(x.IsLess(Zero(x.Type)), -u, Choose(x.IsEqual(Zero(x.Type)), Zero(x.Type), u)),
            RuleFamilies.Everywhere),

        // The result is x or -x.
        .. Rule("CopySign(T, T)", RuleFamilies.Common, strongZero: false,
            (call, u) => Choose(call[0].IsEqual(Zero(u.Type)), Zero(u.Type), Choose(call.Result.IsEqual(call[0]), u, -u)),
            null),
    ];
}
