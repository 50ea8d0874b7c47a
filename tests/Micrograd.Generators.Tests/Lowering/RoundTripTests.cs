using Micrograd.Generators.Tests.Cases;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Tests.Lowering;

/// <summary>Lowered, normalised and written as C# again, a method computes the same bits as before.</summary>
public class RoundTripTests
{
    public static TheoryData<string> CaseIds => [.. Case.OfKind("grad", "policy")];

    [Theory]
    [MemberData(nameof(CaseIds))]
    public void Case_ComputesTheSameBits(string id)
    {
        Case given = Case.All[id];
        LoweringProbe probe = LoweringProbe.Lower(given.Source);
        if (probe.Result.Body is null)
        {
            Assert.NotEmpty(probe.Result.Diagnostics);
            return;
        }

        (double original, double lowered) = probe.Run(given.Call!, given.Point);
        Assert.Equal(BitConverter.DoubleToInt64Bits(original), BitConverter.DoubleToInt64Bits(lowered));
    }

    [Theory]
    [InlineData("public static double f(double[] a, int i) { a[i++] = a[i]; a[i] += a[i--] * (a[0] = 3); int[] k = new int[3]; k[k[0]] = k[1] = 2; return a[k[k[0] = 1]++ % 3] + i + k[0] * 10 + k[1] * 100; }", "f(v, 1)")]
    [InlineData("public static double f(double[] v) { double x = v[0], y = v[1]; double t = x * (y = x) + x * (x = 3) - x; (x, y) = (y, x); return t + x - 2 * y; }", "f(v)")]
    [InlineData("public static double f(double[] x) { double[] a = new double[x.Length], b = (double[])x.Clone(); for (int k = 0; k < 3; k++) { for (int i = 0; i < a.Length; i++) a[i] = b[i] * 2; (a, b) = (b, a); } (a[0], a[1]) = (a[1], a[0]); return b[^1] + a[1..][0]; }", "f(v)")]
    [InlineData("public static double f(Span<double> x) { Span<double> y = x[1..3]; y = y.Slice(1); y[0] *= 2; x[..^1].Fill(x[0]); Span<double> s = stackalloc double[4]; s.Clear(); x.CopyTo(s); ReadOnlySpan<double> r = s; ReadOnlySpan<double> c = [x[0], 2]; Span<double> d = [1, x[1]]; return y[0] + r[^2] + c.Length + d[1]; }", "f(v)")]
    [InlineData("public static double f(double[] x) { x.AsSpan(1).CopyTo(x); x.AsSpan(0, 2).CopyTo(x.AsSpan(1)); Array.Copy(x, 0, x, 1, 2); Array.Clear(x, 0, 1); Array.Fill(x, x[1], 0, 1); return x[0] + 10 * x[1] + 100 * x[2]; }", "f(v)")]
    [InlineData("public static double f(double x) { float fl = 2; fl += 3; int q = 3; q += (int)2.5; q *= 2; q = (int)(q * 1.7); byte bb = 250; bb += 14; bb++; q <<= 2; q -= 'a'; long l = q; l += bb; uint u = 3; u = u >> 1; u--; int w = (int)x * int.MaxValue; return fl + q + bb + ~l + u + w + (7 ^ q) + (q & 3 | 8) + q % 5; }", "f(v[0])")]
    [InlineData("public static double f(double x) { int n = 3; n = n > 2 && (n = 5) > 3 ? n : 7; bool b = !(x > 3) & (n > 2) | x < 1; if (!b || H(ref x)) x = -x; return x * n; } static bool H(ref double x) { x = x * 2; return x > 3; }", "f(v[0])")]
    [InlineData("public static double f(double x) { double Sq(double t) { x += 1; return t * t; } double k = Sq(x) + x; return Early(k) + Early(x * 0.1); } static double Early(double v) { if (v > 1) return v; for (int i = 0; i < 3; i++) { if (v > i) return v * i; v *= 2; } return 0; }", "f(v[0])")]
    [InlineData("public static double f(double x, int k) { double r = 0; for (int i = 0; i < 4; i++) { switch (k) { case 0: if (x > 2) break; r += x; break; default: r -= 1; break; } } do { r += x; if (r < 0) continue; k--; } while (k-- > 0); return k switch { 1 => r, 2 => throw new Exception(), _ => Up(ref r) + r }; } static double Up(ref double r) => r++;", "f(v[0], 4) + CASE.f(v[1], 0)")]
    [InlineData("public static double f(double x) => F2(b: x, a: G(ref x)); static double G(ref double x) { x *= 2; return x; } static double F2(double a, double b = 2, params ReadOnlySpan<double> rest) => a - b + rest.Length;", "f(v[0])")]
    [InlineData("public static double f(double[] x) => Dot(x, x) + Dot(x.AsSpan(1), x.AsSpan()[..^1]); static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) { double s = 0; for (int i = 0; i < a.Length; i++) s += a[i] * b[i]; return s; }", "f(v)")]
    [InlineData("public static double f(double[] a, int i) { ref double r = ref a[i]; i++; r *= 2; foreach (ref double w in a.AsSpan()) w *= 3; foreach (double w in a) r += w; return r + a[0] + i; }", "f(v, 1)")]
    [InlineData("public static double f(double x) { double k = x * x; Func<double, double> g = t => t * k + x; k = 2; Func<double> h = () => { x += 1; return x; }; return g(3) + g(h()); }", "f(v[0])")]
    [InlineData("public static double f(double[] a, bool c) { double[] b = new double[a.Length]; double[] v = c ? a : b; v[0] = 7; return (c ? b : a)[1] + v[0] + (a ?? throw new Exception())[0]; }", "f(v, v[0] > 0)")]
    [InlineData("public static double f(double[] a) { int n = 0; double s = 0; while (true) { if (n >= a.Length) break; double t = a[n++]; if (t < 0) continue; s += t; } for (int i = 0, j = 3; i < j; i++, j--) s += i * j; for (double d = 0; d < 1; d += 0.25) s += d; checked { n = n * 2; } return s + n; }", "f(v)")]
    [InlineData("public static double f(double x, double y) => (x > 1, y > 0) switch { (true, true) => x * y, (true, false) => x - y, (false, _) => y } + ((int)x switch { < 0 => 1.0, >= 0 and <= 2 => 2.0, _ => 3.0 });", "f(v[0], v[1])")]
    [InlineData("public static double f(double x) { string s = $\"{x:N2} {{}} {(x > 0 ? 1 : 2)} {Math.PI}\"; return x * s.Length + new List<int> { 1, 2 }.Count + Count(\"abc\") + double.Epsilon * Eps + (s is null ? 0 : 1) + string.Join(\",\", new[] { 1, 2 }).Length; } static int Count(string s) => s.Count(c => c == 'a'); static readonly double Eps = 3;", "f(v[0])")]
    [InlineData("public static double f(double[] a) { string s = \"a\"; s += a.Length; DayOfWeek d = DayOfWeek.Monday; d |= DayOfWeek.Tuesday; double r = 0; for (int i = 0; i < W.Length; i++) r += W[i] * a[i]; return r + s.Length + (int)d + G(a[0], a) + H(in a[1]); } static readonly double[] W = [1, 2, 3]; static double G(in double x, double[] a) { a[0] = 9; return x; } static double H(in double x) => x * x;", "f(v)")]
    [InlineData("public static double f(double x) { const int N = 4; Span<double> b = stackalloc double[] { x, 2, N }; Span<double> c = new double[N]; Span<double> d = new[] { 1.0, x }; double[] e = []; int[] idx = { 1, 0 }; Span<float> g = [1, 2]; ReadOnlySpan<double> h = stackalloc[] { x, 3.0 }; return b[idx[0]] + c[0] + d[^1] + e.Length + g[1] + h[0]; }", "f(v[0])")]
    [InlineData("struct B { public double L, H; public int R; public double M { get { R++; return (L + H) / 2; } set { L = value * R; H += value; } } public double this[int i] { get { R += i; return i == 0 ? L : H; } set { R *= 3; if (i == 0) L = value; else H = value; } } } public static double f(double x, double y) { B[] b = new B[3]; int i = 0; b[i++].M += x * (b[0].H = y) + i; b[i].M -= Step(ref i, b) * y; double s = b[i].M = x; s += b[0].M++ * (b[0][i - 2] += b[0].M--); b[1][i - 1] *= b[1][i - 2]++ + --b[1].M; int n = b[1].R++; return s + b[0].L + 3 * b[0].H + b[1].L * b[1].H + b[2].L + n + 10 * b[0].R + 100 * b[1].R; } static double Step(ref int i, B[] b) { i++; b[1].L = 7; return i * b[0].M; }", "f(v[0], v[1])")]
    [InlineData("struct V { public double X; public int N; public V(double x, int n) { X = x; N = n; } public static V operator ++(V a) => new(a.X * 3, a.N + 1); public static V operator --(V a) { a.N *= 2; a.X -= a.N; return a; } } public static double f(double x) { V[] a = new V[2]; V v = new(x, 1); int i = 0; a[i++] = v++; a[i]++; V w = a[i - 1]--; v = --a[i--]; double s = v.X * w.X + a[i++].X * a[i].N; for (int k = 0; k < 3; k++) { s += (v.N > 2 ? v-- : ++v).X; } v = v++; return s + v.X + v.N * 100; }", "f(v[0])")]
    [InlineData("public static double f(double x) { double s = x; int n = 0; if (x > 1) { s *= 2; goto b; } if (x > 0.5) goto a; s += 1; if (x < -3) return s * x; if (x < -1) goto b; s *= s; a: s += 3 * x; while (true) { n++; foreach (double d in new[] { 1.0, 2.0, 3.0 }) { if (s > 4 * d) goto c; s += d * x; if (n > 3) goto d; } c: s *= 1.1; if (n > 5) goto d; } b: s -= x; d: ; s *= 0.5; return s * x; }", "f(v[0]) + CASE.f(v[1]) + CASE.f(v[2]) + CASE.f(0.7) + CASE.f(0.1) + CASE.f(-4)")]
    [InlineData("public static double f(double[] x, int n) => G(x, n) * 3 + G(x, n + 1); static double G(double[] x, int n) { double s = 1; for (int i = 0; i < x.Length; i++) { foreach (double v in x) { switch (n) { case 1: if (v > 0) goto next; s *= v; break; case 2: goto done; default: s += v; break; } if (s > 9) return s * s; if (s < -1) { goto next; } s *= 1.2; if (v < 0) continue; if (i > 1) break; s += 0.1; } s += 1; next: s *= 0.5; } s += 7; done: ; return s; }", "f(v, 0) + CASE.f(v, 1) + CASE.f(v, 2)")]
    [InlineData("public static double f(double x, double y, int n) { double r = 0; if (x++ is var a && (y *= a) is var b && b > -4 && G(ref x, out double c)) { r += a + b * c; } switch (x * y) { default: r += 1; break; case var z when z < -5: x = 9; r += z * x; break; case > 3 and var w: w += 1; r += w * x; break; } switch (n) { case > 0 when x > 100: default: r *= 3; break; case > -5: r *= 7; break; } return r + ((x, n) switch { (var p, 0) => p, (< 0, var q) => q, var (p, q) => p * q }) + (n switch { int k when k > 1 => k * r, var k => k }); } static bool G(ref double x, out double c) { x += 2; c = x; return x > 1; }", "f(v[0], v[1], 0) + CASE.f(v[0], v[2], 3) + CASE.f(v[1], v[2], -7)")]
    public void Method_ComputesTheSameBits(string source, string call)
    {
        foreach (LanguageVersion version in new[] { LanguageVersion.CSharp13, LanguageVersion.CSharp14 })
        {
            LoweringProbe probe = LoweringProbe.Lower(source, version);
            Assert.True(probe.Result.Body is not null, string.Join("\n", probe.Result.Diagnostics));
            (double original, double lowered) = probe.Run(call, 1.5, -2.25, 3.125);
            Assert.Equal(BitConverter.DoubleToInt64Bits(original), BitConverter.DoubleToInt64Bits(lowered));
        }
    }
}
