namespace Micrograd.Samples.Lecture;

/// <summary>What a derivative is: the limit of a slope, on one variable and on several.</summary>
internal static partial class DerivativeChapter
{
    /// <summary>3x² − 4x + 5.</summary>
    [Differentiable]
    internal static double Parabola(double x) => (3.0 * x * x) - (4.0 * x) + 5.0;

    /// <summary>a·b + c.</summary>
    [Differentiable]
    internal static double Several(double a, double b, double c) => (a * b) + c;

    internal static void Write(TextWriter output)
    {
        Comparison.WriteTitle(output, "The derivative as a limit: f(x) = 3x² − 4x + 5 at x = 3");
        foreach (double h in (double[])[1e-1, 1e-3, 1e-5, 1e-7])
        {
            Comparison.WriteLine(output, $"h = {h:0e-0}   (f(x + h) − f(x)) / h = {(Parabola(3.0 + h) - Parabola(3.0)) / h:F10}");
        }

        GradientCheckResult one = GradientCheck.Compare(
            [3.0],
            x => Parabola(x[0]),
            (x, gradient) => ParabolaGradient(x[0], out gradient[0]),
            x => Parabola(x[0]));
        Comparison.WriteTable(output, ["x"], one);

        Comparison.WriteTitle(output, "Several variables: d = a·b + c at a = 2, b = −3, c = 10");
        GradientCheckResult several = GradientCheck.Compare(
            [2.0, -3.0, 10.0],
            x => Several(x[0], x[1], x[2]),
            (x, gradient) => SeveralGradient(x[0], x[1], x[2], out gradient[0], out gradient[1], out gradient[2]),
            x => Several(x[0], x[1], x[2]));
        Comparison.WriteLine(output, $"d = {several.Value:F4}");
        Comparison.WriteTable(output, ["a", "b", "c"], several);
    }
}
