namespace Micrograd.Generators.Tests.Probing;

/// <summary>A derivative from values alone: central differences extrapolated to step 0 (Ridders), with an estimate of the error.</summary>
internal static class CentralDifferences
{
    private const int Rows = 8;
    private const double Shrink = 1.6;
    private const double MachineEpsilon = 2.220446049250313e-16;

    public static (double Derivative, double Error) At(Func<double, double> f, double x, double step)
    {
        double h = step * Math.Max(1.0, Math.Abs(x));
        double[,] table = new double[Rows, Rows];
        double best = double.NaN;
        double error = double.PositiveInfinity;
        double largest = 0.0;
        double widest = h;
        for (int i = 0; i < Rows; i++, h /= Shrink)
        {
            double above = x + h;
            double below = x - h;
            (double up, double down) = (f(above), f(below));
            table[i, 0] = (up - down) / (above - below);
            largest = Math.Max(largest, Math.Max(Math.Abs(up), Math.Abs(down)));
            double factor = 1.0;
            for (int j = 1; j <= i; j++)
            {
                // Even powers of h only: each column removes the next one.
                factor *= Shrink * Shrink;
                table[i, j] = ((table[i, j - 1] * factor) - table[i - 1, j - 1]) / (factor - 1.0);
                double estimate = Math.Max(Math.Abs(table[i, j] - table[i, j - 1]), Math.Abs(table[i, j] - table[i - 1, j - 1]));
                if (estimate <= error)
                {
                    error = estimate;
                    best = table[i, j];
                }
            }
        }

        // Two values that round to the same number say nothing: ε·|f|/h is the least that rounding leaves, at the widest step.
        return (best, Math.Max(error, MachineEpsilon * largest / widest));
    }
}
