using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>Recursive methods that are given tables: arrays of several dimensions, arrays of arrays, arrays of objects.</summary>
public class TableRecursionTests
{
    private const string Source = """
        using System; using Micrograd;
        public sealed class Node { public double Weight = 2; }
        public static partial class Functions
        {
            private static readonly double[,] Table = { { 1, 2 }, { 3, 4 } };
            private static readonly int[][] Next = [[1, 2], [2], []];
            private static readonly int[,] Counts = { { 1 }, { 2 }, { 3 } };
            private static readonly Node[] Nodes = [new(), new(), new()];

            [Differentiable] public static double ReadGrid(double[,] a, int n) => n == 0 ? a[0, 0] : a[n, 0] * ReadGrid(a, n - 1) + a[0, 1];
            [Differentiable] public static double WrittenGrid(double[,] a, int n) { if (n == 0) { return a[0, 0]; } a[n, 0] *= a[n - 1, 0] * a.GetLength(1); double r = WrittenGrid(a, n - 1); a[0, 1] += r * a[n, 1]; return r * a[n, 0] + a[0, 1]; }
            [Differentiable] public static double GridThroughHelper(double[,] a, int n) { double[,] b = (double[,])a.Clone(); b[0, 0] = a[1, 1]; return Walk(b, 0.5, n) + Walk(a, a[2, 0], n); }
            [Differentiable] public static double ReadRows(double[][] a, int n) => n == 0 ? a[0][0] : a[n][0] * ReadRows(a, n - 1) + a[0][1];
            [Differentiable] public static double WrittenRows(double[][] a, int n) { if (n == 0) { return a[0][0]; } a[n][0] *= a[n - 1][0]; return a[n][0] * WrittenRows(a, n - 1); }

            [Differentiable] public static double ConstantGrid(double x, [NoDiff] double[,] a, int n) => n == 0 ? x : a[n, 0] * ConstantGrid(x, a, n - 1) * x;
            [Differentiable] public static double ConstantRows(double x, [NoDiff] double[][] a, int n) => n == 0 ? x : a[n][0] * x * ConstantRows(x, a, n - 1);
            [Differentiable] public static double StaticGrid(double x, int n) => Walk(Table, x, n);
            [Differentiable] public static double LocalGrid(double x, int n) { double[,] m = new double[3, 2]; m[0, 0] = x; m[1, 0] = x * x; m[2, 0] = Math.Sin(x); return Walk(m, x, n); }
            [Differentiable] public static double Rows(double x, int n) => Graph(x, Next, 0);
            [Differentiable] public static double Integers(double x, int n) => Counted(x, Counts, n);
            [Differentiable] public static double Objects(double x, int n) => Weighted(x, Nodes, n);

            private static double Walk(double[,] t, double x, int n) => n <= 0 ? x * t[0, 0] : Walk(t, x * t[n % 2, 1], n - 1) * x;
            private static double Graph(double x, int[][] next, int i) { double s = x; foreach (int j in next[i]) { s += x * Graph(x * 0.5, next, j); } return s; }
            private static double Counted(double x, int[,] g, int i) => i == 0 ? x : g[i, 0] * x * Counted(x, g, i - 1);
            private static double Weighted(double x, Node[] nodes, int i) => i == 0 ? x : nodes[i].Weight * x * Weighted(x, nodes, i - 1);
        }
        """;

    private static readonly ProbeCompilation Compilation = ProbeCompilation.Create([ProbeCompilation.Parse(Source, "Functions.cs")]);

    private static readonly Type Functions = Compilation.Load().GetType("Functions")!;

    [Theory]
    [InlineData("ReadGrid")]
    [InlineData("WrittenGrid")]
    [InlineData("GridThroughHelper")]
    public void Grid_HasItsDerivative(string name) => Check(name, static at =>
    {
        double[,] grid = new double[3, 2];
        Buffer.BlockCopy(at, 0, grid, 0, at.Length * sizeof(double));
        return grid;
    }, static grid => [.. grid.Cast<double>()]);

    [Theory]
    [InlineData("ReadRows")]
    [InlineData("WrittenRows")]
    public void Rows_HaveTheirDerivatives(string name) => Check(name, static at => at.Chunk(2).ToArray(), static rows => [.. rows.Cast<double[]>().SelectMany(static r => r)]);

    [Theory]
    [InlineData("StaticGrid")]
    [InlineData("LocalGrid")]
    [InlineData("Rows")]
    [InlineData("Integers")]
    [InlineData("Objects")]
    [InlineData("ConstantGrid", true)]
    [InlineData("ConstantRows", false)]
    public void TableOfConstants_IsData(string name, bool? isGrid = null)
    {
        object?[] tables = isGrid is null ? [] : [isGrid.Value ? new double[,] { { 0.5 }, { 1.5 }, { 0.7 } } : new double[][] { [0.5], [1.5], [0.7] }];
        MethodInfo f = Functions.GetMethods().First(m => m.Name == name && m.ReturnType == typeof(double));
        object?[] arguments = [0.7, .. tables, 2, null];

        Assert.Equal(f.Invoke(null, [0.7, .. tables, 2]), Functions.GetMethod(name + "Gradient")!.Invoke(null, arguments));

        (double expected, _) = CentralDifferences.At(x => (double)f.Invoke(null, [x, .. tables, 2])!, 0.7, 0.01);
        Assert.Equal(expected, (double)arguments[^1]!, 1e-7);
    }

    [Fact]
    public void OnlyWrittenRows_AreDifferentiatedOnTheTape() =>
        Assert.Contains("'WrittenRows'", Assert.Single(Compilation.GeneratorDiagnostics).GetMessage(null));

    [Theory]
    [InlineData("static double[] G(double[] x, int n) => n == 0 ? x : G(x, n - 1);", "returns 'double[]'")]
    [InlineData("static double[] G(ref double[] x, int n) { if (n > 0) { return G(ref x, n - 1); } return x; }", "the parameter 'x' of type 'double[]', which is passed by reference")]
    [InlineData("static double[] G(double[] x, int n) { return [L(n)]; double L(int k) => k == 0 ? x[0] : L(k - 1); }", "reads variables of the method around it")]
    public void WhatStandsInTheWay_IsSaid(string helper, string reason)
    {
        string call = helper.Contains("ref double[] x, int", StringComparison.Ordinal) ? "G(ref x, 1)" : "G(x, 1)";
        ProbeCompilation compilation = ProbeCompilation.Create([ProbeCompilation.Parse(
            $"public static partial class P {{ private {helper} [Micrograd.Differentiable] public static double F(double[] y) {{ double[] x = y; return {call}[0]; }} }}", "F.cs")]);

        Assert.Contains(compilation.GeneratorDiagnostics, d => d.Id == "MGRAD0110" && d.GetMessage(null).Contains(reason, StringComparison.Ordinal));
    }

    private static void Check(string name, Func<double[], object> shape, Func<System.Collections.IEnumerable, double[]> numbers)
    {
        double[] at = [0.5, 0.7, 1.3, 0.2, 0.8, 1.1];
        MethodInfo f = Functions.GetMethods().First(m => m.Name == name && m.ReturnType == typeof(double));
        object gradient = shape([9, 9, 9, 9, 9, 9]);

        Assert.Equal(f.Invoke(null, [shape(at), 2]), Functions.GetMethod(name + "Gradient")!.Invoke(null, [shape(at), 2, gradient]));

        double[] found = numbers((System.Collections.IEnumerable)gradient);
        for (int k = 0; k < at.Length; k++)
        {
            int moved = k;
            (double expected, _) = CentralDifferences.At(x => (double)f.Invoke(null, [shape([.. at.Select((a, i) => i == moved ? x : a)]), 2])!, at[k], 0.01);
            Assert.Equal(expected, found[k], 1e-7);
        }
    }
}
