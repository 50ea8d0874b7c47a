using Micrograd.Generators.Rules;

namespace Micrograd.Generators.Tests.Rules;

/// <summary>
/// Where each member of the rule table is tried. A member without an entry is tried on (-2, 2) in every argument, and fails there
/// if that is not its domain: add an entry then.
/// </summary>
internal static class RuleDomains
{
    private static readonly (double Low, double High) Default = (-2.0, 2.0);

    private static readonly Dictionary<string, (double Low, double High)[]> Entries = new()
    {
        ["Asin"] = [(-0.95, 0.95)],
        ["Acos"] = [(-0.95, 0.95)],
        ["AsinPi"] = [(-0.95, 0.95)],
        ["AcosPi"] = [(-0.95, 0.95)],
        ["Acosh"] = [(1.2, 20.0)],
        ["Atanh"] = [(-0.95, 0.95)],
        ["Tan"] = [(-1.3, 1.3)],
        ["TanPi"] = [(-0.4, 0.4)],
        ["Log"] = [(0.3, 20.0), (1.5, 9.0)],
        ["Log2"] = [(0.3, 20.0)],
        ["Log10"] = [(0.3, 20.0)],
        ["LogP1"] = [(-0.7, 20.0)],
        ["Log2P1"] = [(-0.7, 20.0)],
        ["Log10P1"] = [(-0.7, 20.0)],
        ["Sqrt"] = [(0.2, 30.0)],
        ["Cbrt"] = [(0.2, 30.0)],
        ["RootN"] = [(0.2, 30.0)],
        ["Pow"] = [(0.3, 4.0), (-3.0, 3.0)],
        ["Hypot"] = [(0.5, 3.0), (-3.0, -0.5)],
        ["Atan2"] = [(0.5, 3.0), (-3.0, 3.0)],
        ["Atan2Pi"] = [(0.5, 3.0), (-3.0, 3.0)],
        ["ReciprocalEstimate"] = [(0.3, 4.0)],
        ["ReciprocalSqrtEstimate"] = [(0.3, 4.0)],
        ["Clamp"] = [(-3.0, 3.0), (-2.0, -0.5), (0.5, 2.0)],
        ["ClampNative"] = [(-3.0, 3.0), (-2.0, -0.5), (0.5, 2.0)],
        ["/"] = [(-3.0, 3.0), (0.4, 3.0)],
        ["%"] = [(-8.0, 8.0), (2.0, 5.0)],
        ["IEEERemainder"] = [(-8.0, 8.0), (2.0, 5.0)],
    };

    /// <summary>The exact function, where the member approximates it or moves it by a bit.</summary>
    public static readonly Dictionary<string, Func<double, double>> Exact = new()
    {
        ["ReciprocalEstimate"] = x => 1.0 / x,
        ["ReciprocalSqrtEstimate"] = x => 1.0 / Math.Sqrt(x),
        ["BitIncrement"] = x => x,
        ["BitDecrement"] = x => x,
    };

    public static (double Low, double High) Of(string member, int argument) =>
        Entries.TryGetValue(member, out (double, double)[]? domains) && argument < domains.Length ? domains[argument] : Default;

    private static int Integer(string member, Random random) => member switch
    {
        "RootN" => random.Next(1, 6),
        "Round" => 0,
        _ => random.Next(-3, 4),
    };

    /// <summary>Arguments inside the domain, by more than the largest step of the differences.</summary>
    public static object[] RandomPoint(DerivativeRule rule, RuleProbe probe, Random random)
    {
        var point = new object[rule.Arity];
        for (int i = 0; i < point.Length; i++)
        {
            (double low, double high) = Of(rule.TapeMethod, i);
            point[i] = probe.IsFloating(i) ? low + ((high - low) * (0.02 + (0.96 * random.NextDouble())))
                : rule.Key.Contains("MidpointRounding", StringComparison.Ordinal) && i == rule.Arity - 1 ? MidpointRounding.AwayFromZero
                : Integer(rule.TapeMethod, random);
        }

        return point;
    }
}
