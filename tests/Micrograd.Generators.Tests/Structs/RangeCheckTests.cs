using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>A column that a rectangular array does not have is refused, and is not looked for where loops keep it in range.</summary>
public class RangeCheckTests
{
    private const string Check = " < 0 ||";

    [Theory]
    [InlineData("int j = 0; j < n; j++", "j")]
    [InlineData("int j = 0; j <= n - 1; j++", "j")]
    [InlineData("int j = n - 1; j >= 0; j--", "j")]
    [InlineData("int j = n; j > 0; j--", "j - 1")]
    [InlineData("int j = n - 2; j > -1; j--", "j + 1")]
    [InlineData("int j = 1; j < n; j++", "j - 1")]
    [InlineData("int j = 0; j < n - 2; j++", "j + 2")]
    [InlineData("int j = 2; j < n; j += 2", "j - 2")]
    public void ColumnKeptInRange_IsNotChecked(string loop, string column)
    {
        ProbedMethod method = Compile(loop, column);

        Assert.DoesNotContain(Check, method.GeneratedText);
        Assert.Equal(method.Call(Arguments(0)), method.Gradient(Arguments(0), Derivatives()));
    }

    // The row decides where the column too many would be: in the row before, or in the row after.
    [Theory]
    [InlineData("int j = 0; j <= n; j++", "j", 0)]
    [InlineData("int j = 0; j < n; j++", "j + 1", 0)]
    [InlineData("int j = 0; j < n - 2; j++", "j + 3", 0)]
    [InlineData("int j = 0; j < n; j++", "j - 1", 1)]
    [InlineData("int j = -1; j < n; j++", "j", 1)]
    [InlineData("int j = n; j >= 0; j--", "j", 0)]
    [InlineData("int j = n; j > 0; j--", "j", 0)]
    [InlineData("int j = n - 1; j >= -1; j--", "j", 1)]
    [InlineData("int j = n - 1; j > -2; j--", "j", 1)]
    [InlineData("int j = 0; j < m; j++", "j", 0)]
    [InlineData("int j = 0; j < 5; j++", "j", 0)]
    public void ColumnOutOfRange_IsRefusedAsByTheMethod(string loop, string column, int row)
    {
        ProbedMethod method = Compile(loop, column);

        Assert.Contains(Check, method.GeneratedText);
        Assert.Throws<IndexOutOfRangeException>(() => method.Call(Arguments(row)));
        Assert.Throws<IndexOutOfRangeException>(() => method.Gradient(Arguments(row), Derivatives()));
    }

    // A column that is a number is there only if so is the length.
    [Fact]
    public void FirstColumnOfNone_IsRefusedAsByTheMethod()
    {
        ProbedMethod method = GradientProbe.Compile("[Differentiable] public static double F(double x, int n) { double[,] a = new double[2, n + 1]; a[0, 0] = x * x; return a[0, 0] * x; }")["F"];

        Assert.Throws<IndexOutOfRangeException>(() => method.Call([1.5, -1]));
        Assert.Throws<IndexOutOfRangeException>(() => method.Gradient([1.5, -1], [0.0, null]));
        Assert.Equal(method.Call([1.5, 0]), method.Gradient([1.5, 0], [0.0, null]));
    }

    [Fact]
    public void ColumnOfAKnownNumberOfThem_IsNotChecked() => Assert.DoesNotContain(
        "IndexOutOfRange", GradientProbe.Compile("[Differentiable] public static double F(double x) { double[,] a = new double[2, 3]; a[0, 2] = x * x; return a[0, 2] * x; }")["F"].GeneratedText, StringComparison.Ordinal);

    private static ProbedMethod Compile(string loop, string column) => GradientProbe.Compile($$"""
        [Differentiable]
        public static double F(double x, int row, int n, int m)
        {
            double[,] a = new double[2, n];
            double s = x;
            for ({{loop}})
            {
                a[row, {{column}}] += x * s;
                s += a[row, {{column}}] * x;
            }

            return s;
        }
        """)["F"];

    private static object[] Arguments(int row) => [1.5, row, 4, 5];

    private static object?[] Derivatives() => [0.0, null, null, null];
}
