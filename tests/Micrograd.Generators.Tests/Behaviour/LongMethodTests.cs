using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>
/// Methods as programs write them: thousands of terms, of lines, of paths from one value to another. Nothing here watches a clock,
/// but what is exponential does not end, and what recurses along a sum ends the process.
/// </summary>
public class LongMethodTests
{
    // A sum of n terms is a tree n deep; parts of it get names.
    [Fact]
    public void SumOfThousandsOfTerms_IsDifferentiated()
    {
        string terms = string.Join(" + ", Enumerable.Range(1, 3000).Select(static k => $"x * {k}.0"));
        GradientProbe probe = GradientProbe.Compile($"[Differentiable] public static double Sum(double x) => {terms};");

        probe.AgreesWithAllOracles("Sum", at: [0.75]);
    }

    // The body of a helper with parts is put in place twice: the parts of the one call are not those of the other.
    [Fact]
    public void LongSumInHelper_IsLoweredForEachCall()
    {
        string terms = string.Join(" + ", Enumerable.Range(1, 200).Select(static k => $"x * {k}.0"));
        GradientProbe probe = GradientProbe.Compile($$"""
            [Differentiable] public static double Twice(double x, double y) => Sum(x) * Sum(y);
            private static double Sum(double x) => {{terms}};
            """);

        probe.AgreesWithAllOracles("Twice", at: [0.75, -0.5]);
    }

    // vₖ = vₖ₋₁ + vₖ₋₁: 2^k paths lead back from vₖ, and each value must be looked at once.
    [Fact]
    public void DoublingInLoop_IsPlannedInLinearTime()
    {
        string doublings = string.Concat(Enumerable.Range(1, 80).Select(static k => $"double v{k} = v{k - 1} + v{k - 1};\n"));
        GradientProbe probe = GradientProbe.Compile($$"""
            [Differentiable]
            public static double Doubled(double[] a, double y)
            {
                double s = 1.0;
                for (int i = 0; i < a.Length; i++)
                {
                    double v0 = a[i] + y;
                    {{doublings}}
                    s = s * (v80 * 1e-24);
                }

                return s;
            }
            """);

        probe.AgreesWithAllOracles("Doubled", at: [new[] { 0.5, 1.5, 2.5 }, 0.25]);
    }

    [Fact]
    public void HundredsOfBranches_AreDifferentiated()
    {
        string lines = string.Concat(Enumerable.Range(0, 400).Select(static k => $"""
            double t{k} = Math.Sin(s * {k % 7}.5 + y);
            if (t{k} > 2.0) s -= 0.001 * t{k}; else s += 0.001 * t{k} * t{k};

            """));
        GradientProbe probe = GradientProbe.Compile($$"""
            [Differentiable]
            public static double Long(double x, double y)
            {
                double s = x;
                {{lines}}
                return s;
            }
            """);

        probe.AgreesWithAllOracles("Long", at: [0.3, 0.2]);
    }
}
