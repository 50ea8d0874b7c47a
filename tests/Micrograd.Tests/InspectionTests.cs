using System.Globalization;

namespace Micrograd.Tests;

public sealed class InspectionTests
{
    [Fact]
    public void Dot_OfTheLecturesGraph_IsAsTheNotebookDraws()
    {
        Value a = new(2.0, "a");
        Value b = new(-3.0, "b");
        Value e = a * b;
        e.Label = "e";
        e.Backward();
        Assert.Equal(
            """
            digraph {
              rankdir=LR
              v0 [label="{ a | data 2.0000 | grad -3.0000 }" shape=record]
              v1 [label="{ b | data -3.0000 | grad 2.0000 }" shape=record]
              v2 [label="{ e | data -6.0000 | grad 1.0000 }" shape=record]
              o2 [label="*"]
              o2 -> v2
              v0 -> o2
              v1 -> o2
            }

            """.ReplaceLineEndings("\n"),
            GraphvizWriter.ToDot(e));
    }

    // Record labels have a syntax of their own; a label is a user's text.
    [Fact]
    public void Dot_LabelWithSyntax_IsEscaped()
    {
        string dot = GraphvizWriter.ToDot(new Value(1.0, "a|b{\"<\\\n"));
        Assert.Contains("""{ a\|b\{\"\<\\\n | data""", dot);
    }

    [Fact]
    public void Dot_UnderGermanCulture_IsTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Contains("data 1.5000", GraphvizWriter.ToDot(new Value(1.5)));
            Assert.Equal("Value(data=1.5, grad=0)", new Value(1.5).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Dot_SharedAndDeep_EachNodeOnce()
    {
        Value x = new(1.0, "x");
        Value y = x;
        for (int i = 0; i < 50_000; i++)
        {
            y += x;
        }

        string dot = GraphvizWriter.ToDot(y);
        Assert.Equal(50_001, dot.Split("shape=record").Length - 1);
        Assert.Equal(dot, GraphvizWriter.ToDot(y));
    }

    [Fact]
    public void Check_RightGradient_Passes()
    {
        GradientCheckResult result = GradientCheck.Compare([0.7, -1.3, 2.0], F, Right, Tape);
        Assert.True(result.Passed, result.ToString());
        Assert.InRange(result.LargestDifference, 0, 1e-6);
        Assert.Equal(result.Generated, result.Tape!, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.StartsWith("passed", result.ToString());
    }

    // Each derivative wrong by a little, at every index: the check must find the index.
    [Theory]
    [InlineData(0, 1.0001)]
    [InlineData(1, 0.999)]
    [InlineData(2, -1.0)]
    [InlineData(1, 0.0)]
    [InlineData(2, double.NaN)]
    [InlineData(0, double.PositiveInfinity)]
    public void Check_WrongGradient_FailsAtItsIndex(int index, double factor)
    {
        GradientFunction wrong = (x, gradient) =>
        {
            double value = Right(x, gradient);
            gradient[index] *= factor;
            return value;
        };
        foreach (Func<Value[], Value>? tape in new[] { null, Tape })
        {
            GradientCheckResult result = GradientCheck.Compare([0.7, -1.3, 2.0], F, wrong, tape);
            Assert.False(result.Passed);
            Assert.Equal(index, result.Index);
            Assert.Contains($"index {index}", result.ToString());
        }
    }

    [Fact]
    public void Check_GradientThatAddsOrForgets_Fails()
    {
        Assert.False(GradientCheck.Compare([1.0], x => x[0], (x, g) => { g[0] += 1; return x[0]; }).Passed);
        Assert.False(GradientCheck.Compare([1.0], x => 3.0, (x, g) => 3.0).Passed);
    }

    [Fact]
    public void Check_WrongValue_Fails()
    {
        GradientCheckResult result = GradientCheck.Compare([1.0], x => x[0], (x, g) => { g[0] = 1; return x[0] + 1e-9; });
        Assert.False(result.Passed);
        Assert.Contains("values differ", result.ToString());
    }

    // The tape is a judge of its own: it differs by less than central differences could see.
    [Fact]
    public void Check_TapeDiffersSlightly_Fails()
    {
        GradientCheckResult result = GradientCheck.Compare(
            [1.0], x => x[0] * x[0], (x, g) => { g[0] = 2.0 + 1e-7; return x[0] * x[0]; }, v => v[0] * v[0]);
        Assert.False(result.Passed);
    }

    [Fact]
    public void Check_ZeroAndTinyAndConstant_Pass()
    {
        Assert.True(GradientCheck.Compare([1.0], x => 5.0, (x, g) => { g[0] = 0; return 5.0; }, v => 5.0).Passed);
        Assert.True(GradientCheck.Compare([2.0], x => 1e-200 * x[0], (x, g) => { g[0] = 1e-200; return 1e-200 * x[0]; }).Passed);
        Assert.False(GradientCheck.Compare([2.0], x => 1e-200 * x[0], (x, g) => { g[0] = 2e-200; return 1e-200 * x[0]; }).Passed);
        Assert.True(GradientCheck.Compare([], x => 5.0, (x, g) => 5.0).Passed);
    }

    // Near a pole and on a fast oscillation a fixed step would judge wrongly.
    [Fact]
    public void Check_DifficultSmoothFunctions_Pass()
    {
        Assert.True(Check(Math.Log, x => 1 / x, 1e-5));
        Assert.True(Check(x => Math.Sin(1000 * x), x => 1000 * Math.Cos(1000 * x), 0.3));
        Assert.True(Check(x => 1 / x, x => -1 / (x * x), 1e-3));
        Assert.True(Check(Math.Exp, Math.Exp, 300));
        Assert.True(Check(Math.Cosh, Math.Sinh, 0.0));
        Assert.False(Check(x => Math.Sin(1000 * x), x => 1000 * Math.Sin(1000 * x), 0.3));

        static bool Check(Func<double, double> f, Func<double, double> derivative, double at) => GradientCheck.Compare(
            [at], x => f(x[0]), (x, g) => { g[0] = derivative(x[0]); return f(x[0]); }).Passed;
    }

    private static double F(ReadOnlySpan<double> x) => (x[0] * Math.Sin(x[1])) + Math.Exp(x[2]);

    private static double Right(ReadOnlySpan<double> x, Span<double> gradient)
    {
        gradient[0] = Math.Sin(x[1]);
        gradient[1] = x[0] * Math.Cos(x[1]);
        gradient[2] = Math.Exp(x[2]);
        return F(x);
    }

    private static Value Tape(Value[] x) => (x[0] * x[1].Sin()) + x[2].Exp();
}
