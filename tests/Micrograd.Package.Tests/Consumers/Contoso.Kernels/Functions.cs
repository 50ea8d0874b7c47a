using System;
using System.Numerics;
using Micrograd;

namespace Contoso.Kernels;

/// <summary>Marked methods that other packages call, with and without loops, generic, and recursive.</summary>
public static partial class Functions
{
    /// <summary>exp(-x²/2s²).</summary>
    /// <param name="x">The distance.</param>
    /// <param name="s">The width.</param>
    [Differentiable]
    public static double Gauss(double x, double s) => Math.Exp(-x * x / (2.0 * s * s));

    /// <summary>Σ a·b.</summary>
    /// <param name="a">One vector.</param>
    /// <param name="b">The other, as long.</param>
    [Differentiable]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0.0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>xⁿ by halves.</summary>
    /// <param name="x">The base.</param>
    /// <param name="n">The exponent.</param>
    [Differentiable]
    public static double Power(double x, int n)
    {
        if (n == 0)
        {
            return 1.0;
        }

        double half = Power(x, n / 2);
        return n % 2 == 1 ? half * half * x : half * half;
    }

    /// <summary>ln(1 + eˣ).</summary>
    /// <typeparam name="T">Any floating-point type.</typeparam>
    /// <param name="x">The argument.</param>
    [Differentiable]
    public static T Softplus<T>(T x)
        where T : IFloatingPointIeee754<T> => T.Log(T.One + T.Exp(x));

    /// <summary>ln(1 + eˣ), not generic: such a method can be called by the marked methods of another package.</summary>
    /// <param name="x">The argument.</param>
    [Differentiable]
    public static double SoftRectifier(double x) => Softplus(x);
}
