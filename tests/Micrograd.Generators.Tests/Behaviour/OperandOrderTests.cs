using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>Where two operands may throw, the exception is that of the one that C# evaluates first, also where one has become a statement.</summary>
public class OperandOrderTests
{
    private static readonly Lazy<GradientProbe> Functions = new(static () => GradientProbe.Compile("""
        [Differentiable] public static double LeftOfAChoice(double x, double[] a, int i, int z) => a[i] + (1 / z > 0 ? x * x : x);
        [Differentiable] public static double InAChoice(double x, double[] a, int i, int z) => 2.0 * (a[i] * x) - (z > 7 ? x : x * (1 / z));
        [Differentiable] public static double RightOfAChoice(double x, double[] a, int i, int z) => (1 / z > 0 ? x * x : x) * a[i];
        [Differentiable] public static double IndexOfTheTarget(double x, double[] a, int i, int z) { a[1 / z] = a[i] > 0 ? x * x : x; return a[0] * a[1]; }
        [Differentiable] public static double InALoop(double x, double[] a, int i, int z) { double s = x; for (int k = 0; k <= i; k++) { s += a[k] * (2 / (z - k + 1) > 0 ? s * x : x); } return s; }
        """));

    [Theory]
    [InlineData("LeftOfAChoice")]
    [InlineData("InAChoice")]
    [InlineData("RightOfAChoice")]
    [InlineData("IndexOfTheTarget")]
    [InlineData("InALoop")]
    public void OperandsThatMayThrow_ThrowInOrder(string name)
    {
        Functions.Value.AgreesWithAllOracles(name, at: [0.7, new[] { 0.4, 0.5, 0.6 }, 1, 1]);
        foreach ((int i, int z) in new[] { (9, 0), (9, 1), (1, 0), (3, 2), (2, 1) })
        {
            Outcome.AssertSameInGradient(name, Functions.Value[name], [0.7, new[] { 0.4, 0.5, 0.6 }, i, z]);
        }
    }
}
