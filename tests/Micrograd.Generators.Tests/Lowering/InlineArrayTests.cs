using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Lowering;

/// <summary>Inline arrays, which C# goes through without an enumerator.</summary>
public class InlineArrayTests
{
    private const string Four = """
        [System.Runtime.CompilerServices.InlineArray(4)] public struct Four<T> { private T _first; }
        [NoDiff] private static Four<int> Made(int n) { Four<int> made = default; for (int i = 0; i < 4; i++) { made[i] = i * n + 1; } return made; }
        private static double Weighted(double x, Four<int> weights) { double s = 1; foreach (int w in weights) { s = s * x + w; } return s; }

        """;

    [Theory]
    [InlineData("Four<int> f = Made(n); double s = 1; foreach (int i in f) { s = s * x + i; } return s;")]
    [InlineData("Four<int> f = Made(n); double s = 1; foreach (double i in f) { if (i > 4) { break; } s += i * x * s; } foreach (var i in f) { s *= x; } return s;")]
    [InlineData("return Weighted(x, Made(n)) * x;")]
    public void Items_AreThoseOfTheVariable(string body) =>
        GradientProbe.Compile($"{Four}[Differentiable] public static double F(double x, int n) {{ {body} }}").AgreesWithAllOracles("F", at: [1.5, 2]);

    [Theory]
    [InlineData("double F(double x, [NoDiff] Four<double> f) { double s = 1; foreach (double i in f) { s = s * x + i; } return s; }")]
    [InlineData("double F(double x, [NoDiff] in Four<float> f) { double s = 1; foreach (float i in f) { s = s * x + i; } return s; }")]
    [InlineData("double F(double x, [NoDiff] Four<string> f) { double s = 1; foreach (string i in f) { s = s * x + i.Length; } return s; }")]
    [InlineData("T F<T>(T x, [NoDiff] Four<T> f) where T : IFloatingPointIeee754<T> { T s = x; foreach (T i in f) { s = s * x + i; } return s; }")]
    public void ConstantParameter_IsGoneThrough(string method)
    {
        ProbeCompilation compilation = GradientProbe.Generate($"{Four}[Differentiable] public static {method}");

        Assert.Empty(compilation.GeneratorDiagnostics);
        Assert.Empty(compilation.CompilerProblems());
    }
}
