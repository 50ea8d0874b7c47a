namespace Micrograd.Generators.Tests.Rules;

/// <summary>Derivatives from function values alone: central differences, extrapolated to step 0 (Richardson, Neville's scheme).</summary>
internal static class CentralDifference
{
    private const int Levels = 5;

    /// <summary>The derivative at <paramref name="x"/>, and how far the last two extrapolations lie apart: large near a kink or a jump.</summary>
    public static (double Derivative, double Error) At(Func<double, double> f, double x, double step)
    {
        var table = new double[Levels, Levels];
        for (int i = 0; i < Levels; i++)
        {
            double h = step / (1 << i);
            double above = x + h;
            double below = x - h;
            table[i, 0] = (f(above) - f(below)) / (above - below);
            for (int j = 1; j <= i; j++)
            {
                double factor = 1 << (2 * j);
                table[i, j] = ((factor * table[i, j - 1]) - table[i - 1, j - 1]) / (factor - 1.0);
            }
        }

        double derivative = table[Levels - 1, Levels - 1];
        return (derivative, Math.Abs(derivative - table[Levels - 2, Levels - 2]));
    }
}
