using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>Parameters of several dimensions: the derivative is an array of the same shape, which the caller provides.</summary>
public class GridParameterTests
{
    [Theory]
    [InlineData("double s = 0; for (int i = 0; i < m.GetLength(0); i++) { double t = 0; for (int j = 0; j < m.GetLength(1); j++) { t += m[i, j] * m[0, j]; } s += t * t; } return s;")]
    [InlineData("double[,] c = new double[m.GetLength(0), m.GetLength(1)]; for (int i = 0; i < 2; i++) { for (int j = 0; j < 3; j++) { c[i, j] = m[i, j] * m[0, 0]; } } return c[1, 1] * c[0, 2];")]
    [InlineData("double[,] a = m; double s = m.Length; for (int i = 0; i <= a.GetUpperBound(0); i++) { s += Row(a, i) * i; } return s;")]
    [InlineData("double[,] b = new double[2, 3]; for (int k = 0; k < 3; k++) { b[0, 0] = m[0, 1] * m[1, 2]; b[1, 2] = Math.Sin(m[0, 0]); (m, b) = (b, m); } return m[0, 0] + 2 * m[1, 2] * b[0, 1];")]
    public void Grid_HasItsDerivative(string body)
    {
        Assembly assembly = Compile(body);
        Func<double[,], double> f = assembly.GetType("Functions")!.GetMethod("F", [typeof(double[,])])!.CreateDelegate<Func<double[,], double>>();
        double[,] at = { { 0.5, -1.0, 2.0 }, { 1.5, 0.25, -0.75 } };
        double[,] gradient = { { 9, 9, 9 }, { 9, 9, 9 } };
        Assert.Equal(f((double[,])at.Clone()), assembly.GetType("Functions")!.GetMethod("FGradient")!.Invoke(null, [at.Clone(), gradient]));

        Value[,] values = new Value[2, 3];
        for (int k = 0; k < 6; k++)
        {
            values[k / 3, k % 3] = new Value(at[k / 3, k % 3]);
        }

        ((Value)assembly.GetType("Functions")!.GetMethod("F", [typeof(Value[,])])!.Invoke(null, [values.Clone()])!).Backward();
        for (int k = 0; k < 6; k++)
        {
            (int i, int j) = (k / 3, k % 3);
            (double expected, _) = CentralDifferences.At(
                x =>
                {
                    double[,] moved = (double[,])at.Clone();
                    moved[i, j] = x;
                    return f(moved);
                },
                at[i, j],
                0.01);
            Assert.Equal(expected, gradient[i, j], 1e-7);
            Assert.Equal(gradient[i, j], values[i, j].Grad, 1e-12);
        }
    }

    [Fact]
    public void OtherShape_IsRefused()
    {
        MethodInfo gradient = Compile("return m[0, 0];").GetType("Functions")!.GetMethod("FGradient")!;
        Assert.IsType<ArgumentException>(Assert.Throws<TargetInvocationException>(() => gradient.Invoke(null, [new double[2, 3], new double[3, 2]])).InnerException);
    }

    private static Assembly Compile(string body) => ProbeCompilation.Create([ProbeCompilation.Parse(
        $$"""
        using System; using Micrograd;
        public static partial class Functions
        {
            private static double Row(double[,] m, int i) { double s = 1; for (int j = 0; j < m.GetLength(1); j++) { s *= m[i, j]; } return s; }
            [Differentiable] public static double F(double[,] m) { {{body}} }
        }
        """,
        "Functions.cs")]).Clean().Load();
}
