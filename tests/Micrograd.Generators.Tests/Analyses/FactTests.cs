namespace Micrograd.Generators.Tests.Analyses;

/// <summary>What is varied, what has an adjoint, which arrays are one memory, and whose it is.</summary>
public class FactTests
{
    public static TheoryData<string, string> Methods { get; } = new()
    {
        // Data flows to p and through the loop to s; what n counts is no data.
        {
            "public static double f(double x, int n) { double p = x * n; double s = 0.0; double c = 2.0 * n; while (n-- > 0) { s = s + p; } return s * c; }",
            """
            varied: x, p, s
            with a derivative: x, p, s
            active: x, p, s
            """
        },

        // Varied, and nothing is done with it.
        {
            "public static double f(double x) { double t = x + 1.0; double unused = 0.0; for (int i = 0; i < 3; i++) { unused = unused * t + 1.0; } return t; }",
            """
            varied: x, t, unused
            with a derivative: x, t, unused
            active: x, t
            """
        },

        // A step function varies and has no derivative.
        {
            "public static double f(double x) { double steps = Math.Floor(x); double y = steps * 2.0; return y + x * 0.0; }",
            """
            varied: x, steps, y
            with a derivative: x
            active: x, steps, y
            """
        },

        // A condition chooses, and is no data.
        {
            "public static double f(double x) { double y = 1.0; if (x > 0.0) { y = 2.0; } return y * x; }",
            """
            varied: x
            with a derivative: x
            active: x
            """
        },

        // An array varies as a whole, and so does every view of it.
        {
            "public static double f(double x) { double[] a = new double[3]; Span<double> tail = a.AsSpan(1); tail[0] = x; double[] b = new double[3]; b[0] = 1.0; return a[0] + b[0]; }",
            """
            varied: x, a, tail
            with a derivative: x, a, tail
            active: x, a, tail
            one memory: (a tail)
            """
        },

        // What changes places is one memory; a parameter and an array of the method's own are not.
        {
            "public static double f(double[] u, int n) { double[] a = new double[n], b = new double[n], c = new double[n]; for (int i = 0; i < n; i++) { a[0] = u[i]; c[i] = i; (a, b) = (b, a); } return b[0] * c[0]; }",
            """
            varied: u, a, b, aBefore
            with a derivative: u, a, b, aBefore
            active: u, a, b, aBefore
            one memory: (a b aBefore)
            """
        },

        // A choice may be either.
        {
            "public static double f(double[] u, double[] v, bool first) { ReadOnlySpan<double> w = first ? u : v; return w[0]; }",
            """
            varied: u, v, choice, w
            with a derivative: u, v, choice, w
            active: u, v, choice, w
            one memory: (u v choice w)
            """
        },

        // An array that is given away stays one, and what may be it too.
        {
            "public static double[] f(double[] u) { double[] a = new double[u.Length]; double[] kept = new double[2]; kept[0] = u[0]; Span<double> b = a; b[0] = kept[0]; return a; }",
            """
            varied: u, a, kept, b
            with a derivative: u, a, kept, b
            active: u, a, kept, b
            one memory: (a b)
            leaves: a, b
            """
        },

        // A static table is nobody's of those the method knows; code that may change it makes it unstable.
        {
            "private static readonly double[] Table = [1.0, 2.0]; [NoDiff] private static void Note() => Table[0]++; public static double f(double x) { double y = x * Table[0]; Note(); return y * Table[0]; }",
            """
            varied: x, y
            with a derivative: x, y
            active: x, y
            from outside: table
            may change: table
            """
        },

        // Constants that are given to code kept as text may change; what varies may not be given to it.
        {
            "[NoDiff] private static void Fill(double[] a) => a[0]++; public static double f(double x) { double[] c = new double[2]; Fill(c); double[] d = [x, 1.0]; return x * c[0] + d[1]; }",
            """
            varied: x, d
            with a derivative: x, d
            active: x, d
            leaves: c
            may change: c
            """
        },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void Method_HasTheseFacts(string source, string expected) => Assert.Equal(expected.ReplaceLineEndings("\n"), AnalysisProbe.Facts(source));
}
