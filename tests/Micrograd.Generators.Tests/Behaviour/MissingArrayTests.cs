using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>A length that nobody uses is asked for all the same: the array may be null.</summary>
public class MissingArrayTests
{
    private static readonly Lazy<GradientProbe> Functions = new(static () => GradientProbe.Compile("""
        public sealed class Data { public double[]? W; }
        private static readonly Data Empty = new();
        private static double First(double x, double[] w) { int n = w.Length; return x; }

        [Differentiable] public static double Unused(double x, int[]? t) { double[] w = Empty.W!; int n = w.Length; return x * x; }
        [Differentiable] public static double EmptyBranch(double x, int[]? t) { double[] w = Empty.W!; if (w.Length > 2) { } return x * x; }
        [Differentiable] public static double Discarded(double x, int[]? t) { _ = Empty.W!.Length; return x * x; }
        [Differentiable] public static double OfAHelper(double x, int[]? t) => First(x, Empty.W!) * x;
        [Differentiable] public static double OfAParameter(double x, int[]? t) { int n = t!.Length; return x * x; }
        """));

    [Theory]
    [InlineData("Unused")]
    [InlineData("EmptyBranch")]
    [InlineData("Discarded")]
    [InlineData("OfAHelper")]
    [InlineData("OfAParameter")]
    public void LengthOfNoArray_Throws(string name)
    {
        ProbedMethod method = Functions.Value[name];
        Assert.IsType<NullReferenceException>(Outcome.Of(method, [0.7, null!], static (m, a) => m.Call(a)).Thrown);
        Outcome.AssertSameInGradient(name, method, [0.7, null!]);
    }

    [Fact]
    public void LengthOfAnArrayThatIsThere_IsNotAsked()
    {
        GradientProbe probe = GradientProbe.Compile("[Differentiable] public static double F(double[] x) { int n = x.Length; double[] y = new double[3]; int m = y.Length; return x[0] * x[0]; }");

        probe.AgreesWithAllOracles("F", at: [new[] { 0.7, 0.8 }]);
        Assert.DoesNotContain("int n", probe["F"].GeneratedText, StringComparison.Ordinal);
        Assert.DoesNotContain("int m", probe["F"].GeneratedText, StringComparison.Ordinal);
    }
}
