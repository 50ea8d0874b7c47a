using System;
using Micrograd;

namespace Fabrikam.Losses;

/// <summary>Has the name of a type in another package, and a method of the same name and parameters.</summary>
public static partial class Functions
{
    /// <summary>e²/2 near 0, linear beyond d.</summary>
    /// <param name="e">The error.</param>
    /// <param name="d">Where the line begins.</param>
    [Differentiable]
    public static double Huber(double e, [NoDiff] double d)
    {
        double size = Math.Abs(e);
        if (size <= d)
        {
            return 0.5 * e * e;
        }

        return d * (size - (0.5 * d));
    }

    /// <summary>1 - exp(-x²/s).</summary>
    /// <param name="x">The distance.</param>
    /// <param name="s">The width.</param>
    [Differentiable]
    public static double Gauss(double x, double s) => 1.0 - Math.Exp(-x * x / s);

    /// <summary>Σ x.</summary>
    /// <param name="x">The numbers.</param>
    [Differentiable]
    public static double Total(ReadOnlySpan<double> x)
    {
        double sum = 0.0;
        foreach (double value in x)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Divides each by the sum of all, in place.</summary>
    /// <param name="x">The numbers.</param>
    [Differentiable]
    public static void Normalize(Span<double> x)
    {
        double sum = 0.0;
        foreach (double value in x)
        {
            sum += value;
        }

        for (int i = 0; i < x.Length; i++)
        {
            x[i] /= sum;
        }
    }
}
