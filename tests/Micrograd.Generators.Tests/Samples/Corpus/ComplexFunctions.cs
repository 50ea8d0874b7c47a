using System;
using System.Numerics;
using Micrograd;

namespace Samples;

/// <summary>Functions of complex numbers, composed, in loops and in branches.</summary>
public static partial class ComplexFunctions
{
    [Differentiable]
    [At(0.5, 0.7)]
    [At(-1.25, 3.5)]
    [At(-1.25, -0.5)]
    public static double Composed(double re, double im)
    {
        Complex z = new(re, im);
        Complex w = Complex.Sqrt(Complex.Sin(z) + Complex.Log(z)) * Complex.Tanh(z);
        return w.Real - 2.0 * w.Imaginary + Complex.Pow(z, w).Magnitude;
    }

    [Differentiable]
    [At(0.5, 0.7, 6)]
    [At(-0.5, 0.2, 0)]
    public static double Iterated(double re, double im, int n)
    {
        Complex z = new(re, im), c = z;
        for (int i = 0; i < n; i++)
        {
            z = i % 2 == 0 ? Complex.Cos(z) + c : Complex.Pow(z, i) / (3.0 + i);
        }

        return z.Real * z.Imaginary;
    }

    // A number that is real all along the way, and leaves the axis at the root.
    [Differentiable]
    [At(2.0, -3.0)]
    [At(2.0, 0.75)]
    public static double Roots(double b, double c)
    {
        Complex root = (-b + Complex.Sqrt(b * b - 4.0 * c)) / 2.0;
        return root.Real + 3.0 * root.Imaginary;
    }

    [Differentiable]
    [At(new[] { 0.5, 1.0, -0.75, 0.25 }, 1.5)]
    public static double Spectrum(double[] signal, double frequency)
    {
        double power = 0.0;
        Complex sum = Complex.Zero;
        for (int i = 0; i < signal.Length; i++)
        {
            sum += signal[i] * Complex.Exp(-Complex.ImaginaryOne * frequency * i);
            power += Complex.Log(sum + 2.0).Real;
        }

        return power + Complex.Abs(Complex.Reciprocal(sum));
    }

    [Differentiable]
    [At(0.5, 0.7)]
    public static double Chosen(double re, double im)
    {
        Complex z = new(re, im), w = Complex.Sinh(z);
        if (z == w || !Complex.IsFinite(w))
        {
            return 0.0;
        }

        return w.Equals(z) ? re : Complex.Atan(w).Phase;
    }

    [Differentiable]
    [At(0.5, 0.7)]
    public static double Counted(double re, double im)
    {
        Complex z = new(re, im), w = new(im, 1.0);
        Complex before = z++;
        Complex after = --w;
        return (before * after + z / w).Magnitude;
    }
}
