using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Micrograd.Generators.Tests.Diagnostics;

/// <summary>Each diagnostic at its exact place: the text between ⟦ and ⟧.</summary>
public class DiagnosticTests
{
    private static readonly (string Id, string Source)[] Rows =
    [
        ("MGRAD0001", "public static class ⟦C⟧ { [Differentiable] public static double F(double x) => x; }"),
        ("MGRAD0001", "public class ⟦Outer⟧ { public static partial class C { [Differentiable] public static double F(double x) => x; } }"),
        ("MGRAD0002", "public static partial class C { extension(double y) { [Differentiable] public double ⟦F⟧(double x) => x * y; } }"),
        ("MGRAD0002", "public static partial class C { public static double G(double x) { return L(x); [Differentiable] static double ⟦L⟧(double y) => y; } }"),
        ("MGRAD0002", "public static partial class C { [Differentiable] public static async System.Threading.Tasks.Task<double> ⟦F⟧(double x) { await System.Threading.Tasks.Task.Yield(); return x; } }"),
        ("MGRAD0002", "public abstract partial class C { [Differentiable] public abstract double ⟦F⟧(double x); }"),
        ("MGRAD0002", "public static partial class C { [Differentiable] public static IEnumerable<double> ⟦F⟧(double x) { yield return x; } }"),
        ("MGRAD0003", "public static partial class C { [Differentiable] public static double ⟦F⟧(int n) => n; }"),
        ("MGRAD0003", "public static partial class C { [Differentiable] public static double ⟦F⟧([NoDiff] double x) => x; }"),
        ("MGRAD0004", "public static partial class C { [Differentiable(WithRespectTo = [⟦\"z\"⟧])] public static double F(double x) => x; }"),
        ("MGRAD0005", "public static partial class C { [Differentiable(WithRespectTo = [\"x\", ⟦\"n\"⟧])] public static double F(double x, int n) => x * n; }"),
        ("MGRAD0005", "public static partial class C { [Differentiable(WithRespectTo = [\"x\", ⟦\"y\"⟧])] public static double F(double x, [NoDiff] double y) => x * y; }"),
        ("MGRAD0006", "public static partial class C { [Differentiable] public static double F(double x) => x; public static int ⟦FGradient⟧ => 1; }"),
        ("MGRAD0006", "public static partial class C { [Differentiable] public static double F(double x) => x; private static void ⟦FReverse⟧() { } }"),
        ("MGRAD0007", "public static partial class C { [Differentiable(⟦Derivatives.Hessian⟧)] public static double F(double x) => x; }"),
        ("MGRAD0007", "public static partial class C { [Differentiable(⟦Derivatives.Default | Derivatives.Jvp⟧)] public static double F(double x) => x; }"),
        ("MGRAD0008", "public static partial class C { [Differentiable] public static double F(double[][][] ⟦x⟧) => x[0][0][0]; }"),
        ("MGRAD0008", "public static partial class C { [Differentiable] public static double F(ref double[] ⟦x⟧) => x[0]; }"),
        ("MGRAD0008", "public static partial class C { public struct Node { public double Weight; public Node[] Children; } [Differentiable] public static double F(Node ⟦root⟧) => root.Weight * root.Children.Length; }"),
        ("MGRAD0008", "public static partial class C { public struct Scaled { public double Size { get => field * 2; set; } } [Differentiable] public static double F(Scaled ⟦s⟧) => s.Size; }"),
        ("MGRAD0008", "public static unsafe partial class C { public struct Cell { public double Size; public int* Next; } [Differentiable] public static double F(Cell ⟦c⟧) => c.Size; }"),
        ("MGRAD0112", "public static unsafe partial class C { public struct Row { public double Size; public fixed double Data[4]; } [Differentiable] public static double F(double x) { Row ⟦r = default⟧; r.Size = x; return r.Size; } }"),
        ("MGRAD0112", "public static partial class C { public struct Checked { public double Size { get; set => field = System.Math.Abs(value); } } [Differentiable] public static double F(double x) => ⟦new Checked { Size = x }.Size⟧; }"),
        ("MGRAD0008", "public static partial class C { [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] public struct Union { [System.Runtime.InteropServices.FieldOffset(0)] public double X; [System.Runtime.InteropServices.FieldOffset(4)] public int High; } [Differentiable] public static double F(Union ⟦u⟧) => u.X; }"),
        ("MGRAD0112", "public static partial class C { public struct Node { public double Weight; public Node[] Children; } [Differentiable] public static double F(double x) { Node ⟦n = new() { Weight = x }⟧; return x; } }"),
        ("MGRAD0009", "public static partial class C { private static void G(ref double x) { } [⟦DifferentiateAs(nameof(G))⟧] private static void R(ref double x) { } [Differentiable] public static double F(double x) => x; }"),
        ("MGRAD0010", "public static partial class C { [Differentiable] public static int ⟦F⟧(double x) => (int)x; }"),
        ("MGRAD0010", "public static partial class C { [Differentiable] public static void ⟦F⟧(ReadOnlySpan<double> x) { } }"),
        ("MGRAD0011", "public static partial class C { [Differentiable] public static double F(Span<double> a, Span<double> b) => a[0] * b[0]; [Differentiable] public static double ⟦F⟧(Span<double> a, [NoDiff] Span<double> b, [NoDiff] Span<double> c) => a[0]; }"),
        ("MGRAD0101", "public record struct R(double X); public static partial class C { [Differentiable] public static double F(double x) { var a = (new R(x), 1); var b = (new R(2.0), 1); return ⟦a == b⟧ ? x : x * x; } }"),
        ("MGRAD0012", "public partial record class Net([property: ⟦Parameter⟧] double[] W) { [Differentiable] public double F(double x) => W[0] * x; }"),
        ("MGRAD0012", "public partial class Net { [field: ⟦Parameter⟧] public double W { get; set; } [Differentiable] public double F(double x) => W * x; }"),
        ("MGRAD0101", "public partial class Net { [Parameter] private double _b = 2; private static Net Same(Net n) => n; [Differentiable] public double F(double x) => ⟦Same(this)⟧._b * x; }"),
        ("MGRAD0101", "public partial class Net { [Parameter] private double _b = 2; private Net Same() => this; private double G(double x) => _b * x; [Differentiable] public double F(double x) => ⟦Same()⟧.G(x) + _b; }"),
        ("MGRAD0101", "public partial class Net { [Parameter] private double _b = 2; private static double Power(Net n, double x, int k) => k == 0 ? n._b : x * Power(⟦n⟧, x, k - 1); [Differentiable] public double F(double x) => Power(this, x, 3); }"),
        ("MGRAD0101", "public partial class Net { [Parameter] private double _b = 2; [Differentiable] public double F(double x, Net other) { Net n = other; if (x > 0) { n = this; } return ⟦n⟧._b * x; } }"),
        ("MGRAD0101", "public partial class Net { [Parameter] private double _b = 2; private static double G(Net n, double x) => ⟦n⟧._b * x; [Differentiable] public double F(double x, Net other) => G(x > 0 ? this : other, x); }"),
        ("MGRAD0101", "public partial class Net { [Parameter] private double _b = 2; [Differentiable] public double F(double x) { double s = 0; foreach (Net n in new[] { this }) { s += ⟦n⟧._b * x; } return s; } }"),
        ("MGRAD0108", "public struct P { public double X; public double Scale(double k) { X *= k; return X; } } public static partial class C { private static double Twice(Func<double, double> f, double x) => f(f(x)); [Differentiable] public static double F(double x) { P p = new() { X = x }; return Twice(⟦p.Scale⟧, x); } }"),
        ("MGRAD0101", "public static partial class C { [Differentiable] public static double F(double x) => ⟦(x, 'a', new object()) == (1.0, 'b', new object())⟧ ? x : 0; }"),
        ("MGRAD0101", "[System.Runtime.CompilerServices.InlineArray(4)] public struct Four { private int _first; } public static partial class C { [NoDiff] private static Four Make() => default; [Differentiable] public static double F(double x) { double s = 0; foreach (int i in ⟦Make()⟧) { s += x * i; } return s; } }"),
        ("MGRAD0101", "[System.Runtime.CompilerServices.InlineArray(4)] public struct Four { private int _first; } public static partial class C { private static void Fill(ref Four f) => f[0] = 1; [Differentiable] public static double F(double x, Four f) { double s = 0; Fill(ref f); foreach (int i in ⟦f⟧) { s += x * i; } return s; } }"),
        ("MGRAD0101", "public static partial class C { [Differentiable] public static double F(double x, List<int> l) { List<int>? Get() => l; return x * (⟦Get⟧()?.Count ?? 2); } }"),
        ("MGRAD0101", "public static partial class C { [Differentiable] public static double F(double x, List<int> l) { bool Big(int n) => n > l.Count; return x * l.FindIndex(⟦Big⟧); } }"),
        ("MGRAD0101", "public sealed class Net { public string Name = \"\"; } public static partial class C { [Differentiable] public static double F(double x, Net net) { string Long() { net.Name = \"long\"; return net.Name; } string s = net.Name + ⟦Long()⟧; return x * s.Length; } }"),
        ("MGRAD0112", "public static partial class C { [Differentiable] public static double F(double x, int n) { (int A, string B) Get() => (n, \"s\"); return x * ⟦Get()⟧.B.Length; } }"),
        ("MGRAD0108", "public static partial class C { [Differentiable] public static double F(double x, List<int> l) { Func<int, bool> big = n => n > 2; return x * l.FindIndex(n => ⟦big⟧(n)); } }"),
        ("MGRAD0103", "public static unsafe partial class C { [Differentiable] public static double F(double x) { double* p = ⟦&x⟧; return *p; } }"),
        ("MGRAD0104", "public static partial class C { [Differentiable] public static double F(double x) { dynamic d = x; return ⟦d * 2⟧; } }"),
        ("MGRAD0105", "public static partial class C { [Differentiable] public static double F(double x) { decimal ⟦d = (decimal)x⟧; return (double)d; } }"),
        ("MGRAD0106", "public static partial class C { [Differentiable] public static double F(double x) { ⟦try⟧ { return Math.Log(x); } catch { return 0; } } }"),
        ("MGRAD0107", "public static partial class C { [Differentiable] public static double F(double x) { again: x *= 2; if (x < 9) { ⟦goto again;⟧ } return x; } }"),
        ("MGRAD0108", "public static partial class C { [Differentiable] public static double F(double x, Func<double, double> g) => ⟦g(x)⟧; }"),
        ("MGRAD0109", "public static partial class C { [Differentiable] public static double F(double[] x) => (⟦from v in x select v * v⟧).Sum(); }"),
        ("MGRAD0110", "public static partial class C { private static double[] G(double[] x, int n) { return n > 0 ? ⟦G(x, n - 1)⟧ : x; } [Differentiable] public static double F(double[] x, int n) => G(x, n)[0]; }"),
        ("MGRAD0112", "public static partial class C { [Differentiable] public static double F(double x) { System.Numerics.Plane ⟦s = default⟧; return x; } }"),
        ("MGRAD0113", "public static partial class C { [Differentiable] public static double F(double x) { double a = x; double b = 1; ref double r = ref a; if (x > 0) { ⟦r = ref b⟧; } r *= 2; return a; } }"),
        ("MGRAD0115", "public abstract class Shape { internal Shape() { } public abstract double Area(double r); } public class Disc : Shape { public override double Area(double r) => r; } public static partial class C { private static readonly Shape S = new Disc(); [Differentiable] public static double F(double x) => ⟦S.Area(x)⟧; }"),
        ("MGRAD0115", "internal interface IField { double At(double x); } internal sealed class Cubic : IField { public double At(double x) => x * x; } public static partial class C { [Differentiable] internal static double F(double x, IField f) => ⟦f.At(x)⟧; }"),
        ("MGRAD0108", "public static partial class C { [Differentiable] public static double F(double[] x) { IEnumerable<double> y = x.Select(⟦v => v * v⟧); return y.Sum(); } }"),
        ("MGRAD0115", "public static partial class C { [Differentiable] public static double F(float x) => (float)⟦System.Numerics.Complex.MaxMagnitude(new(x, 1.0), new(2.0, 1.0))⟧.Real; }"),
        ("MGRAD0115", "public static partial class C { [Differentiable] public static double F(double x) => ⟦E.Squared(x)⟧ * x; } public static class E { extension(double x) { public double Squared() => x * x; } }"),
        ("MGRAD0120", "public static partial class C { [Differentiable] public static double F(double x, double y) { ⟦x.Third⟧ = y; return x * y; } } public static class E { extension(ref double x) { public double Third { get => 3 * x; set => x = value / 3; } } }"),
        ("MGRAD0116", "public static partial class C { private static void G(ref double[] a) => a = new double[2]; [Differentiable] public static double F(double[] x) { G(⟦ref x⟧); return x[0]; } }"),
        ("MGRAD0117", "public static partial class C { [Differentiable] public static double F(double[] x) { Index i = ^1; return x[⟦i⟧]; } }"),
        ("MGRAD0202", "public static partial class C { private static double _last; [Differentiable] public static double F(double x) { ⟦_last = x⟧; return x; } }"),
        ("MGRAD0125", "public interface IField { double At(double x); } public static partial class C { [Differentiable] public static double F<TField>(TField f, double x) where TField : struct, IField => ⟦f.At(x)⟧ * x; }"),
        ("MGRAD0115", "public static partial class C { private interface IField { double At(double x); } private sealed class Step : IField { public double At(double x) => Math.Round(x); } [DerivativeOf(typeof(Step), nameof(Step.At))] private static void AtRule(Step s, double x, double upstream, ref double dX) => dX += upstream; private static readonly IField S = new Step(); [Differentiable] public static double F(double x) => ⟦S.At(x)⟧ * x; }"),
        ("MGRAD0108", "public static partial class C { [Differentiable] public static double F(double[] x) { Func<double, double> g = Math.Sin; double s = 0; foreach (double v in x) { if (v > 1) { g = ⟦t => t * v⟧; } s += g(v); } return s; } }"),
        ("MGRAD0124", "public static partial class C { [Differentiable] public static double F(double[] p, int n) { double y = p[0]; return H(ref y, p, n); } private static double H(ref double x, double[] p, int n) { p[0] *= x; return n == 0 ? x : H(⟦ref p[1]⟧, p, n - 1); } }"),
        ("MGRAD0124", "public static partial class C { [Differentiable] public static double F(double[] r) { double[][] t = [r, r]; return H(ref r[0], t[1], 2); } private static double H(ref double x, double[] p, int n) { x *= 2; double z = p[0]; return n == 0 ? z : z + H(⟦ref x⟧, p, n - 1); } }"),
        ("MGRAD0124", "public static partial class C { [Differentiable] public static double F(double[] r, double[] b) { double[] q = b; double s = 0; for (int i = 0; i < 2; i++) { s += H(ref r[0], q, 1); q = r; } return s; } private static double H(ref double x, double[] p, int n) { x *= 2; double z = p[0]; return n == 0 ? z : z + H(⟦ref x⟧, p, n - 1); } }"),
        ("MGRAD0124", "public static partial class C { [Differentiable] public static double F(double x) { int[] r = [1, 2]; List<int[]> l = [r]; return H(ref r[0], l[0], x, 2); } private static double H(ref int k, int[] p, double x, int n) { k *= 2; double z = p[0] * x; return n == 0 ? z : z + H(⟦ref k⟧, p, x, n - 1); } }"),
        ("MGRAD0120", "public static partial class C { [Differentiable] public static double F(double x) { System.Numerics.Plane s = default; ⟦s.D⟧ = (float)x; return x; } }"),
        ("MGRAD0121", "public static class H { private static readonly double Factor = Environment.TickCount; public static double G(double x) => x * ⟦Factor⟧; } public static partial class C { [Differentiable] public static double F(double x) => H.G(x); }"),
        ("MGRAD0121", "public partial class Gain(double scale) { [Differentiable] public double F(double x, Gain other) => scale * x + other.G(x); private double G(double x) => ⟦scale⟧ * x; }"),
        ("MGRAD0121", "public partial class Net(double rate) { [Parameter] private double _a = 1.0; [Differentiable] public double F(double x) => ⟦rate⟧ * _a * x; }"),
        ("MGRAD0121", "public interface INamed { static abstract string Name { get; } } public struct Hidden : INamed { static string INamed.Name => \"h\"; } public static partial class C { private static double Use<T>(double x) where T : INamed => x > 0 && T.⟦Name⟧.Length > 0 ? x : 0.0; [Differentiable] public static double F(double x) => Use<Hidden>(x); }"),
        ("MGRAD0130", "public static partial class C { [Differentiable] public static double F(double x) { int n = 0; try { return x * x; } finally { ⟦n++;⟧ } } }"),
        ("MGRAD0131", "public static partial class C { [Differentiable] public static double F(double x, double[] a) { lock (⟦a⟧) { return x * a[0]; } } }"),
        ("MGRAD0201", "public static partial class C { [Differentiable] public static double F(double x) => ⟦Convert.ToDouble(x)⟧; }"),
        ("MGRAD0201", "public static partial class C { [Differentiable] public static double F(double x) => ⟦BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x))⟧ * x; }"),
        ("MGRAD0201", "public static partial class C { [Differentiable] public static double F(double x) { string s = $\"{x:R}\"; return ⟦double.Parse(s)⟧ * x; } }"),
        ("MGRAD0201", "public static partial class C { [Differentiable] public static double F(double x) { byte[] b = BitConverter.GetBytes(x); b[7] ^= 0x80; return ⟦BitConverter.ToDouble(b, 0)⟧ * x; } }"),
        ("MGRAD0201", "public static partial class C { [NoDiff] private static void G(double[] a) => a[0]++; [Differentiable] public static double F(double[] x) { ⟦G(x)⟧; return x[0]; } }"),
        ("MGRAD0201", "public static partial class C { [NoDiff] private static void G(Span<double> a) => a[0]++; [Differentiable] public static double F(double[] x) { ⟦G(x)⟧; return x[0]; } }"),
        ("MGRAD0201", "public static partial class C { [Differentiable] public static double F(double x) { string s = $\"{x:R}\"; ⟦double.TryParse(s, out double y)⟧; return y * x; } }"),
        ("MGRAD0201", "public static partial class C { [Differentiable] public static double F(double x) { long bits = 1L | BitConverter.DoubleToInt64Bits(x); return ⟦BitConverter.Int64BitsToDouble(bits)⟧ * x; } }"),
        ("MGRAD0201", "public static partial class C { [Differentiable] public static double F(double x) { var text = new System.Text.StringBuilder(); text.Append(x); return ⟦double.Parse(text.ToString())⟧ * x; } }"),
        ("MGRAD0201", "public static partial class C { private static void Split(double x, out long bits) => bits = BitConverter.DoubleToInt64Bits(x); [Differentiable] public static double F(double x) { Split(x, out long bits); return ⟦BitConverter.Int64BitsToDouble(bits)⟧ * x; } }"),
        ("MGRAD0202", "public static partial class C { [Differentiable] public static double F(double x, [NoDiff] double[] log) { ⟦log[0] = x⟧; return x; } }"),
        ("MGRAD0202", "public static partial class C { [Differentiable] public static double F(double x, [NoDiff] double[] log) { Span<double> end = log.AsSpan(1); ⟦end[0] += x⟧; return x; } }"),
        ("MGRAD0202", "public static partial class C { private static readonly double[] W = new double[3]; [Differentiable] public static double F(double x) { double[] w = W; ⟦w[0] = x⟧; return w[0] * x; } }"),
        ("MGRAD0202", "public static partial class C { [NoDiff] private static double[] Rent() => new double[3]; [Differentiable] public static double F(double x) { double[] w = Rent(); ⟦w[0] = x⟧; return w[0] * x; } }"),
        ("MGRAD0202", "public static partial class C { [Differentiable] public static double F(double[] x, [NoDiff] double[] log) { ⟦Array.Copy(x, log, 2)⟧; return x[0]; } }"),
        ("MGRAD0202", "public static partial class C { private static void Put(double[] to, double v) { ⟦to[0] = v⟧; } [Differentiable] public static double F(double x, [NoDiff] double[] log) { Put(log, x); return x; } }"),
        ("MGRAD0203", "public static partial class C { [Differentiable] public static double ⟦F⟧(double[] x, double y) => x.Length + Math.Floor(y); }"),
        ("MGRAD0301", "public static partial class C { [Differentiable] public static double ⟦F⟧(double[][] x) { (x[0], x[1]) = (x[1], x[0]); return x[0][0]; } }"),
        ("MGRAD0300", "public static partial class C { private static double R(ReadOnlySpan<double> x, int n) { while (x[0] > 9.0) { x = x.Slice(1); } return n == 0 ? x[0] : x[0] * R(x, n - 1); } [Differentiable] public static double ⟦F⟧(ReadOnlySpan<double> x, int n) => R(x, n); }"),
        ("MGRAD0300", "public static partial class C { [Differentiable] public static double ⟦F⟧(ReadOnlySpan<double> x) { while (x[0] > 0.0) { x = x.Slice(1); } return x[0]; } }"),
        ("MGRAD0203", "public static partial class C { [Differentiable] public static double ⟦F⟧(double x) => Math.Floor(x) * 2.0; }"),
        ("MGRAD0204", "public static partial class C { private static double G(double x) => x; [DerivativeOf(typeof(C), nameof(G))] private static void ⟦R⟧(double x, ref double dX) => dX += 1; [Differentiable] public static double F(double x) => G(x); }"),
        ("MGRAD0204", "public static partial class C { private static double G(double x, double y) => x; [DerivativeOf(typeof(C), nameof(G))] private static void ⟦R⟧(double x, [NoDiff] double y, double upstream, ref double dX, ref double dY) => dX += 1; [Differentiable] public static double F(double x) => G(x, x); }"),
        ("MGRAD0205", "public static partial class C { private static double G(double x) => x; [DerivativeOf(typeof(C), nameof(G))] private static void Q(double x, double upstream, ref double dX) => dX += upstream; [DerivativeOf(typeof(C), nameof(G))] private static void ⟦R⟧(double x, double upstream, ref double dX) => dX += upstream; [Differentiable] public static double F(double x) => G(x); }"),
        ("MGRAD0204", "public sealed class L { public double At(double x) => x; } public static partial class C { [DerivativeOf(typeof(L), nameof(L.At))] private static void ⟦R⟧(double x, double upstream, ref double dX) => dX += upstream; [Differentiable] public static double F(double x) => x; }"),
        ("MGRAD0204", "public static partial class C { private static T G<T>(T x) where T : struct => x; [DerivativeOf(typeof(C), nameof(G))] private static void ⟦R⟧<T>(T x) { } [Differentiable] public static double F(double x) => x; }"),
        ("MGRAD0206", "public static partial class C { public readonly struct A { private readonly double _x; public static A Of(double x) => default; public double Sine() => Math.Sin(_x); } private static double G(A a) => a.Sine(); [DerivativeOf(typeof(C), nameof(G))] private static void R(A a, double upstream, ref A dA) { } [Differentiable] public static double F(double x) => ⟦G(A.Of(x))⟧; }"),
        ("MGRAD0205", "public static class A { [DerivativeOf(typeof(C), nameof(C.G))] public static void Q(double x, double upstream, ref double dX) => dX += upstream; } public static partial class C { public static double G(double x) => x; [DerivativeOf(typeof(C), nameof(G))] private static void ⟦R⟧(double x, double upstream, ref double dX) => dX += upstream; [Differentiable] public static double F(double x) => G(x); }"),
        ("MGRAD0205", "public static partial class C { private static double Soft(double x) => x; [Differentiable, DifferentiateAs(nameof(Soft))] public static double G(double x) => x; [DerivativeOf(typeof(C), nameof(G))] private static void ⟦R⟧(double x, double upstream, ref double dX) => dX += upstream; [Differentiable] public static double F(double x) => G(x); }"),
        ("MGRAD0207", "public static partial class C { private static double G(double x) => x; [DerivativeOf(typeof(C), nameof(G))] private static void ⟦R⟧(double x, double upstream, ref double dX) => dX += upstream; [Differentiable] public static double F(double x) => x; }"),
        ("MGRAD0207", "public static partial class C { [DerivativeOf(typeof(Math), nameof(Math.Pow))] internal static void ⟦R⟧(double x, double y, double upstream, ref double dX, ref double dY) => dX += upstream; [Differentiable] public static float F(float x) => MathF.Pow(x, 2f); }"),
        ("MGRAD0207", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")] public static partial class C { private static double G(double x) => x; [DerivativeOf(typeof(C), nameof(G))] internal static void ⟦R⟧(double x, double upstream, ref double dX) => dX += upstream; [Differentiable] public static double F(double x) => x; }"),
        ("MGRAD0207", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")] public static partial class C { internal static double G(double x) => x; [DerivativeOf(typeof(C), nameof(G))] private static void ⟦R⟧(double x, double upstream, ref double dX) => dX += upstream; [Differentiable] public static double F(double x) => x; }"),
        ("MGRAD0208", "public static partial class C { private static double G(float x) => x; [⟦DifferentiateAs(nameof(G))⟧] private static double R(double x) => x; [Differentiable] public static double F(double x) => x; }"),
        ("MGRAD0208", "public static partial class C { [⟦DifferentiateAs(nameof(R))⟧] private static double R(double x) => x; [Differentiable] public static double F(double x) => x; }"),
        ("MGRAD0209", "public static partial class C { [Differentiable] public static double G(double x) => x * x; [Differentiable] public static double F(double x) { ⟦GGradient(x, out double d)⟧; return d; } }"),
        ("MGRAD0310", "public static partial class C { [Differentiable] public static double F(double x) => x * ⟦Random.Shared.NextDouble()⟧; }"),
    ];

    public static TheoryData<string, string> Table
    {
        get
        {
            TheoryData<string, string> table = [];
            foreach ((string id, string source) in Rows)
            {
                table.Add(id, source);
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Mistake_IsReportedAtItsExactPlace(string id, string marked)
    {
        int start = marked.IndexOf('⟦', StringComparison.Ordinal);
        int end = marked.IndexOf('⟧', StringComparison.Ordinal) - 1;
        ProbeCompilation compilation = Generate(marked.Replace("⟦", "").Replace("⟧", ""), out int offset);

        Assert.All(compilation.Run.Results, static r => Assert.Null(r.Exception));
        SourceText text = compilation.Input.SyntaxTrees[0].GetText();
        string[] found = [.. compilation.GeneratorDiagnostics.Select(d => $"{d.Id} at '{text.ToString(d.Location.SourceSpan)}'").Distinct()];
        Assert.Contains($"{id} at '{text.ToString(TextSpan.FromBounds(start + offset, end + offset))}'", found);
        Assert.DoesNotContain(found, static d => d.StartsWith("MGRAD9", StringComparison.Ordinal));
    }

    // The location is the tree's own, or this would have no effect.
    [Fact]
    public void Pragma_SilencesAWarning()
    {
        ProbeCompilation compilation = Generate(
            "public static partial class C {\n#pragma warning disable MGRAD0310\n[Differentiable] public static double F(double x) => x * Random.Shared.NextDouble();\n#pragma warning restore MGRAD0310\n}",
            out _);

        Assert.DoesNotContain(compilation.GeneratorDiagnostics, static d => d.Id == "MGRAD0310" && !d.IsSuppressed);
    }

    [Fact]
    public void RuleThatAFriendMayUse_IsNotCalledUnused()
    {
        ProbeCompilation compilation = Generate(
            "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")] internal static partial class C { internal static double G(double x) => x; [DerivativeOf(typeof(C), nameof(G))] internal static void R(double x, double upstream, ref double dX) => dX += upstream; [Differentiable] internal static double F(double x) => x; }",
            out _);

        Assert.Empty(compilation.GeneratorDiagnostics);
    }

    [Fact]
    public void OneMethodsMistake_TakesNoOtherMethodsOutputWithIt()
    {
        ProbeCompilation compilation = Generate(
            "public static partial class C { [Differentiable] public static double Bad(double x) { try { return x; } finally { } } [Differentiable] public static double Good(double x) => x * x; }",
            out _);

        Assert.NotEmpty(compilation.Output.GetTypeByMetadataName("C")!.GetMembers("GoodGradient"));
    }

    // Half-written code: call sites of generated members stay quiet, and nothing of ours is added to the compiler's own errors.
    [Theory]
    [InlineData("double y = ; return x;")]
    [InlineData("return Unknown(x);")]
    [InlineData("return x")]
    [InlineData("for (int i = 0; i <")]
    [InlineData("double[] a = new double[")]
    [InlineData("return x +")]
    public void UnfinishedBody_KeepsTheMembersAndSaysNothing(string body)
    {
        ProbeCompilation compilation = Generate(
            $"public static partial class C {{ [Differentiable] public static double F(double x) {{ {body} }} }} public static class D {{ public static double G() => C.FGradient(1.0, out double d) + d; }}",
            out _);

        Assert.Empty(compilation.GeneratorDiagnostics);
        Assert.NotEmpty(compilation.Output.GetTypeByMetadataName("C")!.GetMembers("FGradient"));
    }

    [Fact]
    public void SignatureThatDoesNotBind_GivesNothing()
    {
        ProbeCompilation compilation = Generate("public static partial class C { [Differentiable] public static double F(double x, Unknown y) => x; }", out _);

        Assert.Empty(compilation.GeneratorDiagnostics);
        Assert.Empty(compilation.GeneratedTrees);
    }

    private static ProbeCompilation Generate(string source, out int offset)
    {
        const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing Micrograd;\n";
        offset = Usings.Length;
        return ProbeCompilation.Create([ProbeCompilation.Parse(Usings + source, "Mistake.cs")]);
    }
}
