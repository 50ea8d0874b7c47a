using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>The compiler warns of null in generated code no more than in the user's: the probe takes a warning for an error.</summary>
public class NullWarningTests
{
    [Theory]
    [InlineData("[Differentiable] public static double F(double x, int? n) => x * x * (int)n;")]
    [InlineData("[Differentiable] public static double F(double x, int? n) => Helper(x, n) * x; private static double Helper(double x, int? n) { for (int i = 0; i < n; i++) { x *= (int)n; } return x; }")]
    [InlineData("[Differentiable] public static double F(double x, int? n) => n > 0 ? Recursive(x, n) : x; private static double Recursive(double x, int? n) => n > 0 ? x * (int)n * Recursive(x, (int)n - 1) : x;")]
    public void TextOfAFileWithoutNullWarnings_GivesNone(string code) =>
        GradientProbe.Compile("#nullable disable\n" + code).AgreesWithAllOracles("F", at: [1.5, 3]);

    [Fact]
    public void ListThatMayBeNull_GivesNone() => GradientProbe.Compile("""
        #nullable disable
        [Differentiable] public static double F(double x, List<int> l) { double s = x; for (int i = 0; i < (l?.Count ?? 2); i++) { s *= x; } return s; }
        """).AgreesWithAllOracles("F", at: [1.5, null!]);

    // The early exits have become conditions of their own.
    [Fact]
    public void TestThatIsAnotherStatementNow_GivesNone() => GradientProbe.Compile("""
        [Differentiable] public static double F(double x, int? n) { if (n is null) { return x; } double s = x; for (int i = 0; i < 3; i++) { s *= x * (int)n; if (s > 9) { return s * (int)(n); } } return s; }
        """).AgreesWithAllOracles("F", at: [1.5, 3]);
}
