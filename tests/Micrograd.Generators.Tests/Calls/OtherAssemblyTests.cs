using System.Runtime.Loader;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

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

    private static MetadataReference Library(string source, params MetadataReference[] references)
    {
        ProbeCompilation compilation = ProbeCompilation.Create([ProbeCompilation.Parse("using System; using Micrograd; " + source, "Library.cs")], ProbeSettings.Default with { ExtraReferences = [.. references] }).Clean();
        using MemoryStream image = new();
        EmitResult emitted = compilation.Output.WithOptions(compilation.Output.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)).Emit(image);
        Assert.True(emitted.Success, compilation.Describe(emitted.Diagnostics));

        // Programs are loaded where they can be unloaded again, and look for what they reference here.
        image.Position = 0;
        AssemblyLoadContext.Default.LoadFromStream(image);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
