using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace Micrograd.Generators.Tests;

/// <summary>The probe itself: it passes what is right, and finds each kind of wrong. Derivatives are written by hand here.</summary>
public class GradientProbeTests
{
    private const string Square = """
        [Differentiable]
        public static double Square(double x, Span<double> a)
        {
            a[0] *= x;
            return x * x * a[0];
        }
        """;

    private const string Tape = """
        public static Value Square(Value x, Span<Value> a) { a[0] *= x; return x * x * a[0]; }
        """;

    private const string Gradient = """
        internal static double SquareGradient(double x, Span<double> a, out double dX, Span<double> dA)
        {
            dX = 0.0;
            dA.Clear();
            return SquareBackward(x, a, 1.0, ref dX, dA);
        }
        """;

    private const string Backward = """
        internal static double SquareBackward(double x, Span<double> a, double upstream, ref double dX, Span<double> dA)
        {
            double a0 = a[0];
            a[0] *= x;
            dX += upstream * 2.0 * x * a[0] + (upstream * x * x + dA[0]) * a0;
            dA[0] = (upstream * x * x + dA[0]) * x;
            return x * x * a[0];
        }
        """;

    [Fact]
    public void RightDerivatives_Pass() => Check(Tape, Gradient, Backward);

    [Fact]
    public void WrongGradient_IsFound() => Finds("FGradient and the tape", Tape, Gradient, Backward.Replace("2.0 * x * a[0]", "2.0001 * x * a[0]"));

    [Fact]
    public void GradientWrongWithTape_IsFoundByDifferences() => Finds(
        "central differences",
        Tape.Replace("x * x * a[0]", "x * x * a[0].Data"),
        Gradient,
        Backward.Replace("(upstream * x * x + dA[0])", "dA[0]"));

    [Fact]
    public void IgnoredUpstream_IsFound() => Finds("FBackward with upstream -2.5", Tape, Gradient, Backward.Replace("upstream * x * x", "x * x").Replace("upstream * 2.0", "2.0"));

    [Fact]
    public void OverwritingPullBack_IsFound() => Finds("FBackward with upstream", Tape, Gradient, Backward.Replace("dX += ", "dX = "));

    [Fact]
    public void AccumulatingGradient_IsFound() => Finds("FGradient and the tape", Tape, Gradient.Replace("dA.Clear();", ""), Backward);

    [Fact]
    public void OtherValue_IsFound() => Finds("gives the value", Tape, Gradient, Backward.Replace("return x * x * a[0]", "return Math.BitIncrement(x * x * a[0])"));

    [Fact]
    public void SideEffectTwice_IsFound() => Finds("leaves a[0]", Tape, Gradient, Backward.Replace("return x * x * a[0];", "double r = x * x * a[0]; a[0] *= x; return r;"));

    [Fact]
    public void Allocation_IsFound() => Finds("bytes allocated", Tape, Gradient, Backward.Replace("double a0 = a[0];", "double a0 = new double[] { a[0] }[0];"));

    // On a thread of its own: what it leaves behind must not meet another test.
    [Fact]
    public void ScratchMemoryKept_IsFound()
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(static () =>
            Finds("not returned", Tape, Gradient, Backward.Replace("double a0 = a[0];", "double a0 = a[0]; ScratchMemory.Enter(\"Square\").Push(1.0);"))));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [Fact]
    public void MissingMember_IsFound() => Finds("'Tape' of Square", Gradient, Backward);

    [Fact]
    public void WarningInGeneratedFile_IsFound() => Finds("CS0219", Tape, Gradient, Backward.Replace("double a0", "int unused = 1; double a0"));

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

    private static void Finds(string what, params string[] members)
    {
        XunitException found = Assert.ThrowsAny<XunitException>(() => Check(members));
        Assert.Contains(what, found.Message);
    }

    private static void Check(params string[] members) =>
        GradientProbe
            .Compile(Square, new ProbeSettings { Generator = () => new HandWritten(string.Join("\n", members)) })
            .AgreesWithAllOracles("Square", at: [1.7, new[] { 0.7, 2.0 }]);

    private sealed class HandWritten(string members) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(context.CompilationProvider, (output, _) => output.AddSource(
                "HandWritten.g.cs",
                $"#nullable enable\nusing System;\nusing Micrograd;\nnamespace Probes;\n#pragma warning disable CS1591\npublic static partial class Functions\n{{\n{members}\n}}\n"));
    }
}
