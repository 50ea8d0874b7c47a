using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Fallback;

/// <summary>What stands in the way of a reverse sweep, or of the tape, is said in the user's own names.</summary>
public class ReasonTests
{
    public static TheoryData<string, string> Reasons { get; } = new()
    {
        { "[Differentiable] public static double F(ReadOnlySpan<double> x) { while (x[0] > 0.0) { x = x.Slice(1); } return x[0]; }", "the array or span variable 'x', which the condition of a loop reads and its body changes" },
        { "[Differentiable] public static double F(double x, int n) { double[] t = new double[2]; for (int i = 0; i < n; i++) { t = new double[i + 2]; t[0] = x; } return t[0]; }", "the array or span variable 't', which is given new memory in a loop or a branch" },
        { "private static readonly double[] W = [1.0]; [Differentiable] public static double F(double x) { double[] w = W; double s = x * w[0]; w[0] = 2.0; return s * w[0]; }", "the array or span 'w' from outside the method, whose elements are read and then overwritten" },
        { "[Differentiable] public static double F(double[] c, [NoDiff] double[] d, bool b) => G(c, d, b); private static double G(double[] c, [NoDiff] double[] d, bool b) { double[] v = c; if (b) { v = d; } return v[0]; }", "the array or span variable 'd', which carries no derivative and is named by another that does nor on the dynamic tape because of 'd', which carries no derivative and shares its nodes with what does" },
        { "[Differentiable] public static double F(double[][] x) { double s = x[0][0] * x[0][0]; x[0] = x[1]; return s * x[0][0]; }", "the rows of its parameter 'x', which it replaces" },
        { "[Differentiable] public static double[][] F(double x, int n) { double[][] r = new double[n][]; for (int i = 0; i < n; i++) { r[i] = [x * i]; } return r; }", "a result that is an array of arrays" },
        { "[Differentiable] public static double F(double x, int n) { double[][] r = [[x], [x * x]]; double s = r[0][0]; (r[0], r[1]) = (r[1], r[0]); return s * r[0][0]; }", "an array of arrays that is given its rows by the method" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Reason_IsSaid(string source, string reason) =>
        Assert.Contains(reason, string.Join("\n", GradientProbe.Generate(source).GeneratorDiagnostics.Select(static d => d.GetMessage(null))), StringComparison.Ordinal);

    // The number, where one is lost, or the memory in which it would be looked for.
    [Theory]
    [InlineData("[Differentiable] public static double F(double x, double y, [NoDiff] double[] log) { log[0] = y * x; return x; }", "'y'")]
    [InlineData("[NoDiff] private static void G(double[] a) => a[0]++; [Differentiable] public static double F(double y, double[] x) { G(x); return x[0] * y; }", "'G' has no known derivative but depends on 'x'")]
    [InlineData("[Differentiable] public static double F(double x) { string s = $\"{x:R}\"; return double.Parse(s) * x; }", "'double.Parse' has no known derivative but depends on 'x'")]
    public void LostNumber_IsNamed(string source, string name) =>
        Assert.Contains(name, Assert.Single(GradientProbe.Generate(source).GeneratorDiagnostics).GetMessage(null), StringComparison.Ordinal);
}
