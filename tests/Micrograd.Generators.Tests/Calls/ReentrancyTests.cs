using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Calls;

/// <summary>Rules that need derivatives themselves: their scratch memory lies above what the method that calls them has recorded.</summary>
public class ReentrancyTests
{
    // t is recorded on every trip, and handed to the rule from where it was recorded.
    [Fact]
    public void RuleThatCallsGeneratedMembers_LeavesTheRecordsAlone()
    {
        GradientProbe probe = GradientProbe.Compile("""
            [Differentiable]
            public static double Total(double x, int n)
            {
                double s = 0.0;
                int i = 1;
                while (i <= n)
                {
                    double[] t = new double[3];
                    t[0] = x * i;
                    t[1] = s + t[0] * x;
                    t[2] = x;
                    s += Energy(t) * t[1] * 0.1;
                    t[0] = s;
                    s += t[0] * t[1] * 0.1;
                    i++;
                }
                return s;
            }

            [Differentiable]
            public static double Product(ReadOnlySpan<double> t)
            {
                double p = 1.0;
                int i = 0;
                while (i < t.Length)
                {
                    p *= Math.Sin(t[i]) + p;
                    i++;
                }
                return p;
            }

            private static double Energy(ReadOnlySpan<double> t) => Product(t);

            [DerivativeOf(typeof(Functions), nameof(Energy))]
            private static void EnergyRule(ReadOnlySpan<double> t, double upstream, Span<double> dT) => ProductBackward(t, upstream, dT);
            """);

        probe.AgreesWithAllOracles("Total", at: [0.3, 3]);
    }

    // Who draws the graph reads it.
    [Fact]
    public void NodeOfARule_HasItsMethodsName() => Assert.Contains(
        "Value.Function(\"Cube\", ",
        GradientProbe.Compile("""
            private static double Cube(double x) => x * x * x;
            [DerivativeOf(typeof(Functions), nameof(Cube))] private static void CubeRule(double x, double upstream, ref double dX) => dX += upstream * 3.0 * x * x;
            [Differentiable] public static double F(double x) => Cube(x) * x;
            """).Compilation.GeneratedText(),
        StringComparison.Ordinal);
}
