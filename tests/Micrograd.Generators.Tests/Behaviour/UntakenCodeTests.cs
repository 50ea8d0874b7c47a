using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>
/// What the gradient prepares before a loop or a branch comes, it prepares for those that run: code that is not reached divides nothing,
/// asks nothing of an array that is null, takes no memory. What does not fit the span that it is taken from is refused, whatever
/// lies around that span.
/// </summary>
public class UntakenCodeTests
{
    private static readonly double[] Five = [0.4, 0.7, 0.9, 1.1, 1.3];
    private static readonly int[] Pair = [1, 2];

    private static readonly Lazy<GradientProbe> Functions = new(static () => GradientProbe.Compile("""
        [Differentiable] public static double Quotient(double x, int n, int m) { double s = x; if (m != 0) { for (int j = 0; j < n / m; j++) { s = Math.Sin(s * x); } } return s; }
        [Differentiable] public static double Remainder(double x, int n, int m) { if (m <= 0) { return 0.0; } double s = x; for (int j = 0; j < n % m; j++) { s = Math.Sin(s * x); } return s; }
        [Differentiable] public static double InnerQuotient(double x, int k, int n, int m) { double s = x; for (int i = 0; i < k; i++) { for (int j = 0; j < n / m; j++) { s = Math.Sin(s * x); } } return s; }
        [Differentiable] public static double Weighted(double x, int[]? t) { double s = x; if (t != null) { for (int j = 0; j < t.Length; j++) { s = Math.Sin(s * x * t[j]); } } return s; }
        [Differentiable] public static double InnerWeighted(double x, int k, int[]? t) { double s = x; for (int i = 0; i < k; i++) { for (int j = 0; j < t!.Length; j++) { s = Math.Sin(s * x * t[j]); } } return s; }
        [Differentiable] public static double Limited(double x, int n) { if (n > 1000) { return x * x; } double s = x; for (int j = 0; j < n; j++) { s = Math.Sin(s * x); } return s; }
        [Differentiable] public static double TwiceLimited(double x, int n, int m) { double s = x; if (x > 0.0) { if (n < 100) { for (int i = 0; i < n; i++) { for (int j = 0; j < m; j++) { s = Math.Sin(s * x); } } } else { s *= s; } } return s; }
        [Differentiable] public static double Reached(double[] x, int n) { double s = x[0]; if (s > 0.1) { x[1] = s * s; if (x[1] > 0.2) { for (int j = 0; j < n; j++) { s = Math.Sin(s * x[1]); } } } return s; }
        [Differentiable] public static double MadeInABranch(double x, int n, int k) { double[] v = [x, x]; if (n > 0) { v = new double[k]; v[0] = x; } return v[0] * x; }
        [Differentiable] public static double MadeForAFew(double x, int k) { double[] v = [x, x]; if (k < 1000) { v = new double[k]; v[0] = x * x; } return v[0] * x; }
        [Differentiable] public static double Downwards(double[] a, int n, int m) { double s = a[0]; for (int i = n; i > m; i--) { s = Math.Sin(s * a[i & 1]); } return s; }
        [Differentiable] public static double GivenToACall(double[] a, int d) { Deeper(a, 2.0, d); return a[0]; }
        private static void Deeper(Span<double> s, double k, int d) { s[0] *= k; if (d > 0) { Deeper(s, d < s.Length ? s[d] * Math.Exp(-s[d]) : k, d - 1); } s[0] += k; }
        [Differentiable] public static double CountedCalls(double[] a, int d) => Counts(a, 0.5, d) * a[0];
        private static int Counts(Span<double> s, double k, int d) { s[0] *= k; return d > 0 ? 1 + Counts(s, d < s.Length ? s[d] * Math.Exp(-s[d]) : k, d - 1) : 1; }
        [Differentiable] public static double LongerPart(double[] a, int n) { Span<double> v = a.AsSpan(0, 2); if (n > 0) { v = v.Slice(0, n); } return v[0] * v[^1]; }
        [Differentiable] public static double EarlierPart(double[] a, int n) { Span<double> v = a.AsSpan(2); if (n != 0) { v = v.Slice(n, 2); } return v[0] * v[^1]; }
        [Differentiable] public static double Shrinking(double[] a, int n) { Span<double> v = a; double s = 1.0; for (int i = 0; i < n; i++) { v = v[1..3]; s *= v[0] + v.Length; } return s; }
        [Differentiable] public static double ShorterArray(double[] a, int n) { ReadOnlySpan<double> v = a.AsSpan(0, 4); if (n > 0) { v = v[..n]; } return v[0] * v[v.Length - 1]; }
        [Differentiable] public static double InnerProduct(double x, int k, int n, int m) { double s = x; for (int i = 0; i < k; i++) { for (int j = 0; j < n * m; j++) { s = Math.Sin(s * x); } } return s; }
        [Differentiable] public static double InnerLess(double x, int k, int n) { double s = x; for (int i = 0; i < k; i++) { for (int j = 0; j < n - 1; j++) { s = Math.Sin(s * x); } } return s; }
        [Differentiable] public static double InnerUpTo(double x, int k, int n) { double s = x; for (int i = 0; i < k; i++) { for (int j = 0; j <= n; j++) { s = Math.Sin(s * x); } } return s; }
        [Differentiable] public static double Once(double x, int k, int n) { double s = x; for (int i = 0; i < k; i++) { if (i == 5) { for (int j = 0; j < n; j++) { s = Math.Sin(s) * x; } } } return s; }
        [Differentiable] public static double NeverInner(double x, int k, int n, bool b) { double s = x; for (int i = 0; i < k; i++) { if (b) { for (int j = 0; j < n; j++) { s = Math.Sin(s) * x; } } s *= x; } return s; }
        [Differentiable] public static double FarElement(double x, double[] a, int i) { double y = i < 1 ? a[i * 1500000000] : x; return y * y; }
        [Differentiable] public static double MadeLonger(double x, double[] a, int n) { double[] r; if (a[0] > 100) { r = new double[n + 1]; r[0] = x; } else { r = new double[3]; r[2] = x * x; } r[1] = r[2] * x; return r[1] * r[0] + r[2]; }
        [Differentiable] public static double Oblivious(double x, int k, [NoDiff]
        #nullable disable
        double[] t
        #nullable restore
        ) { double s = x; for (int i = 0; i < k; i++) { for (int j = 0; j < t.Length; j++) { s = Math.Sin(s * x * t[j]); } } return s; }
        [Differentiable] public static double Constructed(double x, int n) { double s = x; for (int i = 0; i < n; i++) { s *= Failing.Factor; } return s; }
        [Differentiable] public static double AskedLater(double x, Holder h, int n, int z) { double s = x; for (int i = 0; i < n; i++) { double[] w = h.Weights; int q = 5 / z; s += w[i] * q * x; } return s; }
        public sealed class Holder { public double[] Weights = [1.0, 2.0]; }
        public static class Failing { public static readonly double Factor; static Failing() { Factor = 2.0; Constructions++; } }
        public static int Constructions;
        """));

    public static TheoryData<string, object[], object?[]> Untaken => new()
    {
        { "Quotient", [0.7, 7, 2], [0.7, 7, 0] },
        { "Remainder", [0.7, 7, 4], [0.7, 7, 0] },
        { "Remainder", [0.7, 7, 4], [0.7, 7, -1] },
        { "InnerQuotient", [0.7, 2, 7, 2], [0.7, 0, 7, 0] },
        { "InnerQuotient", [0.7, 2, 7, 2], [0.7, 1, 7, 0] },
        { "Weighted", [0.7, Pair], [0.7, null] },
        { "InnerWeighted", [0.7, 2, Pair], [0.7, 0, null] },
        { "InnerWeighted", [0.7, 2, Pair], [0.7, 1, null] },
        { "Limited", [0.7, 3], [0.7, int.MaxValue] },
        { "TwiceLimited", [0.7, 3, 2], [0.7, int.MaxValue, 2] },
        { "TwiceLimited", [0.7, 3, 2], [-0.7, 3, int.MaxValue] },
        { "Reached", [Five, 3], [new double[] { 0.05, 0.5 }, int.MaxValue] },
        { "MadeInABranch", [0.7, 1, 3], [0.7, 0, int.MaxValue] },
        { "MadeInABranch", [0.7, 1, 3], [0.7, 1, -1] },
        { "MadeForAFew", [0.7, 3], [0.7, int.MaxValue] },
        { "MadeForAFew", [0.7, 3], [0.7, -1] },
        { "Downwards", [Five, 3, 0], [Five, 3, int.MaxValue] },
        { "InnerProduct", [0.7, 2, 2, 2], [0.7, 0, 100000, 100000] },
        { "InnerProduct", [0.7, 2, 2, 2], [0.7, 1, 100000, 100000] },
        { "InnerLess", [0.7, 2, 3], [0.7, 0, int.MinValue] },
        { "InnerLess", [0.7, 2, 3], [0.7, 2, int.MinValue] },
        { "InnerUpTo", [0.7, 2, 3], [0.7, 0, int.MaxValue] },
        { "Once", [0.7, 8, 3], [0.7, 100000, 100000] },
        { "Once", [0.7, 8, 3], [0.7, 4, 2000000000] },
        { "NeverInner", [0.7, 2, 3, true], [0.7, 100000, 100000, false] },
        { "FarElement", [0.7, Five, 0], [0.7, Five, 3] },
        { "MadeLonger", [0.7, Five, 3], [0.7, Five, int.MaxValue] },
        { "Oblivious", [0.7, 2, Five], [0.7, 0, null] },
        { "GivenToACall", [Five, 3], [Five, 5] },
        { "CountedCalls", [Five, 3], [Five, 5] },
        { "LongerPart", [Five, 1], [Five, 3] },
        { "LongerPart", [Five, 2], [new double[] { 0.4 }, 1] },
        { "EarlierPart", [Five, 1], [Five, -1] },
        { "EarlierPart", [Five, 1], [Five, 2] },
        { "Shrinking", [Five, 1], [Five, 2] },
        { "ShorterArray", [Five, 2], [new double[] { 0.4, 0.5 }, 1] },
    };

    [Theory]
    [MemberData(nameof(Untaken))]
    public void CodeThatIsNotReached_DoesNothing(string name, object[] good, object?[] bad)
    {
        ProbedMethod method = Functions.Value[name];
        Functions.Value.AgreesWithAllOracles(name, at: good);
        Outcome.AssertSameInGradient(name, method, bad!);
        Functions.Value.AgreesWithAllOracles(name, at: good);
    }

    // The constructor of a type may do anything: it runs when the first trip comes.
    [Fact]
    public void StaticConstructor_RunsInTheFirstTrip()
    {
        System.Reflection.FieldInfo constructions = Functions.Value.Assembly.GetTypes().SelectMany(static t => t.GetFields()).Single(static f => f.Name == "Constructions");
        ProbedMethod method = Functions.Value["Constructed"];
        Outcome.AssertSameInGradient("Constructed", method, [0.7, 0]);
        Assert.Equal(0, constructions.GetValue(null));
        Functions.Value.AgreesWithAllOracles("Constructed", at: [0.7, 3]);
        Assert.Equal(1, constructions.GetValue(null));
    }

    // The object that is missing is asked after the division has failed.
    [Fact]
    public void ReadBehindADivision_FailsBehindIt()
    {
        ProbedMethod method = Functions.Value["AskedLater"];
        object holder = Activator.CreateInstance(Functions.Value.Assembly.GetTypes().Single(static t => t.Name == "Holder"))!;
        Outcome.AssertSameInGradient("AskedLater", method, [0.7, holder, 2, 1]);
        Outcome.AssertSameInGradient("AskedLater", method, [0.7, null!, 2, 0]);
        Outcome.AssertSameInGradient("AskedLater", method, [0.7, null!, 2, 1]);
    }
}
