using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests;

public class GradientProbeTests
{
    // t is both read by the product and overwritten by it, so each earlier t must come back in reverse.
    [Fact]
    public void OverwrittenInLoop_RestoresEachEarlierValue()
    {
        GradientProbe probe = GradientProbe.Compile("""
            [Differentiable]
            public static double Power(double x, int n)
            {
                double t = 1.0;
                for (int i = 0; i < n; i++) { t *= x; }
                return t;
            }
            """);

        probe.AgreesWithAllOracles("Power", at: [1.7, 5]);
    }

    // The outside judge must itself be good to what the tests ask of it.
    [Theory]
    [InlineData(0.3)]
    [InlineData(-4.0)]
    [InlineData(25.0)]
    public void CentralDifferences_OfSmoothFunction_AreGoodToNineDigits(double x)
    {
        (double derivative, double error) = CentralDifferences.At(static t => Math.Sin(t) * Math.Exp(0.1 * t), x, 0.01);
        double expected = (Math.Cos(x) + (0.1 * Math.Sin(x))) * Math.Exp(0.1 * x);

        Assert.Equal(expected, derivative, Math.Abs(expected) * 1e-9);
        Assert.True(error < 1e-7 * Math.Max(1.0, Math.Abs(expected)));
    }
}
