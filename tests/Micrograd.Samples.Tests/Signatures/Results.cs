namespace Micrograd.Samples.Tests.Signatures;

/// <summary>Methods whose result is not a number, and methods with memory that the derivative is not asked for.</summary>
internal static partial class Results
{
    [Differentiable]
    public static double[] Squares(double[] x)
    {
        var squares = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            squares[i] = x[i] * x[i];
        }

        return squares;
    }

    [Differentiable]
    public static double[] Three(double x, double y) => [x * y, x + y, Math.Sin(x)];

    [Differentiable]
    public static double[] Same(double[] x) => x;

    [Differentiable]
    public static int Count(double x, Span<double> y)
    {
        y[0] = x * x;
        return y.Length;
    }

    [Differentiable]
    public static void Scale(ReadOnlySpan<double> x, Span<double> y, double factor)
    {
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = factor * x[i] * x[i];
        }
    }

    [Differentiable(WithRespectTo = ["x"])]
    public static double ThroughScratch(double x, double[] scratch, double y)
    {
        scratch[0] = x * y;
        return scratch[0] * scratch[0];
    }
}
