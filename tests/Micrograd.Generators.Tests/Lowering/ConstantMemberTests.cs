using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Lowering;

/// <summary>Members of struct parameters marked [NoDiff], where the overload on <c>Value</c> has nothing to compare with.</summary>
public class ConstantMemberTests
{
    private const string Types = """
        public struct S { public double X; [NoDiff] public double Y { get; set; } [NoDiff] public double Z; [NoDiff] public readonly double Twice => 2 * X; [NoDiff] public readonly double this[int i] => X * i; [NoDiff] public readonly double Thrice() => 3 * X; }
        public record struct R(double X, [NoDiff] double Y);
        public struct M { public double X; [NoDiff] public double[] A; public readonly double Y => A[0]; }
        public struct B { public double X; [field: NoDiff] public double Y { get; set; } }

        """;

    // At X = 0.5, Y = 2, Z = 0.25 and y = 4, by hand: (∂/∂X, 0, 0, ∂/∂y).
    [Theory]
    [InlineData("s.Y * y * s.X * s.Z", 2.0, 0.25)]
    [InlineData("s.Twice * y + s[3] * s.X", 1.5, 1.0)]
    [InlineData("s.Thrice() * y * s.X", 6.0, 0.75)]
    public void Parameter_HasNoDerivativeThere(string result, double dX, double dY)
    {
        ProbedMethod f = GradientProbe.Compile($"{Types}[Differentiable] public static double f(S s, double y) => {result};")["f"];
        object[] at = f.Arguments([new[] { 0.5, 2.0, 0.25 }, 4.0]);
        object?[] derivatives = f.Derivatives(at, static () => 7.0);

        f.Gradient(at, derivatives);

        Assert.Equal([dX, 0.0, 0.0, dY], ProbedMethod.Flatten(derivatives));
    }

    // The other factor is all that is left: ∂(c·x)/∂x = c, at x = 0.5.
    [Theory]
    [InlineData("V v = new() { X = x }; return (v * v).X * x;", 0.25)]
    [InlineData("V v = x; return v.X * x;", 0.5)]
    [InlineData("V v = new() { X = x }; return v.Twice * x;", 1.0)]
    [InlineData("return Square(x) * x; [NoDiff] double Square(double t) => t * x;", 0.25)]
    [InlineData("Func<double, double> g = [NoDiff] (double t) => t * x; return g(x) * x;", 0.25)]
    [InlineData("Func<double, double> g = Cube; return g(x) * x;", 0.125)]
    [InlineData("return At(new Field(), x) * x;", 0.25)]
    [InlineData("Behind s = new() { X = x, G = 3 }; return s.X * s.G;", 3.0)]
    [InlineData("Store s = new() { Data = [2, 3], X = x }; s.Data[0] = 4; return s.Data[1] * s.Data[0] * s.X;", 12.0)]
    public void Result_IsAConstant(string body, double expected)
    {
        GradientProbe probe = GradientProbe.Compile($$"""
            public struct V { public double X; [NoDiff] public static V operator *(V a, V b) => new() { X = a.X * b.X }; [NoDiff] public static implicit operator V(double d) => new() { X = d }; public readonly double Twice { [NoDiff] get => X * 2; } }
            public interface IField { [NoDiff] double At(double x); }
            public struct Field : IField { public double At(double x) => x * x; }
            public struct Behind { public double X; [field: NoDiff] public double G { get; set; } }
            public struct Store { [NoDiff] public double[] Data; public double X; }
            private static double At<T>(T f, double x) where T : IField => f.At(x);
            [NoDiff] private static double Cube(double x) => x * x * x;
            [Differentiable] public static double f(double x) { {{body}} }
            """);

        probe.AgreesWithAllOracles("f", [0.5], OracleOptions.Default with { Smooth = false, Allocates = true });
        object[] at = [0.5];
        object?[] derivatives = [0.0];
        probe["f"].Gradient(at, derivatives);
        Assert.Equal(expected, derivatives[0]);
    }

    [Fact]
    public void WrittenParameter_TakesConstantsOnly()
    {
        ProbedMethod f = GradientProbe.Compile(Types + "[Differentiable] public static void f(ref R r, double y) { r.X *= r.Y * y; r.Y = 3; }")["f"];
        object[] at = f.Arguments([new[] { 0.5, 2.0 }, 4.0]);
        object?[] derivatives = f.Derivatives(at, static () => 1.0);

        f.Backward(at, [], derivatives);

        // r.X = X·Y·y: ∂/∂X = 8, and ∂/∂y = 1 besides the 1 that was there.
        Assert.Equal([8.0, 0.0, 2.0], ProbedMethod.Flatten(derivatives));
    }

    [Theory]
    [InlineData("new S { X = y, |Y = y| }")]
    [InlineData("new S { X = y, |Z = y * 2| }")]
    [InlineData("|new R(y, y * y)|")]
    [InlineData("new R(y, 1) with { |Y = y| }")]
    [InlineData("new B { X = y, |Y = y| }")]
    [InlineData("new M { X = y, |A = [y]| }")]
    public void StoredDerivative_IsAnError(string creation)
    {
        ProbeCompilation compilation = GradientProbe.Generate($"{Types}[Differentiable] public static double f(double y) {{ var s = {creation.Replace("|", "", StringComparison.Ordinal)}; return s.X * s.Y; }}");

        Microsoft.CodeAnalysis.Diagnostic found = Assert.Single(compilation.GeneratorDiagnostics);

        Assert.Equal("MGRAD0202", found.Id);
        Assert.Contains(creation.Split('|')[1], found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan), StringComparison.Ordinal);
    }
}
