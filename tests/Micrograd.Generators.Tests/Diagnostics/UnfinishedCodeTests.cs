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
    [InlineData("[Differentiable] public static double[] F(double[] x) { double[] y = new double[y.Length]; for (int i = 0; i < x.Length; i++) { x[i] = x[i] * x[i]; } return y; }")]
    [InlineData("public struct S { public double X; public implicit operator S(double d) => new() { X = d * d }; public static explicit operator double(S s) => s.X + 1.0; } [Differentiable] public static double F(double x) { double s = 0.0; double[] items = [x, 2.0]; foreach (S item in items) { s += item.X; } return s; }")]
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
    [InlineData("[Differentiable] public static double F(double x, int n) { bool isEven = (n & 1) ==^ 0; return isEven ? x * x : x; }")]
    [InlineData("public struct P { public int N; } [Differentiable] public static double F(double x, [NoDiff] P p, [NoDiff] P q, string s) { Console.WriteLine(p == q); Console.WriteLine(p == null); Console.WriteLine(s == p.N); return x * x; }")]
    [InlineData("private static T Square<T>(T x) where T : IFloatingPointIeee754<T> => x * x; [DerivativeOf(typeof(Functions), nameof(Square))] private static void SquareRule<T>(T x, T upstream, ref T dX) where T : IFloatingPointIeee754<> => dX += upstream * (x + x); [Differentiable] public static double F(double x) => Square(x); [Differentiable] public static T G<T>(T x) where T : IFloatingPointIeee754<T> => Square(x);")]
    [InlineData("public interface ICurve<T> { static abstract double At(double x); } public struct Line : ICurve<double> { public static double At(double x) => 2 * x; } [Differentiable] public static double F<TCurve>(double x) where TCurve : struct, ICurve<> => x * x; [Differentiable] public static double G(double x) => F<Line>(x) * x;")]
    [InlineData("public interface ICurve<TSelf> where TSelf : ICurve<> { static abstract double Bend(double x); } public readonly struct Line : ICurve<Line> { public static double Bend(double x) => x * x; } [Differentiable] public static double F<TCurve>(TCurve curve, double x) where TCurve : struct, ICurve<TCurve> => TCurve.Bend(x) * x; [Differentiable] public static double G(double x) => F(new Line(), x);")]
    [InlineData("public interface ICurve<T> { double At(double x); } public struct Line : ICurve<double> { public double At(double x) => 2 * x; } public sealed class Box<TCurve> where TCurve : struct, ICurve<> { public int K; } [Differentiable] public static double F(double x, Box<Line> b) => x * b.K;")]
    [InlineData("public interface ICurve<T> { double At(double x); } public struct Line : ICurve<double> { public double At(double x) => 2 * x; } public sealed class Box<TCurve> where TCurve : struct, ICurve<> { public int K; } [Differentiable] public static double F(double x) { Box<Line> b = new(); return x * b.K; }")]
    [InlineData("public interface ICurve<T> { double At(double x); } public struct Line : ICurve<double> { public double At(double x) => 2 * x; } private static class Box<TCurve> where TCurve : struct, ICurve<> { public static int K; public static int Twice(int n) => 2 * n; } [Differentiable] public static double F(double x) => x * Box<Line>.Twice(3) * Box<Line>.K;")]
    [InlineData("[System.Runtime.CompilerServices.InlineArray(4)] public struct Buf { private i-nt _e; } [Differentiable] public static double F(double x) { Buf b = default; foreach (int k in b) { x *= k; } return x; }")]
    [InlineData("public struct Box { public double Low { set; } public double High; } [Differentiable] public static double F(Box b, double y) => b.High * y;")]
    [InlineData("public struct P { public double X, Y; public X * By; } [Differentiable] public static double F(P p, double y) => p.X * p.Y * y;")]
    [InlineData("public struct P { public double X; public Unknown[] By; } public struct Q { public double Y; public P At; } [Differentiable] public static double F(Q q, double y) => q.At.X * y;")]
    [InlineData("public struct P(double x, P other) { public double X => x + other.X; } [Differentiable] public static double F(P p, double y) => p.X * y;")]
    [InlineData("[Differentiable] public static double F(Gradient a, double b) => b * b;")]
    [InlineData("[Differentiable] public static Gradient F(double b) => default;")]
    [InlineData("[Differentiable] public static double F(Gradient[] a, double b) => b * b;")]
    [InlineData("public struct P { public double X; public Gradient By; } [Differentiable] public static double F(P p, double b) => p.X * b;")]
    [InlineData("[Differentiable] public static double F(double b) { Gradient a; return b * b; }")]
    [InlineData("[Differentiable] public static double F(double b) { var a = new Gradient[2]; return b * a.Length; }")]
    [InlineData("[Differentiable] public static double F(double b) { List<Gradient> a = []; return b * a.Count; }")]
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

    // What is no mistake, or F would have no derivatives.
    [Fact]
    public void NamesOfStaticTypes_AreLeftAlone() =>
        GradientProbe.Compile("[Differentiable] public static double F(double x) { string s = nameof(Math) + nameof(System.Linq.Enumerable) + typeof(Math).Name; return Math.Sin(x) * s.Length; }")
            .AgreesWithAllOracles("F", at: [1.5], OracleOptions.Default with { Allocates = true });

    // The same of comparisons.
    [Fact]
    public void EveryComparisonThereIs_IsLeftAlone()
    {
        GradientProbe probe = GradientProbe.Compile("""
            private enum Side { Left, Right }
            private sealed record Name(string Text);
            private static readonly List<int> Data = [1];
            private static readonly IList<int> Same = Data;
            private static readonly int? Missing = null;
            private static readonly Side? Chosen = null;
            private static readonly DateTime? When = null;
            private static readonly Action? Call = null;
            private static readonly Name First = new("a");
            [Differentiable]
            public static double F(double x, int n)
            {
                string text = $"{Missing == null} {Missing == n} {Chosen == null} {Chosen == Side.Right} {When == null} {When == DateTime.MinValue} {Call == null} {Call == F2} {First == null} {First == new Name("a")} {Same == Data} {Data == null} {(nint)n == 3} {n == 'a'} {n == default} {(n, 2) == (1, n)} {typeof(int) == typeof(long)}";
                return x * x * text.Length;
            }
            private static void F2() { }
            private static bool IsNone<T>(T value) => value == null;
            [Differentiable] public static double G(double x, int n) => IsNone(n) || IsNone("a") ? x : x * x;
            """);

        probe.AgreesWithAllOracles("F", at: [1.5, 1], OracleOptions.Default with { Allocates = true });
        probe.AgreesWithAllOracles("G", at: [1.5, 1]);
    }
}
