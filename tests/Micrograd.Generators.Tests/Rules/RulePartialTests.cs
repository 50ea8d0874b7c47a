using Micrograd.Generators.Rules;

namespace Micrograd.Generators.Tests.Rules;

/// <summary>Every row of the rule table against central differences; a new row is here as soon as it is in the table.</summary>
public class RulePartialTests
{
    private const int Points = 40;

    public static TheoryData<string> DoubleRows => [.. RuleTable.All.Where(r => !IsSingle(r) && !r.IsConstant).Select(r => r.Key)];

    public static TheoryData<string> SingleRows => [.. RuleTable.All.Where(r => IsSingle(r) && !r.IsConstant).Select(r => r.Key)];

    [Theory]
    [MemberData(nameof(DoubleRows))]
    public void Partials_AgreeWithCentralDifferences(string key)
    {
        DerivativeRule rule = Row(key);
        var probe = new RuleProbe(rule);
        var random = new Random(12345);
        int judged = 0;
        for (int point = 0; point < Points; point++)
        {
            object[] arguments = RuleDomains.RandomPoint(rule, probe, random);
            bool smooth = Enumerable.Range(0, rule.Arity).Where(probe.IsFloating).All(i => AgreesAt(rule, probe, arguments, i));
            judged += smooth ? 1 : 0;
        }

        // Points near a kink or a jump have no derivative to compare with; most points must have one.
        Assert.True(judged > Points * 2 / 3, $"{key}: only {judged} of {Points} points have a derivative. Does RuleDomains know its domain?");
    }

    // A float formula must be the double one, in float arithmetic.
    [Theory]
    [MemberData(nameof(SingleRows))]
    public void SinglePartials_AgreeWithDoubleRow(string key)
    {
        DerivativeRule rule = Row(key);
        DerivativeRule reference = Row(key.Replace("MathF", "Math", StringComparison.Ordinal).Replace("float", "double", StringComparison.Ordinal));
        var probe = new RuleProbe(rule);
        var referenceProbe = new RuleProbe(reference);
        var random = new Random(12345);
        for (int point = 0; point < Points; point++)
        {
            object[] arguments = RuleDomains.RandomPoint(reference, referenceProbe, random);
            object[] singles = [.. arguments.Select(a => a is double d ? (float)d : a)];
            object[] doubles = [.. singles.Select(a => a is float f ? (double)f : a)];
            foreach (int i in Enumerable.Range(0, rule.Arity).Where(probe.IsFloating))
            {
                double expected = referenceProbe.Contribution(i, doubles);
                double actual = probe.Contribution(i, singles);
                double tolerance = 2e-5 * Math.Max(1.0, Math.Abs(expected));
                Assert.True(Math.Abs(expected - actual) <= tolerance, $"{key}, argument {i} at ({string.Join(", ", singles)}): {actual} instead of {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(DoubleRows))]
    public void Contributions_AreLinearInTheAdjoint(string key)
    {
        DerivativeRule rule = Row(key);
        var probe = new RuleProbe(rule);
        object[] arguments = RuleDomains.RandomPoint(rule, probe, new Random(7));
        foreach (int i in Enumerable.Range(0, rule.Arity).Where(probe.IsFloating))
        {
            Assert.Equal(-4.0 * probe.Contribution(i, arguments), probe.Contribution(i, arguments, upstream: -4.0));
        }
    }

    private static bool AgreesAt(DerivativeRule rule, RuleProbe probe, object[] arguments, int index)
    {
        (double low, double high) = RuleDomains.Of(rule.TapeMethod, index);
        double Along(double x)
        {
            object[] moved = [.. arguments];
            moved[index] = x;
            return RuleDomains.Exact.TryGetValue(rule.TapeMethod, out Func<double, double>? exact) ? exact(x) : Convert.ToDouble(probe.Value(moved), null);
        }

        (double expected, double error) = CentralDifference.At(Along, (double)arguments[index], 0.01 * (high - low));
        double tolerance = 1e-8 * Math.Max(1.0, Math.Abs(expected));
        if (!(error < tolerance))
        {
            return false;
        }

        bool[] alone = new bool[rule.Arity];
        alone[index] = true;
        Check(probe.Contribution(index, arguments), "all varied");
        Check(probe.Contribution(index, arguments, varied: alone), "alone varied");
        Check(probe.Contribution(index, arguments, varied: alone, constants: true), "others literal");
        return true;

        void Check(double actual, string how) =>
            Assert.True(Math.Abs(expected - actual) <= tolerance, $"{rule.Key}, argument {index} ({how}) at ({string.Join(", ", arguments)}): {actual} instead of {expected}");
    }

    private static DerivativeRule Row(string key) => RuleTable.Find(key) ?? throw new KeyNotFoundException(key);

    private static bool IsSingle(DerivativeRule rule) => rule.Key.Contains("float", StringComparison.Ordinal);
}
