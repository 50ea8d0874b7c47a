namespace Micrograd;

/// <summary>Numerical derivatives by Ridders' method: central differences of shrinking step in Neville's scheme.</summary>
internal static class CentralDifference
{
    private const int Rows = 10;
    private const double Shrink = 1.4;

    /// <summary>The derivative of <paramref name="f"/> in coordinate <paramref name="i"/>, and an estimate of its error.</summary>
    /// <remarks>Several first steps are tried, since one that leaves the domain or spans a kink gives nothing; the smallest error estimate wins.</remarks>
    internal static (double Derivative, double Error) Extrapolate(ScalarFunction f, double[] x, int i)
    {
        double scale = Math.Max(Math.Abs(x[i]), 1e-2);
        (double Derivative, double Error) best = (double.NaN, double.PositiveInfinity);
        foreach (double relative in (ReadOnlySpan<double>)[1e-1, 1e-2, 1e-4])
        {
            (double Derivative, double Error) candidate = Ridders(f, x, i, relative * scale);
            if (candidate.Error < best.Error)
            {
                best = candidate;
            }

            if (best.Error <= 1e-10 * Math.Abs(best.Derivative))
            {
                break;
            }
        }

        return best;
    }

    private static (double Derivative, double Error) Ridders(ScalarFunction f, double[] x, int i, double step)
    {
        double[] previous = new double[Rows];
        double[] current = new double[Rows];
        double derivative = double.NaN;
        double error = double.PositiveInfinity;
        for (int row = 0; row < Rows; row++, step /= Shrink)
        {
            current[0] = Difference(f, x, i, step);
            double factor = Shrink * Shrink;
            for (int k = 1; k <= row; k++, factor *= Shrink * Shrink)
            {
                current[k] = ((current[k - 1] * factor) - previous[k - 1]) / (factor - 1.0);
                double estimate = Math.Max(Math.Abs(current[k] - current[k - 1]), Math.Abs(current[k] - previous[k - 1]));
                if (estimate < error)
                {
                    error = estimate;
                    derivative = current[k];
                }
            }

            // A higher order that is much worse only amplifies rounding.
            if (row > 0 && Math.Abs(current[row] - previous[row - 1]) >= 2.0 * error)
            {
                break;
            }

            (previous, current) = (current, previous);
        }

        return (derivative, error);
    }

    private static double Difference(ScalarFunction f, double[] x, int i, double step)
    {
        double center = x[i];
        double above = center + step;
        double below = center - step;
        x[i] = above;
        double fAbove = f(x);
        x[i] = below;
        double fBelow = f(x);
        x[i] = center;

        // The step really taken: center ± step is rounded.
        return (fAbove - fBelow) / (above - below);
    }
}
