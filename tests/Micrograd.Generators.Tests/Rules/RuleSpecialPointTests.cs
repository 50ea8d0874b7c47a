using Micrograd.Generators.Rules;

namespace Micrograd.Generators.Tests.Rules;

/// <summary>Points where there is no derivative, or where the textbook formula gives none: semantics.md section 2, row by row.</summary>
public class RuleSpecialPointTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Theory]
    [InlineData("System.Math.Abs(double)", 0.0, 0.0)]
    [InlineData("System.Math.Floor(double)", 2.0, 0.0)]
    [InlineData("System.Math.Ceiling(double)", 2.0, 0.0)]
    [InlineData("System.Math.Round(double)", 2.5, 0.0)]
    [InlineData("System.Math.Truncate(double)", 2.0, 0.0)]
    [InlineData("System.Math.Sqrt(double)", 0.0, Inf)]
    [InlineData("System.Math.Cbrt(double)", 0.0, Inf)]
    [InlineData("System.Math.Log(double)", 0.0, Inf)]
    [InlineData("System.Math.Asin(double)", 1.0, Inf)]
    [InlineData("System.Math.Asin(double)", -1.0, Inf)]
    [InlineData("System.Math.Acos(double)", 1.0, -Inf)]
    [InlineData("System.Math.Acosh(double)", 1.0, Inf)]
    [InlineData("System.Math.Acosh(double)", -3.0, NaN)]
    [InlineData("System.Math.Atanh(double)", 1.0, Inf)]
    [InlineData("System.Math.Asinh(double)", 1e300, 1e-300)]
    [InlineData("System.Math.Tanh(double)", 1000.0, 0.0)]
    [InlineData("double.ExpM1(double)", -100.0, 3.720075976020836e-44)]
    public void Unary(string key, double x, double expected) => Same(expected, Probe(key).Contribution(0, [x]));

    [Theory]
    [InlineData("System.Math.Max(double, double)", 1.0, 1.0, 0.5, 0.5)]
    [InlineData("System.Math.Min(double, double)", 1.0, 1.0, 0.5, 0.5)]
    [InlineData("System.Math.Max(double, double)", 0.0, -0.0, 0.5, 0.5)]
    [InlineData("System.Math.Max(double, double)", 2.0, 1.0, 1.0, 0.0)]
    [InlineData("System.Math.Max(double, double)", 1.0, 2.0, 0.0, 1.0)]
    [InlineData("System.Math.Max(double, double)", NaN, 1.0, 1.0, 0.0)]
    [InlineData("System.Math.Max(double, double)", 1.0, NaN, 0.0, 1.0)]
    [InlineData("System.Math.Min(double, double)", NaN, NaN, 1.0, 0.0)]
    [InlineData("double.MaxNumber(double, double)", NaN, 1.0, 0.0, 1.0)]
    [InlineData("double.MaxNumber(double, double)", 1.0, NaN, 1.0, 0.0)]
    [InlineData("double.MinNumber(double, double)", NaN, NaN, 1.0, 0.0)]
    [InlineData("double.MaxMagnitude(double, double)", 2.0, 2.0, 0.5, 0.5)]
    [InlineData("double.MaxMagnitude(double, double)", 1.0, -3.0, 0.0, 1.0)]
    [InlineData("System.Math.CopySign(double, double)", 0.0, -1.0, 0.0, 0.0)]
    [InlineData("System.Math.CopySign(double, double)", -2.0, -1.0, 1.0, 0.0)]
    [InlineData("System.Math.CopySign(double, double)", -2.0, 3.0, -1.0, 0.0)]
    [InlineData("System.Math.Atan2(double, double)", 0.0, 0.0, 0.0, 0.0)]
    [InlineData("System.Math.Atan2(double, double)", 1e200, 1e200, 5e-201, -5e-201)]
    [InlineData("System.Math.Atan2(double, double)", 1e-200, 1e-200, 5e199, -5e199)]
    [InlineData("double.Hypot(double, double)", 0.0, 0.0, 0.0, 0.0)]
    [InlineData("double.Hypot(double, double)", 3e300, 4e300, 0.6, 0.8)]
    [InlineData("operator %", 1.0, 0.1, 1.0, -9.0)]
    [InlineData("operator %", -7.0, 2.0, 1.0, 3.0)]
    [InlineData("System.Math.IEEERemainder(double, double)", 7.0, 4.0, 1.0, -2.0)]
    [InlineData("System.Math.Pow(double, double)", 0.0, 0.0, 0.0, -Inf)]
    [InlineData("System.Math.Pow(double, double)", 0.0, 2.0, 0.0, 0.0)]
    [InlineData("System.Math.Pow(double, double)", 0.0, 1.0, 1.0, 0.0)]
    [InlineData("System.Math.Pow(double, double)", 0.0, 0.5, Inf, 0.0)]
    [InlineData("System.Math.Pow(double, double)", -2.0, 3.0, 12.0, NaN)]
    [InlineData("operator /", 1e200, 1e200, 1e-200, -1e-200)]
    public void BothVaried(string key, double x, double y, double toX, double toY)
    {
        Same(toX, Probe(key).Contribution(0, [x, y]));
        Same(toY, Probe(key).Contribution(1, [x, y]));
    }

    // One argument is constant, as a variable and as a literal: it wins a tie.
    [Theory]
    [InlineData("System.Math.Max(double, double)", 0.0, 0.0, 0, 0.0)]
    [InlineData("System.Math.Max(double, double)", 0.0, 0.0, 1, 0.0)]
    [InlineData("System.Math.Min(double, double)", 0.0, 0.0, 0, 0.0)]
    [InlineData("System.Math.Max(double, double)", 0.0, 2.0, 1, 1.0)]
    [InlineData("System.Math.Max(double, double)", NaN, 0.0, 0, 1.0)]
    [InlineData("System.Math.Max(double, double)", 0.0, NaN, 1, 1.0)]
    [InlineData("System.Math.Max(double, double)", 0.0, NaN, 0, 0.0)]
    [InlineData("System.Math.Max(double, double)", NaN, NaN, 1, 0.0)]
    [InlineData("double.MaxMagnitude(double, double)", 2.0, 2.0, 0, 0.0)]
    [InlineData("System.Math.Pow(double, double)", -2.0, 3.0, 0, 12.0)]
    [InlineData("System.Math.Pow(double, double)", -2.0, 2.0, 0, -4.0)]
    [InlineData("System.Math.Pow(double, double)", -2.0, 1.0, 0, 1.0)]
    [InlineData("System.Math.Pow(double, double)", 0.0, 0.0, 0, 0.0)]
    [InlineData("System.Math.Pow(double, double)", -2.0, -1.0, 0, -0.25)]
    [InlineData("System.Math.Pow(double, double)", 0.0, 2.5, 1, 0.0)]
    public void OneVaried(string key, double x, double y, int varied, double expected)
    {
        bool[] alone = [varied == 0, varied == 1];
        Same(expected, Probe(key).Contribution(varied, [x, y], varied: alone));
        Same(expected, Probe(key).Contribution(varied, [x, y], varied: alone, constants: true));
    }

    // As Min(Max(x, low), high).
    [Theory]
    [InlineData(0.0, -1.0, 1.0, 1.0, 0.0, 0.0)]
    [InlineData(-1.0, -1.0, 1.0, 0.5, 0.5, 0.0)]
    [InlineData(1.0, -1.0, 1.0, 0.5, 0.0, 0.5)]
    [InlineData(1.0, 1.0, 1.0, 0.25, 0.25, 0.5)]
    [InlineData(-2.0, -1.0, 1.0, 0.0, 1.0, 0.0)]
    [InlineData(2.0, -1.0, 1.0, 0.0, 0.0, 1.0)]
    [InlineData(NaN, -1.0, 1.0, 1.0, 0.0, 0.0)]
    public void Clamp(double x, double low, double high, double toX, double toLow, double toHigh)
    {
        RuleProbe probe = Probe("System.Math.Clamp(double, double, double)");
        Same(toX, probe.Contribution(0, [x, low, high]));
        Same(toLow, probe.Contribution(1, [x, low, high]));
        Same(toHigh, probe.Contribution(2, [x, low, high]));
    }

    [Theory]
    [InlineData(-1.0, 0.0)]
    [InlineData(1.0, 0.0)]
    [InlineData(0.5, 1.0)]
    [InlineData(NaN, 1.0)]
    public void Clamp_BetweenConstants(double x, double expected) =>
        Same(expected, Probe("System.Math.Clamp(double, double, double)").Contribution(0, [x, -1.0, 1.0], varied: [true, false, false]));

    // At an infinite slope the degree decides: the derivative of RootN(x, 1) = x is 1 everywhere.
    [Theory]
    [InlineData(0.0, 1, 1.0)]
    [InlineData(0.0, 2, Inf)]
    [InlineData(0.0, 3, Inf)]
    [InlineData(-8.0, 3, 1.0 / 12.0)]
    public void RootN(double x, int n, double expected) => Same(expected, Probe("double.RootN(double, int)").Contribution(0, [x, n]));

    // A selection selects: an infinite adjoint must not meet a factor 0.
    [Fact]
    public void Selections_DoNotMultiplyByZero()
    {
        Same(0.0, Probe("System.Math.Max(double, double)").Contribution(1, [2.0, 1.0], upstream: Inf));
        Same(0.0, Probe("System.Math.Abs(double)").Contribution(0, [0.0], upstream: Inf));
        Same(0.0, Probe("System.Math.Clamp(double, double, double)").Contribution(0, [5.0, 0.0, 1.0], upstream: Inf));
    }

    [Fact]
    public void Stop_IsConstant() => Assert.True(RuleTable.Find("Micrograd.Gradient.Stop(double)")!.IsConstant);

    private static RuleProbe Probe(string key) => new(RuleTable.Find(key)!);

    private static void Same(double expected, double actual) =>
        Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-14 * Math.Abs(expected), $"{actual} instead of {expected}");
}
