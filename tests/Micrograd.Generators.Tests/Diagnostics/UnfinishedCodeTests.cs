using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Diagnostics;

/// <summary>Code as it stands in an editor between two keystrokes: the errors in it stay the user's, and generated files add none.</summary>
public class UnfinishedCodeTests
{
    [Theory]
    [InlineData("private readonly object Gate = new(); [Differentiable] public static double F(double x) { lock (Gate) { return x * x; } }")]
    [InlineData("private static void Scale(double x, ref double y) => y *= x; [DerivativeOf(typeof(Functions), nameof(Scale))] private static  ScaleRule(double x, ref double y, ref double dX, ref double dY) { dX += dY * y; dY *= x; } [Differentiable] public static double F(double x, double y) { Scale(x, ref y); return y * x; }")]
    [InlineData("[Differentiable] public static (double A, double *) F(double x, double y) { return (x, y); }")]
    [InlineData("public readonly record struct V(double X) { public static V operator *(V a, V b) => new(a.X * b.X); public implicit operator V(double d) => new(d); } [Differentiable] public static double F(double x) { V v = x; return (v * v * 2.0).X; }")]
    [InlineData("public struct P { public double X, , Y; } [Differentiable] public static P F(double x) => new() { X = x * x, Y = x };")]
    [InlineData("[Differentiable] public static double Functions(double x) => x * x;")]
    [InlineData("private abstract class Shape { public abstract double Area(double r); } private sealed class Disc : Shape { public override double Area(double r) => 3 * r * r; } private static readonly ape[] All = [new Disc()]; [Differentiable] public static double F(double x) { double s = 0; foreach (Shape t in All) { s += t.Area(x); } return s; }")]
    [InlineData("[Differentiable] public static float F(float[] a, int n) { for (int i = 1; i < n; i++) { a[i] *= a[i - 1]; } return a[n , 1]; }")]
    [InlineData("[Differentiable] public static T F<T>(T x) where T : IFloatingPointIeee754, IFloatingPointIeee754<T> => x * x;")]
    [InlineData("[Differentiable] public static double F(double x) { int n = 0; try { return x * x; } finally { n; } }")]
    [InlineData("private static void Scale(double x, ref double )y => y *= x; [DerivativeOf(typeof(Functions), nameof(Scale))] private static void ScaleRule(double x, ref double y, ref double dX, ref double dY) { dX += dY * y; dY *= x; } [Differentiable] public static double F(double x, double y) { Scale(x, ref y); return y; }")]
    [InlineData("[Differentiable] public static double F(double x) { (double s, double c) = Math.SinCos(s); return x * c; }")]
    [InlineData("public static class Inner<{{ { [Differentiable] public static double F(double x) => x * x; }")]
    [InlineData("[Differentiable] public static double F(void[] x, double y) => y * y;")]
    [InlineData("public partial class Inner { [Differentiable] public static double F(this double x) => x * x; }")]
    [InlineData("[Differentiable] public static double F(double x) { object o = o; return x * o.GetHashCode(); }")]
    [InlineData("internal abstract class Shape { public abstract double Area(double r); } internal sealed class : Shape { public override double Area(double r) => r; } internal sealed class Tile : Shape { public override double Area(double r) => 2 * r; } private static readonly Shape S = new Tile(); [Differentiable] public static double F(double x) => S.Area(x);")]
    [InlineData("private interface IField { static abstract double Gain(double x); } [Differentiable] public static double F<TField>(double x) where TField : struct, IField => TField.Gain(x);")]
    [InlineData("public struct Vec { public double X, Y; Vec b; public Vec(double x, double y) { X = x; Y = y; } public static Vec operator ++(Vec a) => new Vec(a.X + 1, 1); } [Differentiable] public static double F(double x, double y) { Vec[] v = new Vec[2]; v[1]++; Vec before = v[0]++; return x * before.X * v[0].Y; }")]
    [InlineData("public struct A { public double X; public B Other; } public struct B { public A Back; } [Differentiable] public static double F(A a) { A[] all = [a, a]; return all[0].X * all[1].Other.Back.X; }")]
    [InlineData("[Differentiable] public static double F(double x, double?[] n) => x * n[0]! !.Value;")]
    [InlineData("\n#pragma warning disable ,, x y 7z \"s\" @\n[Differentiable] public static double F(double x) => x.;")]
    [InlineData("public interface IGain { static abstract double Order { get; } } public struct Linear : IGain { public double Order => 2.0; } [Differentiable] public static double F(double x) => Scaled<Linear>(x); private static double Scaled<T>(double x) where T : struct, IGain => x * T.Order;")]
    [InlineData("public struct A { public B Other; public double X; } public struct B { public A Back; } [Differentiable] public static double F(double x) { A a = default; return x * a.X; }")]
    public void Mistake_StaysTheUsers(string members)
    {
        ProbeCompilation compilation = GradientProbe.Generate(members);

        Assert.Contains(compilation.Input.GetDiagnostics(), static d => d.Severity == DiagnosticSeverity.Error && d.DefaultSeverity == DiagnosticSeverity.Error);
        Assert.DoesNotContain(compilation.GeneratorDiagnostics, static d => d.Id.StartsWith("MGRAD90", StringComparison.Ordinal));
        Assert.DoesNotContain(
            compilation.Output.GetDiagnostics(),
            d => d.DefaultSeverity == DiagnosticSeverity.Error && compilation.GeneratedTrees.Contains(d.Location.SourceTree));
    }

    // A body without a meaning has no derivative that could be missed.
    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { int i = x; return i; }")]
    [InlineData("[Differentiable] public static double F(double x) { float s = 1f; s = x; return s; }")]
    [InlineData("private static int Whole(int n) => n; [Differentiable] public static double F(double x) => Whole(x);")]
    [InlineData("private static double Inner(double x) { int n = x; return n; } [Differentiable] public static double F(double x) => Inner(x);")]
    [InlineData("[Differentiable] public static float F(double x) { return x; }")]
    public void MissingCast_IsTheCompilersToReport(string members)
    {
        ProbeCompilation compilation = GradientProbe.Generate(members);

        Assert.Empty(compilation.GeneratorDiagnostics);
        Assert.Contains(compilation.CompilerProblems(), static d => d.Id is "CS0266" or "CS1503");
    }
}
