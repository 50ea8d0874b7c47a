using System.Reflection;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>
/// Parameters whose numbers do not lie in one piece, <c>double[][]</c> and <c>double[,]</c>, read and written, against the tape and
/// central differences. What the method leaves in them counts as part of its result.
/// </summary>
public class RowParameterTests
{
    private const string Members = """
        private static double Row(double[,] m, int i) { double s = 1; for (int j = 0; j < m.GetLength(1); j++) { s *= m[i, j]; } return s; }
        private static void Scale(double[,] m, double by) { for (int i = 0; i < m.GetLength(0); i++) { for (int j = 0; j < m.GetLength(1); j++) { m[i, j] *= by; } } }
        private static double Dot(ReadOnlySpan<double> a, double[] b) { double s = 0; for (int i = 0; i < a.Length; i++) { s += a[i] * b[i]; } return s; }
        """;

    // Rows that are read and then changed, and rows that the method makes or chooses.
    private static readonly string[] OnTape = ["double[][] a = ", "m[0][0] *=", "for (int i = 0; i < m.Length; i++) { for (int j = 1;"];

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            (string Type, string Body)[] functions =
            [
                ("double[][]", "double s = 0; for (int i = 0; i < m.Length; i++) { for (int j = 0; j < m[i].Length; j++) { s += m[i][j] * m[0][0]; } } return s;"),
                ("double[][]", "double s = 0; foreach (double[] row in m) { double t = row[0]; foreach (double v in row) { t *= v; } s += t * Dot(m[0], row); } return s;"),
                ("double[][]", "int n = m[0].Length; double s = 1; for (int i = 0; i < m.Length; i++) { double[] r = m[i]; for (int j = 1; j < n; j++) { s += r[j] * r[j - 1] * s; } } return s;"),
                ("double[][]", "double[][] a = m; double[] best = a[0]; for (int i = 1; i < a.Length; i++) { if (a[i][0] > best[0]) { best = a[i]; } } return best[0] * best[1];"),
                ("double[][]", "m[0][0] *= m[1][0]; m[1][^1] = m[0][1]; return m[0][0] * m[0][0];"),
                ("double[][]", "for (int i = 0; i < m.Length; i++) { for (int j = 1; j < m[i].Length; j++) { m[i][j] += m[i][j - 1] * m[0][0]; } } return m[1][2] * m[0][1];"),
                ("double[][]", "double[] r = new double[m.Length]; for (int i = 0; i < r.Length; i++) { r[i] = Dot(m[i].AsSpan(1), m[0]); } return r[0] * r[1];"),
                ("double[][]", "double[][] a = new double[2][]; for (int i = 0; i < 2; i++) { a[i] = new double[i + 2]; a[i][i] = m[i][1] * m[0][0]; } (a[0], a[1]) = (a[1], a[0]); return a[0][1] * a[1][0] + m[1][1];"),
                ("double[,]", "for (int i = 0; i < m.GetLength(0); i++) { for (int j = 1; j < m.GetLength(1); j++) { m[i, j] *= m[i, j - 1]; } } return m[1, 2] + m[0, 1];"),
                ("double[,]", "Scale(m, m[0, 0]); Scale(m, 0.5); return Row(m, 0) * Row(m, 1);"),
                ("double[,]", "double[,] a = m; (a[0, 0], a[1, 1]) = (a[1, 1], a[0, 0]); a[0, 2] = a[0, 0] * m[1, 0]; double s = 0; foreach (double v in m) { s += v * v * v; } return s;"),
                ("double[,]", "m[0, 1] = m[0, 0]; return m[0, 1] * m[1, 2];"),
                ("double[,]", "double s = 0; for (int k = 0; k < 3; k++) { for (int i = 0; i < m.GetLength(0); i++) { m[i, k] += s * m[1 - i, k]; s += m[i, k] * m[i, 0]; } } return s * m.Length;"),
                ("double[,]", "double[,] c = (double[,])m.Clone(); c[0, 0] *= c[0, 1]; return c[0, 0] * m[0, 0];"),
            ];
            TheoryData<string, string, string> rows = [];
            foreach ((string type, string body) in functions)
            {
                foreach (GeneratorSwitches switches in GeneratorSwitches.All)
                {
                    rows.Add(type, body, switches.Name);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Parameter_HasItsDerivative(string type, string body, string switches)
    {
        Assembly assembly = Compile(type, body, GeneratorSwitches.All.Single(s => s.Name == switches).Settings, "", OnTape.Any(t => body.StartsWith(t, StringComparison.Ordinal)) ? ["MGRAD0300"] : []);
        new FlatFunction(assembly).Check([0.7, 1.3, -0.4, 0.9, 1.1, 0.3], [0.25, -0.5, 0.75, 1.0, -1.25, 1.5]);
    }

    [Theory]
    [InlineData("double[][]", "null, new double[1][]", "m")]
    [InlineData("double[][]", "new[] { new double[2] }, null", "dM")]
    [InlineData("double[][]", "new[] { new double[2] }, new[] { new double[3] }", "dM")]
    [InlineData("double[][]", "new[] { new double[2] }, new double[1][]", "dM")]
    [InlineData("double[][]", "new[] { new double[2] }, new double[2][]", "dM")]
    [InlineData("double[][]", "Shared, new[] { Shared[0] }", "dM")]
    [InlineData("double[,]", "null, new double[1, 1]", "m")]
    [InlineData("double[,]", "new double[1, 2], new double[2, 1]", "dM")]
    [InlineData("double[,]", "Same, Same", "dM")]
    public void WrongArguments_AreNamed(string type, string arguments, string name)
    {
        string index = type == "double[,]" ? "0, 0" : "0][0";
        string call = $"private static readonly double[][] Shared = [[1.0, 2.0]]; private static readonly double[,] Same = new double[1, 1]; public static double Try() => FGradient({arguments});";
        Assembly assembly = Compile(type, $"return m[{index}];", ProbeSettings.Default, call);
        Exception thrown = Assert.Throws<TargetInvocationException>(() => assembly.GetType("Functions")!.GetMethod("Try")!.Invoke(null, null)).InnerException!;
        Assert.Equal(name, Assert.IsAssignableFrom<ArgumentException>(thrown).ParamName);
    }

    // Two rows that are one array have two shadows, of which a store can reach one. What is only read may be shared.
    [Theory]
    [InlineData("m", "WriteGradient(new[] { A, A }, B, new[] { B, C })")]
    [InlineData("m", "WriteBackward(new[] { A, A }, B, 1, new[] { B, C })")]
    [InlineData("dM", "WriteGradient(new[] { A, B }, D, new[] { C, C })")]
    [InlineData("dM", "WriteGradient(new[] { A, B }, D, new[] { C, A })")]
    [InlineData("m", "WriteGradient(Many(40, A, 7), D, Many(40, null, -1))")]
    [InlineData("dM", "ReadGradient(Many(40, A, 7), Many(40, B, 7))")]
    [InlineData("dM", "ReadGradient(Many(40, A, 7), Many(40, A, 9))")]
    [InlineData("x", "WriteGradient(new[] { A, B }, B, new[] { C, D })")]
    [InlineData("other", "MoveBackward(new[] { A, B }, new[] { C, B }, new[] { D, E }, new[] { G, H })")]
    [InlineData("dOther", "MoveBackward(new[] { A, B }, new[] { C, D }, new[] { E, G }, new[] { H, A })")]
    [InlineData("none", "ReadGradient(Many(40, A, 7), Many(40, null, -1))")]
    [InlineData("none", "ReadGradient(new[] { A, A }, new[] { B, C })")]
    [InlineData("none", "ReadGradient(new[] { A, Array.Empty<double>(), Array.Empty<double>() }, new[] { B, Array.Empty<double>(), Array.Empty<double>() })")]
    [InlineData("none", "WriteGradient(new[] { A, B }, E, new[] { C, D })")]
    public void RowsThatAreOneArray_AreRefused(string parameter, string call)
    {
        const string Calls = """
            private static readonly double[] A = [2.0, 3.0], B = [2.0, 3.0], C = [2.0, 3.0], D = [2.0, 3.0], E = [2.0, 3.0], G = [2.0, 3.0], H = [2.0, 3.0];
            private static double[][] Many(int n, double[] shared, int last) { var rows = new double[n][]; for (int i = 0; i < n; i++) { rows[i] = i == 3 || i == last ? shared ?? new double[2] : new double[2]; } return rows; }
            [Differentiable] public static double Read(double[][] m) => m[0][0] * m[1].Length;
            [Differentiable] public static double Write(double[][] m, [NoDiff] double[] x) { m[0][0] = m[1][1] * x[0]; return m[1][0]; }
            [Differentiable] public static void Move(double[][] m, double[][] other) { m[0][0] *= other[0][1]; }
            """;
        Assembly assembly = Compile("double[][]", "return m[0][0];", ProbeSettings.Default, $$"""{{Calls}} public static string Try() { try { {{call}}; return "none"; } catch (ArgumentException e) { return e.ParamName + (A[0] == 2.0 && B[0] == 2.0 && C[0] == 2.0 ? "" : " was written"); } }""", "MGRAD0300");

        Assert.Equal(parameter, assembly.GetType("Functions")!.GetMethod("Try")!.Invoke(null, null));
    }

    private static Assembly Compile(string type, string body, ProbeSettings settings, string more = "", params string[] expected)
    {
        bool isJagged = type == "double[][]";
        string at = isJagged ? "p[k / 3][k % 3]" : "p[k / 3, k % 3]";
        string Make(string element) => isJagged ? $"new[] {{ new {element}[3], new {element}[3] }}" : $"new {element}[2, 3]";
        return ProbeCompilation.Create(
            [ProbeCompilation.Parse(
                $$"""
                #nullable disable
                #pragma warning disable MGRAD0300
                using System; using Micrograd;
                public static partial class Functions
                {
                    {{Members}}
                    {{more}}
                    [Differentiable] public static double F({{type}} m) { {{body}} }
                    private static {{type}} Make(double[] v) { var p = {{Make("double")}}; for (int k = 0; k < v.Length; k++) { {{at}} = v[k]; } return p; }
                    private static void Back({{type}} p, double[] v) { for (int k = 0; k < v.Length; k++) { v[k] = {{at}}; } }
                    public static double Flat(double[] v) { var p = Make(v); double y = F(p); Back(p, v); return y; }
                    public static double Gradient(double[] v, double[] w) { var p = Make(v); var d = Make(w); double y = FGradient(p, d); Back(p, v); Back(d, w); return y; }
                    public static double Backward(double[] v, double upstream, double[] w) { var p = Make(v); var d = Make(w); double y = FBackward(p, upstream, d); Back(p, v); Back(d, w); return y; }
                    public static Value Tape(Value[] v) { var p = {{Make("Value")}}; for (int k = 0; k < v.Length; k++) { {{at}} = v[k]; } return F(p); }
                }
                """,
                "Functions.cs")],
            settings).Clean(expected).Load();
    }
}
