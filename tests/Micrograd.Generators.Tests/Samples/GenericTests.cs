using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Samples;

/// <summary>What the corpus cannot say about generic methods and constant views.</summary>
public class GenericTests
{
    [Fact]
    public void MethodOfGenericType_AgreesWithAllOracles()
    {
        GradientProbe probe = GradientProbe.Compile("""
            public static partial class Over<T> where T : struct, IFloatingPointIeee754<T>
            {
                private static T Half => T.CreateChecked(0.5);
                [Differentiable] public static T F(T x, [NoDiff] T y) => x * x * Half + y * T.Exp(x);
            }
            """);

        probe.AgreesWithAllOracles("F", at: [1.4, 2.0]);
    }

    // The tape computes in double, and knows no T: numbers, and arrays of them, go there and back by conversions that every T has.
    [Fact]
    public void MethodOfGenericType_MeetsTheTape()
    {
        GradientProbe probe = GradientProbe.Compile("""
            public static partial class Over<T> where T : struct, IFloatingPointIeee754<T>
            {
                [NoDiff] private static void See(ReadOnlySpan<T> x) => ArgumentOutOfRangeException.ThrowIfZero(x.Length);
                private static T Power(T x, T[] c, int n) => n == 0 ? x * c[0] : x * Power(x * c[1], c, n - 1);

                [Differentiable] public static T Seen(ReadOnlySpan<T> x, T y) { See(x); return y * x[0]; }
                [Differentiable] public static T ByConstants(T x, T[] c, [NoDiff] T[] d) => Power(x, c, 2) * Power(x, d, 3);
                [Differentiable] public static T Either(T x, T[] c, [NoDiff] T[] d, bool second) { T[] v = c; if (second) { v = d; } return x * v[0]; }
                [Differentiable(WithRespectTo = ["x"])] public static T Moved(T x, T y) { y += x; return y * x; }
                [Differentiable] public static T Advanced(ReadOnlySpan<T> x, T limit) { T sum = T.Zero; while (x.Length > 0 && x[0] < limit) { sum += x[0] * x[0]; x = x.Slice(1); } return sum * limit; }
            }
            """, ProbeSettings.Default with { Expected = ["MGRAD0300"] });

        probe.AgreesWithAllOracles("Seen", at: [new[] { 1.5, 2.0 }, 0.75]);
        probe.AgreesWithAllOracles("ByConstants", at: [0.75, new[] { 1.5, 0.5 }, new[] { 2.0, 0.25 }]);
        probe.AgreesWithAllOracles("Either", at: [0.75, new[] { 1.5, 0.5 }, new[] { 2.0, 0.25 }, false]);
        probe.AgreesWithAllOracles("Either", at: [0.75, new[] { 1.5, 0.5 }, new[] { 2.0, 0.25 }, true]);
        probe.AgreesWithAllOracles("Moved", at: [0.75, 2.0]);
        probe.AgreesWithAllOracles("Advanced", at: [new[] { 1.5, 2.0 }, 9.0], OracleOptions.Default with { Allocates = true });
    }

    // Calls of methods for double among those of T.
    [Fact]
    public void NumbersOfDoubleAmongThoseOfT_AgreeWithAllOracles() => GradientProbe.Compile("""
        [Differentiable] public static T F<T>(T x, int n) where T : IFloatingPointIeee754<T> => x * x * T.CreateChecked(Math.Sqrt(n)) * T.CreateChecked(Math.Max(n, 3));
        """).AgreesWithAllOracles("F", at: [1.4, 2]);

    // The probe tries a generic method at double; at float it is the same text over other numbers.
    [Fact]
    public void GenericMethod_WorksAtFloat()
    {
        GradientProbe probe = GradientProbe.Compile("[Differentiable] public static T F<T>(T x) where T : IFloatingPointIeee754<T> => T.Exp(x) * x;");
        MethodInfo gradient = probe.Assembly.GetType("Probes.Functions")!.GetMethod("FGradient")!.MakeGenericMethod(typeof(float));
        object?[] arguments = [0.5f, null];

        Assert.Equal(MathF.Exp(0.5f) * 0.5f, gradient.Invoke(null, arguments));
        Assert.Equal(MathF.Exp(0.5f) * 1.5f, (float)arguments[1]!, 1e-6f);
    }

    // api.md section 2: double gets the overload on Value before T, T before float.
    [Fact]
    public void Overloads_GiveTheTapeToDoubleFirst()
    {
        GradientProbe probe = GradientProbe.Compile("""
            [Differentiable] public static float F(float x) => x;
            [Differentiable] public static T F<T>(T x) where T : IFloatingPointIeee754<T> => x * x;
            [Differentiable] public static double F(double x) => x * x * x;
            [Differentiable] public static float G(float x) => x;
            [Differentiable] public static T G<T>(T x) where T : IFloatingPointIeee754<T> => x * x;
            """);

        Type functions = probe.Assembly.GetType("Probes.Functions")!;
        Assert.Equal(8.0, ((Value)functions.GetMethod("F", [typeof(Value)])!.Invoke(null, [new Value(2.0)])!).Data);
        Assert.Equal(4.0, ((Value)functions.GetMethod("G", [typeof(Value)])!.Invoke(null, [new Value(2.0)])!).Data);
    }

    // The derivative of Σ w·x in x is w, also where w is x.
    [Fact]
    public void ViewPassedToNoDiffParameter_IsConstantThere()
    {
        GradientProbe probe = GradientProbe.Compile("""
            private static double Dot([NoDiff] ReadOnlySpan<double> w, ReadOnlySpan<double> x) { double s = 0; for (int i = 0; i < x.Length; i++) { s += w[i] * x[i]; } return s; }
            [Differentiable] public static double F(ReadOnlySpan<double> x) => Dot(x, x);
            """);
        ProbedMethod method = probe["F"];
        object[] arguments = method.Arguments([new[] { 3.0, 5.0 }]);
        object?[] derivatives = method.ZeroDerivatives(arguments);

        method.Gradient(arguments, derivatives);
        Assert.Equal([3.0, 5.0], ProbedMethod.Flatten(derivatives));
        derivatives = method.ZeroDerivatives(arguments);
        method.Tape(arguments, 1.0, derivatives);
        Assert.Equal([3.0, 5.0], ProbedMethod.Flatten(derivatives));
    }

    // What these collections allocate, the method itself allocates as well, or nearly so.
    [Fact]
    public void CollectionsThatAreConstants_AgreeWithAllOracles()
    {
        GradientProbe probe = GradientProbe.Compile("""
            private static readonly HashSet<int> Exponents = [1, 4];
            [Differentiable] public static double F(double x, int n)
            {
                List<int> numbers = new();
                for (int i = 0; i < n; i++) { numbers.Add(i); }
                double result = x;
                for (int i = 0; i < numbers.Count; i++) { result = result * x + numbers[i]; }
                foreach (int k in Exponents) { result += k * x * x; }
                return result;
            }
            """);

        probe.AgreesWithAllOracles("F", at: [0.5, 4], new OracleOptions { Allocates = true });
    }

    [Theory]
    [InlineData("private static void Put([NoDiff] double[] w, double x) { w[0] = x; } [Differentiable] public static double F(double[] x) { Put(x, x[1]); return x[0]; }")]
    [InlineData("private static void Clear([NoDiff] double[] w) { w[0] = 0; } [Differentiable] public static double F(double[] x) { Clear(x); return x[0] * x[1]; }")]
    [InlineData("private static void Put([NoDiff] double[] w, double x) { w[0] = x; } [Differentiable] public static double F(double x) { double[] q = new double[1]; Put(q, x); return q[0]; }")]
    public void StoreThroughNoDiffView_IsReported(string members) =>
        Assert.Equal("MGRAD0202", Assert.Single(GradientProbe.Generate(members).GeneratorDiagnostics).Id);
}
