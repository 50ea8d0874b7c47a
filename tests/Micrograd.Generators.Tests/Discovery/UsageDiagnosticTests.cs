using System.Collections.Immutable;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Discovery;

/// <summary>Each usage diagnostic stands exactly on what is wrong: the text between ⟦ and ⟧.</summary>
public class UsageDiagnosticTests
{
    private const string Square = "public static double F(double x) => x * x;";

    [Theory]
    [InlineData("MGRAD0001", "public static class ⟦A⟧ { [Differentiable] " + Square + " }")]
    [InlineData("MGRAD0001", "public class ⟦Outer⟧ { public static partial class A { [Differentiable] " + Square + " } }")]
    [InlineData("MGRAD0002", "public abstract partial class A { [Differentiable] public abstract double ⟦F⟧(double x); }")]
    [InlineData("MGRAD0002", "public static partial class A { [Differentiable] public static extern double ⟦F⟧(double x); }")]
    [InlineData("MGRAD0002", "public static partial class A { [Differentiable] public static async System.Threading.Tasks.Task<double> ⟦F⟧(double x) { await System.Threading.Tasks.Task.Yield(); return x; } }")]
    [InlineData("MGRAD0002", "public static partial class A { [Differentiable] public static System.Collections.Generic.IEnumerable<double> ⟦F⟧(double x) { yield return x; } }")]
    [InlineData("MGRAD0002", "public partial struct A { [Differentiable] public static A operator ⟦+⟧(A x, A y) => x; }")]
    [InlineData("MGRAD0002", "public partial class A { public static double P { [Differentiable] ⟦get⟧ => 1.0; } }")]
    [InlineData("MGRAD0002", "public static partial class A { public static double G(double y) { [Differentiable] static double ⟦F⟧(double x) => x; return F(y); } }")]
    [InlineData("MGRAD0002", "public static partial class A { public static readonly System.Func<double, double> G = ⟦[Differentiable] (x) => x⟧; }")]
    [InlineData("MGRAD0002", "file static partial class A { [Differentiable] public static double ⟦F⟧(double x) => x; }")]
    [InlineData("MGRAD0003", "public static partial class A { [Differentiable] public static double ⟦F⟧([NoDiff] double x, int n) => x * n; }")]
    [InlineData("MGRAD0004", "public static partial class A { [Differentiable(WithRespectTo = [nameof(x), ⟦\"z\"⟧])] " + Square + " }")]
    [InlineData("MGRAD0004", "public static partial class A { [Differentiable(WithRespectTo = new[] { ⟦\"z\"⟧ })] " + Square + " }")]
    [InlineData("MGRAD0005", "public static partial class A { [Differentiable(WithRespectTo = [⟦nameof(n)⟧, \"x\"])] public static double F(double x, int n) => x * n; }")]
    [InlineData("MGRAD0005", "public static partial class A { [Differentiable(WithRespectTo = [⟦\"y\"⟧, \"x\"])] public static double F(double x, [NoDiff] double y) => x * y; }")]
    [InlineData("MGRAD0006", "public static partial class A { [Differentiable] " + Square + " public static int ⟦FGradient⟧; }")]
    [InlineData("MGRAD0006", "public static partial class A { [Differentiable] " + Square + " public static void ⟦FReverse⟧() { } }")]
    [InlineData("MGRAD0007", "public static partial class A { [Differentiable(⟦Derivatives.Gradient | Derivatives.Jvp⟧)] " + Square + " }")]
    [InlineData("MGRAD0007", "public static partial class A { [Differentiable(⟦Checkpoints = 4⟧)] " + Square + " }")]
    [InlineData("MGRAD0008", "public static partial class A { [Differentiable] public static double F((double[] X, double Y) ⟦p⟧) => p.Y; }")]
    [InlineData("MGRAD0008", "public static partial class A { [Differentiable] public static double F(double[][][] ⟦m⟧) => m[0][0][0]; }")]
    [InlineData("MGRAD0008", "public static partial class A { [Differentiable] public static void F(double x, out double[] ⟦y⟧) => y = [x]; }")]
    [InlineData("MGRAD0008", "public static partial class A { [Differentiable] public static double F(System.ReadOnlyMemory<System.Numerics.Vector2> ⟦m⟧, double x) => x; }")]
    [InlineData("MGRAD0008", "public static partial class A { [Differentiable] public static System.Memory<double> ⟦F⟧(System.Memory<double> m) => m; }")]
    [InlineData("MGRAD0008", "public static partial class A { [Differentiable] public static double F(ref System.Memory<double> ⟦m⟧) => m.Span[0]; }")]
    [InlineData("MGRAD0204", "public static partial class A { [DerivativeOf(typeof(Math), nameof(Math.Sin))] static void ⟦R⟧(float x, float upstream, ref float dX) => dX += upstream; }")]
    [InlineData("MGRAD0010", "public static partial class A { [Differentiable] public static int ⟦F⟧(double x) => (int)x; }")]
    [InlineData("MGRAD0011", "public static partial class A { [Differentiable(Derivatives.Gradient)] public static double F(Span<double> a, Span<double> b) => a[0] * b[0]; [Differentiable(Derivatives.Gradient)] public static double ⟦F⟧(Span<double> a, [NoDiff] Span<double> b, [NoDiff] Span<double> c) => a[0] * b[0] * c[0]; }")]
    public void Misuse_IsReportedWhereItStands(string id, string marked)
    {
        Diagnostic diagnostic = Assert.Single(Run(marked).GeneratorDiagnostics);

        Assert.Equal(id, diagnostic.Id);
        int start = marked.IndexOf('⟦', StringComparison.Ordinal) + Header.Length;
        int length = marked.IndexOf('⟧', StringComparison.Ordinal) + Header.Length - start - 1;
        Assert.Equal((start, length), (diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.EndsWith($"/{id}.md", diagnostic.Descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    // A type of the signature that does not bind is the compiler's to report: nothing is generated, nothing added.
    [Fact]
    public void UnknownTypeInSignature_NothingGeneratedNothingReported()
    {
        ProbeCompilation probe = Run("public static partial class A { [Differentiable] public static double F(Unknown x, double y) => y; }");

        Assert.Empty(probe.GeneratorDiagnostics);
        Assert.Empty(probe.GeneratedTrees);
    }

    // While a body is typed its callers stay quiet.
    [Fact]
    public void UnknownNameInBody_MembersThrow()
    {
        ProbeCompilation probe = Run("public static partial class A { [Differentiable] public static double F(double x) => x * unknown; public static double G(double x) => FGradient(x, out _); }");

        Assert.Empty(probe.GeneratorDiagnostics);
        Assert.Contains("throw null!;", Assert.Single(probe.GeneratedTrees).ToString(), StringComparison.Ordinal);
        Assert.Equal(["CS0103"], probe.CompilerProblems().Select(static d => d.Id));
    }

    [Fact]
    public void OneMethodFails_OtherIsGenerated()
    {
        ProbeCompilation probe = Run("public static partial class A { [Differentiable] public static double F(int n) => n; [Differentiable] public static double G(double x) => x; }");

        Assert.Equal("MGRAD0003", Assert.Single(probe.GeneratorDiagnostics).Id);
        Assert.Contains("GGradient", Assert.Single(probe.GeneratedTrees).ToString(), StringComparison.Ordinal);
    }

    private const string Header = "using System;\nusing Micrograd;\n";

    private static ProbeCompilation Run(string marked) =>
        ProbeCompilation.Create([ProbeCompilation.Parse(Header + marked.Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal), "Test.cs")]);
}
