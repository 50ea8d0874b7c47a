using System.Numerics;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>Complex derivatives where the formula one thinks of first overflows, cancels or is on another branch: axes, cuts, zero, far out.</summary>
public class NumericsSpecialPointTests
{
    private static readonly (string Expression, Complex At, Complex Slope)[] Rows =
    [
        ("Complex.Sqrt(z)", new(-4.0, 0.0), new(0.0, -0.25)),
        ("Complex.Sqrt(z)", new(1e300, 0.0), new(5e-151, 0.0)),
        ("Complex.Sqrt(z)", new(0.0, 2e-300), new(2.5e149, -2.5e149)),
        ("Complex.Log(z)", new(-2.0, 0.0), new(-0.5, 0.0)),
        ("Complex.Log(z)", new(0.0, 1e300), new(0.0, -1e-300)),
        ("Complex.Log10(z)", new(-2.0, 0.0), new(-0.21714724095162591, 0.0)),
        ("Complex.Reciprocal(z)", new(0.0, 0.0), new(0.0, 0.0)),
        ("Complex.Reciprocal(z)", new(1e-100, 0.0), new(-1e200, 0.0)),
        ("Complex.Pow(z, 0.0)", new(2.0, 1.0), new(0.0, 0.0)),
        ("Complex.Pow(z, 1.0)", new(0.0, 0.0), new(1.0, 0.0)),
        ("Complex.Pow(z, 2.0)", new(0.0, 0.0), new(0.0, 0.0)),
        ("Complex.Pow(z, new Complex(2.0, 0.0))", new(-3.0, 0.0), new(-6.0, 0.0)),
        ("Complex.Pow(new Complex(0.0, 0.0), z)", new(2.0, 0.0), new(0.0, 0.0)),
        ("Complex.Sin(z)", new(0.0, 0.0), new(1.0, 0.0)),
        ("Complex.Tan(z)", new(0.5, 30.0), Complex.Exp(new Complex(-60.0, 1.0)) * 4.0),
        ("Complex.Tan(z)", new(0.5, 1000.0), new(0.0, 0.0)),
        ("Complex.Tanh(z)", new(-1000.0, 0.5), new(0.0, 0.0)),
        ("Complex.Tanh(z)", new(20.0, 0.0), new(1.6993417021166355e-17, 0.0)),
        ("Complex.Atan(z)", new(1e200, 1e200), new(0.0, 0.0)),
        ("Complex.Atan(z)", new(1e-9, 1.0), new(0.25, -5e8)),
        ("Complex.Asin(z)", new(1e200, 1.0), new(1e-400, 1e-200)),
        ("Complex.Asin(z)", new(0.5, 0.0), new(1.1547005383792515, 0.0)),
    ];

    public static TheoryData<int, string> Table
    {
        get
        {
            TheoryData<int, string> table = [];
            for (int i = 0; i < Rows.Length; i++)
            {
                table.Add(i, $"{Rows[i].Expression} at {Rows[i].At}");
            }

            return table;
        }
    }

    private static readonly Lazy<GradientProbe> Probe = new(static () => GradientProbe.Compile(
        string.Join("\n", Rows.Select(static (r, i) => $"[Differentiable] public static Complex F{i}(Complex z) => {r.Expression};"))
        + "\n[Differentiable] public static Complex Arcsine(Complex z) => Complex.Asin(z);\n[Differentiable] public static Complex Arccosine(Complex z) => Complex.Acos(z);"
        + "\n[Differentiable] public static float Read(float x, float y, int i) => new Vector2(x, y)[i];"
        + "\n[Differentiable] public static float Write(float x, float y, int i) { Vector2 v = new(x, y); v[i] = x * y; return v.X; }"));

    [Theory]
    [MemberData(nameof(Table))]
    public void Point_HasItsComplexDerivative(int row, string shown)
    {
        (Complex slope, Complex tape) = Slopes("F" + row, Rows[row].At);
        Near(shown, Rows[row].Slope, slope);
        Near(shown + ", on the tape", Rows[row].Slope, tape);
    }

    // The slope is that of the side of the cut that the value belongs to: along the cut, the value changes by it.
    [Theory]
    [InlineData("Arcsine", 2.0)]
    [InlineData("Arcsine", -2.0)]
    [InlineData("Arcsine", 1.0001)]
    [InlineData("Arccosine", 2.0)]
    [InlineData("Arccosine", -2.0)]
    [InlineData("Arccosine", 1.0001)]
    public void OnCut_IsOnTheSideOfTheValue(string name, double re)
    {
        Func<Complex, Complex> f = name == "Arcsine" ? Complex.Asin : Complex.Acos;
        double h = (Math.Abs(re) - 1.0) * 1e-4;
        foreach (double im in new[] { 0.0, -0.0 })
        {
            Complex difference = (f(new(re + h, im)) - f(new(re - h, im))) / (2.0 * h);
            Complex slope = Slopes(name, new(re, im)).Generated;
            Assert.True(Complex.Abs(slope - difference) <= 1e-6 * Complex.Abs(difference), $"{name}: {slope}, differences say {difference}");
        }
    }

    [Theory]
    [InlineData("Read", -1)]
    [InlineData("Read", 2)]
    [InlineData("Write", -1)]
    [InlineData("Write", 2)]
    public void IndexOutOfRange_ThrowsAsTheFramework(string name, int index)
    {
        ProbedMethod method = Probe.Value[name];
        object[] arguments = method.Arguments([1f, 2f, index]);
        ArgumentOutOfRangeException expected = Assert.ThrowsAny<ArgumentOutOfRangeException>(() => method.Call(arguments));

        Assert.Equal(expected.ParamName, Assert.ThrowsAny<ArgumentOutOfRangeException>(() => method.Gradient(arguments, method.ZeroDerivatives(arguments))).ParamName);
        Assert.Equal(expected.ParamName, Assert.ThrowsAny<ArgumentOutOfRangeException>(() => method.Tape(arguments, 1.0, method.ZeroDerivatives(arguments))).ParamName);
    }

    // With the adjoint (1, 0) the derivative is (Re f', -Im f').
    private static (Complex Generated, Complex Tape) Slopes(string name, Complex at)
    {
        ProbedMethod method = Probe.Value[name];
        object[] arguments = method.Arguments([new[] { at.Real, at.Imaginary }]);
        object?[] generated = method.ZeroDerivatives(arguments), tape = method.ZeroDerivatives(arguments);
        method.Backward(arguments, [1.0, 0.0], generated);
        method.Tape(arguments, [1.0, 0.0], tape);
        return (Read(generated), Read(tape));
    }

    private static Complex Read(object?[] derivatives) => ProbedMethod.Flatten(derivatives) is [var p, var q] ? new Complex(p, -q) : throw new InvalidOperationException();

    private static void Near(string what, Complex expected, Complex actual) =>
        Assert.True(Math.Abs(expected.Real - actual.Real) + Math.Abs(expected.Imaginary - actual.Imaginary) <= 2e-14 * Complex.Abs(expected), $"{what}: {actual:R}, expected {expected:R}");
}
