using System.Runtime.Loader;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Calls;

/// <summary>A library compiled before, known by its metadata alone, and a program compiled against it.</summary>
public class OtherAssemblyTests
{
    [Fact]
    public void MarkedMethodOfALibraryOfALibrary_IsDifferentiatedThroughMetadataAlone()
    {
        MetadataReference inner = Library("public static partial class Inner { [Differentiable] public static double Square(double x, ReadOnlySpan<double> w) { double s = 0.0; for (int i = 0; i < w.Length; i++) { s += Math.Sin(x * w[i]); } return s * s; } }");
        MetadataReference middle = Library("public static partial class Middle { [Differentiable] public static double Twice(double x, ReadOnlySpan<double> w) => Inner.Square(Inner.Square(x, w), w) * x; }", inner);
        GradientProbe probe = GradientProbe.Compile(
            "[Differentiable] public static double Outer(double x, double[] w) { double s = x; for (int i = 0; i < 3; i++) { s += Middle.Twice(s * 0.5, w) * x; } return s; }",
            ProbeSettings.Default with { ExtraReferences = [inner, middle] });

        probe.AgreesWithAllOracles("Outer", at: [0.4, new[] { 0.3, -0.8, 1.1 }]);
    }

    [Fact]
    public void RuleInALibrary_IsUsedForTheMethodOfAnother()
    {
        MetadataReference plain = Library("public static class Plain { public static void Double(Span<double> x) { for (int i = 0; i < x.Length; i++) { x[i] = 2.0 * x[i] * x[i]; } } }");
        MetadataReference rules = Library("public static class Rules { [DerivativeOf(typeof(Plain), nameof(Plain.Double))] public static void DoubleRule(Span<double> x, Span<double> dX) { for (int i = 0; i < x.Length; i++) { dX[i] *= 4.0 * x[i]; } } }", plain);
        GradientProbe probe = GradientProbe.Compile(
            "[Differentiable] public static double F(double[] x) { Plain.Double(x); Plain.Double(x.AsSpan(1)); return x[0] * x[1]; }",
            ProbeSettings.Default with { ExtraReferences = [plain, rules] });

        probe.AgreesWithAllOracles("F", at: [new[] { 0.3, -0.8 }]);
    }

    // The library asked for the gradient alone; what is missing is said where the overload would have to call it.
    [Fact]
    public void LibraryWithoutTheTape_HasNoOverload()
    {
        MetadataReference library = Library("public static partial class Inner { [Differentiable(Derivatives.Gradient)] public static double First(ReadOnlySpan<double> x) => x[0] * x[0]; }");
        ProbeCompilation compilation = GradientProbe.Generate("[Differentiable] public static double F(double[] x) => Inner.First(x);", ProbeSettings.Default with { ExtraReferences = [library] });

        Assert.Equal("MGRAD0302", Assert.Single(compilation.GeneratorDiagnostics).Id);
    }

    [Theory]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax")]
    public void LibraryMethodThatWritesToASpan_IsCalledThroughItsPair(string method)
    {
        GradientProbe probe = GradientProbe.Compile($$"""
            [Differentiable]
            public static double Loss(double[] x, [NoDiff] int target)
            {
                double[] p = new double[x.Length];
                double loss = 0.0;
                for (int i = 0; i < 3; i++)
                {
                    Activations.{{method}}(x, p);
                    loss += p[target] * p[target] + Math.Sin(p[0]);
                    Activations.{{method}}(p, x);
                }

                return loss + x[0] * x[1];
            }
            """);

        probe.AgreesWithAllOracles("Loss", at: [new[] { 0.3, -0.8, 1.1 }, 1]);
        Assert.Contains($"global::Micrograd.Activations.{method}Forward(", probe.Compilation.GeneratedText());
        Assert.Contains($"global::Micrograd.Activations.{method}Reverse(", probe.Compilation.GeneratedText());
    }

    // With FBackward each level computes the value of the one below twice: three levels, eight times.
    [Fact]
    public void ValueOfALibraryMethod_IsComputedOnce()
    {
        MetadataReference inner = Library("public static partial class Depth0 { public static int Calls; [NoDiff] private static double Note() { Calls++; return 1.0; } [Differentiable] public static double Run(double x) => Math.Sin(x) * x * Note(); }");
        MetadataReference middle = Library("public static partial class Depth1 { [Differentiable] public static double Run(double x) => Depth0.Run(x) * x; }", inner);
        MetadataReference outer = Library("public static partial class Depth2 { [Differentiable] public static double Run(double x) => Depth1.Run(x) + x; }", inner, middle);
        GradientProbe probe = GradientProbe.Compile(
            "[Differentiable] public static double F(double x) => Depth2.Run(x) * x; public static int CallsOf(double x) { int before = Depth0.Calls; FGradient(x, out _); return Depth0.Calls - before; }",
            ProbeSettings.Default with { ExtraReferences = [inner, middle, outer] });

        probe.AgreesWithAllOracles("F", at: [0.7]);
        Assert.Equal(1, probe.Assembly.GetType("Probes.Functions")!.GetMethod("CallsOf")!.Invoke(null, [0.7]));
    }

    [Fact]
    public void LibraryMethod_MayWriteArraysAndCallItself()
    {
        MetadataReference library = Library("""
            public static partial class Sums
            {
                [Differentiable]
                public static void Prefix(double[] x, [NoDiff] int from)
                {
                    for (int i = from + 1; i < x.Length; i++)
                    {
                        x[i] += Math.Sin(x[i - 1]) * x[i];
                    }
                }

                [Differentiable]
                public static double Tree(ReadOnlySpan<double> x) => x.Length == 1 ? x[0] * x[0] : Math.Sin(Tree(x[..(x.Length / 2)])) * Tree(x[(x.Length / 2)..]);
            }
            """);
        GradientProbe probe = GradientProbe.Compile("""
            [Differentiable]
            public static double F(double[] x)
            {
                Sums.Prefix(x, 0);
                double s = Sums.Tree(x) + x[1] * x[2];
                Sums.Prefix(x, 1);
                return s * Sums.Tree(x.AsSpan(1)) + x[2];
            }

            [Differentiable]
            public static double Again(ReadOnlySpan<double> x, [NoDiff] int depth) => depth == 0 ? Sums.Tree(x) : x[0] * Again(x, depth - 1) + Sums.Tree(x[1..]);
            """, ProbeSettings.Default with { ExtraReferences = [library] });

        probe.AgreesWithAllOracles("F", at: [new[] { 0.3, -0.8, 1.1, 0.6 }]);
        probe.AgreesWithAllOracles("Again", at: [new[] { 0.3, -0.8, 1.1, 0.6 }, 3]);
    }

    [Fact]
    public void LibraryCompiledWithoutPairs_IsDifferentiatedThroughItsBackward()
    {
        ProbeCompilation generated = ProbeCompilation.Create([ProbeCompilation.Parse("using System; using Micrograd; public static partial class Older { [Differentiable] public static double Run(double x, ReadOnlySpan<double> w) => Math.Sin(x * w[0]) * w[1]; }", "Older.cs")]).Clean();
        IEnumerable<SyntaxTree> trees = generated.Output.SyntaxTrees.Select(static t => ProbeCompilation.Parse(t.ToString().Replace("RunForward", "RunFirst", StringComparison.Ordinal).Replace("RunReverse", "RunSecond", StringComparison.Ordinal), t.FilePath));
        MetadataReference library = generated.LoadedReference(generated.Output.RemoveAllSyntaxTrees().AddSyntaxTrees(trees));
        GradientProbe probe = GradientProbe.Compile("[Differentiable] public static double F(double x, double[] w) => Older.Run(x, w) * Older.Run(w[1], w);", ProbeSettings.Default with { ExtraReferences = [library], Expected = ["MGRAD0211"] });

        probe.AgreesWithAllOracles("F", at: [0.4, new[] { 0.3, -0.8 }]);
        Assert.Contains("Older.RunBackward(", probe.Compilation.GeneratedText());
    }

    // To a caller, a parameter left out by WithRespectTo is an argument like any other.
    [Fact]
    public void WithRespectToOfALibraryMethod_DropsNoDerivativeOfItsCallers()
    {
        MetadataReference library = Library("public static partial class Lines { [Differentiable(WithRespectTo = [\"slope\"])] public static double At(double slope, double x) => slope * Math.Sin(x); }");
        ProbeSettings settings = ProbeSettings.Default with { ExtraReferences = [library] };
        GradientProbe probe = GradientProbe.Compile("[Differentiable] public static double F(double a) => Lines.At(a, 0.3) * a; [Differentiable(Derivatives.Gradient)] public static double G(double a, double b) => Lines.At(a, b) * b; public static double[] GradientOfG(double a, double b) { GGradient(a, b, out double dA, out double dB); return [dA, dB]; }", settings);
        ProbeCompilation onTape = GradientProbe.Generate("[Differentiable] public static double F(double a, double b) => Lines.At(a, b) * b;", settings);

        probe.AgreesWithAllOracles("F", at: [0.4]);
        Assert.Equal([Math.Sin(0.9) * 0.9, 0.4 * (Math.Cos(0.9) * 0.9 + Math.Sin(0.9))], (double[])probe.Assembly.GetType("Probes.Functions")!.GetMethod("GradientOfG")!.Invoke(null, [0.4, 0.9])!, (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal("MGRAD0302", Assert.Single(onTape.GeneratorDiagnostics).Id);
    }

    // What carries nothing goes to such a parameter as it is, and memory that is only read goes to one that asks for an array as a copy.
    [Fact]
    public void ArgumentsOfALibraryMethod_GoToItsTapeAsItTakesThem()
    {
        MetadataReference library = Library("""
            public static partial class Sums
            {
                [Differentiable(WithRespectTo = ["slope"])] public static double Line(double slope, double[] x) => slope * Math.Sin(x[0]) * x[1];
                [Differentiable] public static double OfArray(double[] x) => x[0] * x[1] * x[1];
                [Differentiable(WithRespectTo = ["x"])] public static double Scaled(double x, double by) => x * Math.Exp(by);
                [Differentiable] public static void Squares(double[] x) => x[0] *= x[0];
            }
            """);
        ProbeSettings settings = ProbeSettings.Default with { ExtraReferences = [library] };
        GradientProbe probe = GradientProbe.Compile("""
            [Differentiable] public static double F(double a, [NoDiff] double[] x) => Sums.Line(a * a, x) * a;
            private static double Parts(double[] x, int n) => n == 0 ? x[0] : Sums.OfArray(x) * x[0] + Parts(x, n - 1);
            [Differentiable] public static double G(double[] x, int n) => Parts(x, n) * x[1];
            """, settings);

        probe.AgreesWithAllOracles("F", at: [0.4, new[] { 0.3, 2.0 }]);
        probe.AgreesWithAllOracles("G", at: [new[] { 0.3, 2.0 }, 2]);
        Assert.Contains("'a', which is passed where the tape takes a constant", Why("[Differentiable] public static double F(double a, double[] y) => Sums.Line(y[0], y) * Sums.Scaled(a, a);", settings), StringComparison.Ordinal);
        Assert.Contains("'x', which is passed where an array is asked for", Why("private static double R(double[] x, int n) { Sums.Squares(x); return n == 0 ? x[0] : R(x, n - 1) * x[0]; } [Differentiable] public static double F(double[] x, int n) => R(x, n);", settings), StringComparison.Ordinal);
    }

    private static string Why(string members, ProbeSettings settings) => string.Join("\n", GradientProbe.Generate(members, settings).GeneratorDiagnostics.Select(static d => d.GetMessage(null)));

    // Nobody could say whose pair it is: the parameters of both come to it as spans.
    [Fact]
    public void OverloadsWithTheSamePair_HaveNone()
    {
        MetadataReference library = Library("public static partial class Twins { [Differentiable(Derivatives.Gradient)] public static double Of(ReadOnlySpan<double> x) => x[0] * x[0]; [Differentiable(Derivatives.Gradient)] public static double Of(double[] x) => x[0] * x[1]; [Differentiable] public static double Of(double x) => x; }");
        ProbeCompilation compilation = GradientProbe.Generate(
            "[Differentiable(Derivatives.Gradient)] public static double F(ReadOnlySpan<double> x) => Twins.Of(x) * Twins.Of(x[1]);", ProbeSettings.Default with { ExtraReferences = [library] }).Clean(["MGRAD0211"]);

        Assert.Contains("Twins.OfBackward(x, ", compilation.GeneratedText());
        Assert.Contains("Twins.OfForward(x[1], records)", compilation.GeneratedText());
    }

    // One memory under two names would have one derivative too few: better an exception than a wrong number.
    [Fact]
    public void OverlappingMemoryGivenToAPair_IsRefused()
    {
        GradientProbe probe = GradientProbe.Compile("[Differentiable] public static double F(double[] x) { Activations.Softmax(x, x); return x[0]; } public static string? Try() { try { FGradient([1.0, 2.0], new double[2]); return null; } catch (ArgumentException e) { return e.ParamName; } }");

        Assert.Equal("probabilities", probe.Assembly.GetType("Probes.Functions")!.GetMethod("Try")!.Invoke(null, []));
    }

    private static MetadataReference Library(string source, params MetadataReference[] references) =>
        ProbeCompilation.Create([ProbeCompilation.Parse("using System; using Micrograd; " + source, "Library.cs")], ProbeSettings.Default with { ExtraReferences = [.. references] }).Clean().LoadedReference();
}
