using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Lowering;

/// <summary>What is outside the language is reported at the exact place.</summary>
public class LanguageDiagnosticTests
{
    [Theory]
    [InlineData("MGRAD0101", "new { A = x }", "public static double f(double x) { var o = new { A = x }; return o.A; }")]
    [InlineData("MGRAD0101", "a == b", "public struct S { public double X; } public record struct P(S At); public static double f(double x) { P a = new(new S { X = x }), b = default; return a == b ? 1 : x; }")]
    [InlineData("MGRAD0102", "await System.Threading.Tasks.Task.Delay(1)", "public static async System.Threading.Tasks.Task<double> f(double x) { await System.Threading.Tasks.Task.Delay(1); return x; }")]
    [InlineData("MGRAD0103", "&x", "public static unsafe double f(double x) { double* p = &x; return *p; }")]
    [InlineData("MGRAD0104", "d * 2", "public static double f(double x) { dynamic d = x; return d * 2; }")]
    [InlineData("MGRAD0105", "m = 2m", "public static double f(double x) { decimal m = 2m; return x * (double)m; }")]
    [InlineData("MGRAD0106", "try", "public static double f(double x) { try { return Math.Log(x); } catch { return 0; } }")]
    [InlineData("MGRAD0130", "n++;", "public static double f(double x) { int n = 0; try { return x * x; } finally { n++; } }")]
    [InlineData("MGRAD0130", "last = x;", "static double last; public static double f(double x) { try { return x * x; } finally { last = x; } }")]
    [InlineData("MGRAD0130", "Console.Write(n);", "public static double f(double x) { int n = 0; try { n = 2; return x * n; } finally { Console.Write(n); } }")]
    [InlineData("MGRAD0107", "goto again;", "public static double f(double x) { again: x *= 2; if (x < 9) { goto again; } return x; }")]
    [InlineData("MGRAD0107", "goto again;", "public static double f(double x) { if (x > 1) { goto again; } x += 1; again: x *= 2; if (x < 9) { goto again; } return x; }")]
    [InlineData("MGRAD0108", "G(x)", "public static double f(double x) => G(x); static Func<double, double> G = Math.Sin;")]
    [InlineData("MGRAD0108", "(v, w) => { c++; return v * w; }", "public static double f(double[] x, double[] y) { int c = 0; return x.Zip(y, (v, w) => { c++; return v * w; }).Skip(1).Sum() * c; }")]
    [InlineData("MGRAD0108", "t => t * t", "public static double f(double[] x) => x.OrderBy(t => t * t).Sum();")]
    [InlineData("MGRAD0109", "from v in x select v * v", "public static double f(double[] x) { var q = from v in x select v * v; return q.First(); }")]
    [InlineData("MGRAD0110", "g(k - 1)", "public static double f(double x, int n) { return g(n); double g(int k) => k <= 0 ? x : Math.Sin(g(k - 1)); }")]
    [InlineData("MGRAD0112", "q = new Quaternion((float)x, 0, 0, 1)", "public static double f(double x) { var q = new Quaternion((float)x, 0, 0, 1); return q.X; }")]
    [InlineData("MGRAD0112", "p", "public struct P { public double X; private double _y; public readonly double Y => _y; } public static double f(double x) { P p = default; p.X = x; Console.WriteLine($\"{p}\"); return p.X; }")]
    [InlineData("MGRAD0112", "s.G = new double[,] { { 5, 6 } }", "public class S { public double[,] G = { { 1, 2 } }; } public static double f(double x, S s) { s.G = new double[,] { { 5, 6 } }; return x * s.G[0, 1]; }")]
    [InlineData("MGRAD0110", "V(x, d - 1)", "public struct S { public double K; public string N; public double V(double x, int d) { if (d == 0) { return x; } K *= 2; return V(x, d - 1) * K; } } public static double f(double x) { S s = new() { K = 2, N = \"\" }; return s.V(x, 3); }")]
    [InlineData("MGRAD0115", "Vector3.ConditionalSelect(a, a, a)", "public static double f(float x) { Vector3 a = new(x); return Vector3.ConditionalSelect(a, a, a).X; }")]
    [InlineData("MGRAD0113", "r = ref x", "public static double f(double x) { double y = 1; ref double r = ref x; if (x > 0) { r = ref y; } return r; }")]
    [InlineData("MGRAD0114", "int k", "public static double f(double x) { object o = 3; return o switch { int k => x * k, _ => x }; }")]
    [InlineData("MGRAD0115", "b.G(x)", "public class B { public virtual double G(double x) => x; } public static double f(double x) { B b = new(); return b.G(x); }")]
    [InlineData("MGRAD0116", "ref x", "public static double f(double[] x) { R(ref x); return x[0]; } static void R(ref double[] a) { a = new double[2]; }")]
    [InlineData("MGRAD0117", "i", "public static double f(double[] x) { Index i = ^1; return x[i]; }")]
    [InlineData("MGRAD0118", "out s.N", "public class S { public int N; } public static double f(double x, S s) { int.TryParse(\"1\", out s.N); return x * s.N; }")]
    [InlineData("MGRAD0118", "ref a[1]", "public static double f(double x, double[] a) { System.Threading.Volatile.Write(ref a[0], 2); Swap(ref a[0], ref a[1]); return x * a[0]; } [System.Runtime.InteropServices.DllImport(\"none\")] private static extern void Swap(ref double a, ref double b);")]
    [InlineData("MGRAD0118", "out n", "public static double f(double x, string s) { int n = 0; object o = s.Length > 2 && int.TryParse(s, out n) ? s : \"\"; return o == s ? n * x : x; }")]
    [InlineData("MGRAD0119", "n switch { 0 => x, _ => x[1..] }", "public static double f(Span<double> x, int n) { Span<double> v = n switch { 0 => x, _ => x[1..] }; return v[0]; }")]
    [InlineData("MGRAD0120", "s.N", "public struct S { public int N; } static S s; static double g(ref int n, double x) { n = 3; return x * n; } public static double f(double x) => g(ref s.N, x);")]
    [InlineData("MGRAD0120", "W[0]", "static readonly double[] W = [1]; public static double f(double x) { W[0] = x; return x; }")]
    [InlineData("MGRAD0120", "W[0]", "static double[] W = [1]; public static double f(double x) { W[0] = x; return x; }")]
    [InlineData("MGRAD0121", "Scale", "public static double f(double x) => Table.Apply(x); } static class Table { static readonly double Scale = 3; public static double Apply(double x) => x * Scale;")]
    [InlineData("MGRAD0310", "Random.Shared.NextDouble()", "public static double f(double x) => x * Random.Shared.NextDouble();")]
    public void Construct_IsReportedAtItsPlace(string id, string span, string source)
    {
        Diagnostic[] found = [.. LoweringProbe.Lower(source).Result.Diagnostics.Where(d => d.Id == id)];
        Assert.Contains(span, found.Select(static d => d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan)));
    }

    // Sixteen levels that each call the one below twice are 65,536 copies of the lowest.
    [Fact]
    public void DoublingHelpers_ReportMGRAD0111Once()
    {
        string levels = string.Concat(Enumerable.Range(1, 16).Select(static i => $"static double G{i}(double x) => G{i - 1}(x) + G{i - 1}(x + 1);\n"));
        LoweringProbe probe = LoweringProbe.Lower($"public static double f(double x) => G16(x);\n{levels}static double G0(double x) => x * x;");
        Assert.Equal("MGRAD0111", Assert.Single(probe.Result.Diagnostics).Id);
        Assert.Null(probe.Result.Body);
    }

    // While it is being typed, a method has no errors but the compiler's.
    [Theory]
    [InlineData("public static double f(double x) => x +")]
    [InlineData("public static double f(double x) => Unknown(x);")]
    [InlineData("public static double f(double x) { Missing y = x; return y; }")]
    public void BodyThatDoesNotBind_IsSilent(string source)
    {
        LoweringProbe probe = LoweringProbe.Lower(source);
        Assert.Null(probe.Result.Body);
        Assert.Empty(probe.Result.Diagnostics);
    }
}
