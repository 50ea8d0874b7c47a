using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Fallback;

/// <summary>Methods without a reverse sweep: the same members with the same numbers, made on the tape, and said so.</summary>
public class TapeFallbackTests
{
    // The loop's condition reads an element of a span variable that its body changes.
    private const string Walk = """
        [Differentiable]
        public static double Walk(ReadOnlySpan<double> x, double scale)
        {
            double sum = 0.0;
            while (x.Length > 1 && x[0] < 100.0)
            {
                sum += scale * x[0] * x[1];
                x = x.Slice(1);
            }
            return sum;
        }
        """;

    private const string Smear = """
        [Differentiable]
        public static double Smear(Span<double> x, double[] y, [NoDiff] double[] z)
        {
            Span<double> rest = x;
            while (rest.Length > 1 && rest[0] < 100.0)
            {
                rest[1] = rest[1] * rest[0] + y[0] * z[0];
                rest = rest.Slice(1);
            }
            return x[x.Length - 1] * y[1];
        }
        """;

    private const string Single = """
        [Differentiable(Derivatives.Gradient)]
        public static float Single(ReadOnlySpan<float> x)
        {
            float sum = 0.0f;
            while (x.Length > 0 && x[0] < 100.0f)
            {
                sum += x[0] * x[0];
                x = x.Slice(1);
            }
            return sum;
        }
        """;

    private const string Fill = """
        [Differentiable]
        public static void Fill(ReadOnlySpan<double> x, Span<double> y)
        {
            while (x.Length > 0 && x[0] < 100.0f)
            {
                y[x.Length - 1] = x[0] * x[0];
                x = x.Slice(1);
            }
        }
        """;

    private const string Ends = """
        public record struct Ends(double First, int Steps, double Last);

        [Differentiable]
        public static Ends Find(ReadOnlySpan<double> x, ref (double A, float B) scale, out double sum)
        {
            sum = 1.0;
            int n = 0;
            double first = x[0] * scale.A;
            while (x.Length > 1 && x[0] < 100.0)
            {
                sum += scale.B * x[0] * x[1];
                x = x.Slice(1);
                n++;
            }

            scale.A *= sum;
            return new Ends(first, n, x[0] * sum);
        }
        """;

    private static readonly ProbeSettings Allowed = new() { Expected = ["MGRAD0300"] };

    [Fact]
    public void SpanThatAdvances_AgreesWithEveryOracle() =>
        GradientProbe.Compile(Walk, Allowed).AgreesWithAllOracles("Walk", [new[] { 1.5, -2.0, 0.5, 3.0 }, 0.7], Allocating);

    // What the method wrote is handed back, and its adjoint on entry counts.
    [Fact]
    public void WrittenSpan_AgreesWithEveryOracle() =>
        GradientProbe.Compile(Smear, Allowed).AgreesWithAllOracles("Smear", [new[] { 1.5, -2.0, 0.5 }, new[] { 0.3, 1.1 }, new[] { 2.0 }], Allocating);

    [Fact]
    public void MethodWithoutResult_AgreesWithEveryOracle() =>
        GradientProbe.Compile(Fill, Allowed).AgreesWithAllOracles("Fill", [new[] { 1.5, -2.0, 0.5 }, new[] { 0.3, 1.1, 4.0 }], Allocating);

    // Each number of a struct has its adjoint, of the result as of what is written.
    [Fact]
    public void StructsInAndOut_AgreeWithEveryOracle() =>
        GradientProbe.Compile(Ends, Allowed).AgreesWithAllOracles("Find", [new[] { 1.5, -2.0, 0.5, 3.0 }, new[] { 0.7, 1.2 }, 0.0], Allocating);

    // An empty memory is a value like any other: no other memory may stand in for it.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MemoryThatMayBeEmpty_AgreesWithEveryOracle(bool isGiven) => GradientProbe.Compile("""
        [Differentiable]
        public static double Perhaps(ReadOnlyMemory<double> x, bool isGiven)
        {
            ReadOnlyMemory<double> part = default;
            if (isGiven) { part = x; }
            return part.IsEmpty ? x.Span[1] * x.Span[1] : part.Span[0] * part.Length;
        }
        """, Allowed).AgreesWithAllOracles("Perhaps", [new[] { 1.5, -2.0, 0.5 }, isGiven], Allocating);

    // What is written through a row of an array of arrays is written to the argument that is that row; to be a row is not to be written.
    [Fact]
    public void ArgumentsAsRows_AgreeWithEveryOracle()
    {
        GradientProbe probe = GradientProbe.Compile("""
            [Differentiable]
            public static double Written(double[] a, double[] b)
            {
                double[][] rows = [a, a, b];
                rows[0][0] *= 2.0;
                foreach (double[] row in rows) { row[1] += row[0]; }
                return a[0] * a[1] * b[1];
            }

            [Differentiable]
            public static double Read(double[] a, double[] b)
            {
                double[][] rows = [a, b];
                return rows[0][0] * rows[1][1];
            }
            """, Allowed);
        double[] shared = [0.4, 0.7];

        probe.AgreesWithAllOracles("Written", [new[] { 0.4, 0.7 }, new[] { 1.5, -0.3 }], Allocating);
        probe.AgreesWithAllOracles("Read", [new[] { 0.4, 0.7 }, new[] { 1.5, -0.3 }], Allocating);
        Assert.Equal(0.4 * 0.7, probe["Read"].Backward([shared, shared], 1.0, [new double[2], new double[2]]));
        Assert.Throws<ArgumentException>(() => probe["Written"].Backward([shared, shared], 1.0, [new double[2], new double[2]]));
    }

    // An array that one of two branches makes, of a length that is not known before them.
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void ArraysAsResults_AgreeWithEveryOracle(int n)
    {
        GradientProbe probe = GradientProbe.Compile("""
            [Differentiable]
            public static double[] Powers(double x, int n)
            {
                if (n == 0) { return [x * x]; }
                double[] powers = new double[2 * n];
                for (int i = 0; i < n; i++) { powers[i] = i == 0 ? x : powers[i - 1] * x; }
                return powers;
            }

            [Differentiable]
            public static float[][] Triangle(float x, int n)
            {
                float[][] rows = new float[n][];
                for (int i = 0; i < n; i++)
                {
                    rows[i] = new float[i + 1];
                    for (int j = 0; j <= i; j++) { rows[i][j] = x * j + x * x; }
                }

                return rows;
            }
            """, Allowed);
        probe.AgreesWithAllOracles("Powers", [0.75, n], Allocating);
        probe.AgreesWithAllOracles("Triangle", [0.75f, n], Allocating);
    }

    // No overload on Value is asked for: the tape is used all the same.
    [Fact]
    public void SinglePrecision_AgreesWithEveryOracle() =>
        GradientProbe.Compile(Single, Allowed).AgreesWithAllOracles("Single", [new[] { 1.5f, -2.0f, 0.5f }], Allocating with { Tape = false });

    // The length alone can be asked for: no tape is needed.
    [Fact]
    public void ConditionOnTheLength_NeedsNoFallback() => GradientProbe.Compile("""
        [Differentiable]
        public static double Walk(ReadOnlySpan<double> x, double scale)
        {
            double sum = 0.0;
            while (x.Length > 1)
            {
                sum += scale * x[0] * x[1];
                x = x.Slice(1);
            }
            return sum;
        }
        """).AgreesWithAllOracles("Walk", [new[] { 1.5, -2.0, 0.5, 3.0 }, 0.7]);

    // The pair of a recursive helper cannot be reversed: the tape takes over the whole method.
    [Theory]
    [InlineData("Differentiable")]
    [InlineData("Differentiable(Derivatives.Gradient)")]
    public void RecursiveHelperWithoutReverseSweep_IsOnTheTape(string attribute)
    {
        string source = $$"""
            private static double Descend(ReadOnlySpan<double> x, double scale, int n)
            {
                ReadOnlySpan<double> rest = x;
                double sum = 0.0;
                while (rest.Length > 1 && rest[0] < 100.0)
                {
                    sum += scale * rest[0] * rest[1];
                    rest = rest.Slice(1);
                }
                return n == 0 ? sum : sum + Math.Sin(Descend(x, scale * sum, n - 1));
            }

            [{{attribute}}]
            public static double Start(ReadOnlySpan<double> x, double scale, int n) => Descend(x, scale * scale, n) * x[0];
            """;
        Assert.Contains("in 'Descend'", Assert.Single(GradientProbe.Generate(source).GeneratorDiagnostics).GetMessage(null), StringComparison.Ordinal);
        GradientProbe.Compile(source, Allowed).AgreesWithAllOracles("Start", [new[] { 0.5, -0.2, 0.5, 0.3 }, 0.7, 2], Allocating with { Tape = attribute == "Differentiable" });
    }

    [Fact]
    public void Fallback_IsAWarningAtTheNameThatSaysWhy()
    {
        Diagnostic warning = Assert.Single(GradientProbe.Generate(Walk).GeneratorDiagnostics);

        Assert.Equal("MGRAD0300", warning.Id);
        Assert.Equal(DiagnosticSeverity.Warning, warning.Descriptor.DefaultSeverity);
        Assert.Contains("'x', which the condition of a loop reads and its body changes", warning.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal("Walk", warning.Location.SourceTree!.GetText().ToString(warning.Location.SourceSpan));
    }

    private static OracleOptions Allocating => OracleOptions.Default with { Allocates = true };
}
