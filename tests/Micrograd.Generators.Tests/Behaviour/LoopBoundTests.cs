using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>
/// Loops at the ends of int and over collections that are not there, or that the loop itself changes: the gradient makes the trips
/// that the method makes, reads what the method reads and fails where it fails.
/// </summary>
public class LoopBoundTests
{
    private const int Least = int.MinValue, Most = int.MaxValue;
    private static readonly double[] Four = [0.4, 0.7, 0.9, 1.1];

    private const string Source = """
        [Differentiable] public static double Up(double x, int n, int m) { double s = x; for (int i = n; i < m; i++) { s = Math.Sin(s * x); } return s; }
        [Differentiable] public static double UpTo(double x, int n, int m) { double s = x; for (int i = n; i <= m; i++) { s = Math.Sin(s * x); } return s; }
        [Differentiable] public static double Down(double x, int n, int m) { double s = x; for (int i = n; i > m; i--) { s = Math.Sin(s * x); } return s; }
        [Differentiable] public static double DownTo(double x, int n, int m) { double s = x; for (int i = n; i >= m; i--) { s = Math.Sin(s * x); } return s; }
        [Differentiable] public static double FromMost(double x, int n) { double s = x; for (int i = int.MaxValue; i > int.MaxValue - 3; i--) { s = Math.Sin(s * x) + n; } return s; }
        [Differentiable] public static double FromLeast(double x, int n) { double s = x; for (int i = int.MinValue; i < int.MinValue + 3; i++) { s = Math.Sin(s * x) + n; } return s; }
        [Differentiable] public static double Around(double x, int n) { double s = x; for (int i = n - 2; i < n + 1; i++) { s = Math.Sin(s * x); } return s; }
        [Differentiable] public static double Inner(double x, int k, int n, int m) { double s = x; for (int i = 0; i < k; i++) { for (int j = n; j < m; j++) { s = Math.Sin(s * x); } } return s; }
        [Differentiable] public static double Upper(double[] a, int n) { double s = 1.0; for (int i = 0; i < n; i++) { for (int j = i + 1; j < n; j++) { s = Math.Sin(s * a[j]); } } return s; }
        [Differentiable] public static double Weighted(double x, int n, int m) { double s = 0.0; for (int i = n; i < m; i++) { s += x * i; } return s; }
        [Differentiable] public static double Squares(double[] a, int n, int m) { double s = 0.0; for (int i = n; i < m; i++) { s += a[i] * a[i]; } return s; }
        [Differentiable] public static double SquaresDown(double[] a, int n, int m) { double s = 0.0; for (int i = n; i > m; i--) { s += a[i] * a[i]; } return s; }
        [Differentiable] public static double Listed(double x, System.Collections.Generic.List<int>? l) { double s = x; for (int i = 0; l != null && i < l.Count; i++) { s *= x + l[i]; } return s; }
        [Differentiable] public static double ListedFirst(double x, System.Collections.Generic.List<int> l, int n) { double s = x; for (int i = 0; i < n && i < l.Count; i++) { s *= x + l[i]; } return s; }
        [Differentiable] public static double ListedBehind(double x, System.Collections.Generic.List<int> l, int z) { double s = x; for (int i = 4 / z; i < l.Count; i++) { s *= x + l[i]; } return s; }
        [Differentiable] public static double Replaced(double x, int n) { System.Collections.Generic.List<int> l = [1, 2]; double s = x; foreach (int v in l) { if (n > 0) { l[0] = 7; } s *= x + v; } return s; }
        [Differentiable] public static double Ranged(double x, int n) { double s = x; foreach (int i in System.Linq.Enumerable.Range(n, 4)) { s *= x + i * 1e-9; } return s; }
        """;

    private static readonly Lazy<GradientProbe> Checked = new(static () => GradientProbe.Compile(Source));
    private static readonly Lazy<GradientProbe> Unchecked = new(static () => GradientProbe.Compile(Source, new ProbeSettings { CheckOverflow = false }));

    public static TheoryData<string, object[], object?[]> Ends => new()
    {
        { "Up", [0.7, 2, 4], [0.7, Least, Least + 3] },
        { "Up", [0.7, 4, 2], [0.7, Most - 3, Most] },
        { "Up", [0.7, 2, 2], [0.7, Least, Least] },
        { "Up", [0.7, 2, 2], [0.7, Most, Least] },
        { "UpTo", [0.7, 2, 4], [0.7, Least, Least + 3] },
        { "UpTo", [0.7, 4, 2], [0.7, Most - 3, Most - 1] },
        { "UpTo", [0.7, 2, 2], [0.7, Least, Least] },
        { "UpTo", [0.7, 2, 2], [0.7, Most, Least] },
        { "Down", [0.7, 4, 2], [0.7, Most, Most - 3] },
        { "Down", [0.7, 2, 4], [0.7, Least + 3, Least] },
        { "Down", [0.7, 2, 2], [0.7, Least, Most] },
        { "DownTo", [0.7, 4, 2], [0.7, Most, Most - 3] },
        { "DownTo", [0.7, 2, 4], [0.7, Least + 3, Least + 1] },
        { "DownTo", [0.7, 2, 2], [0.7, Most, Most] },
        { "FromMost", [0.7, 1], [0.7, 2] },
        { "FromLeast", [0.7, 1], [0.7, 2] },
        { "Around", [0.7, 1], [0.7, Least + 2] },
        { "Inner", [0.7, 2, 1, 3], [0.7, 2, Least, Least + 3] },
        { "Inner", [0.7, 2, 1, 3], [0.7, 0, Least, Most] },
        { "Upper", [Four, 4], [Four, 1] },
        { "Weighted", [0.7, -2, 4], [0.7, Least, Least + 3] },
        { "Squares", [Four, 1, 4], [Four, Least, Least] },
        { "Squares", [Four, 1, 4], [Four, Most, Least] },
        { "SquaresDown", [Four, 3, 1], [Four, Least, Most] },
        { "SquaresDown", [Four, 3, -1], [Four, Most, Most] },
        { "Listed", [0.7, new List<int> { 1, 2 }], [0.7, null] },
        { "ListedFirst", [0.7, new List<int> { 1, 2 }, 4], [0.7, null, 0] },
        { "ListedFirst", [0.7, new List<int> { 1, 2 }, 1], [0.7, null, 1] },
        { "ListedBehind", [0.7, new List<int> { 1, 2 }, 4], [0.7, null, 0] },
        { "Replaced", [0.7, 0], [0.7, 1] },
        { "Ranged", [0.7, 2], [0.7, Most - 1] },
        { "Ranged", [0.7, 2], [0.7, Most - 3] },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void WhereOverflowIsChecked_TripsAreTheMethods(string name, object[] good, object?[] bad) => AssertSame(Checked.Value, name, good, bad);

    [Theory]
    [MemberData(nameof(Ends))]
    public void WhereOverflowIsNotChecked_TripsAreTheMethods(string name, object[] good, object?[] bad) => AssertSame(Unchecked.Value, name, good, bad);

    private static void AssertSame(GradientProbe probe, string name, object[] good, object?[] bad)
    {
        OracleOptions options = new() { Allocates = true };
        probe.AgreesWithAllOracles(name, good, options);
        Outcome.AssertSameInGradient(name, probe[name], bad!);
        probe.AgreesWithAllOracles(name, good, options);
    }
}
