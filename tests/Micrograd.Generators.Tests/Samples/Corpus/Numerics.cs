using System;
using System.Numerics;
using Micrograd;

namespace Samples;

/// <summary>Complex and the vectors of System.Numerics; the values are those of the framework, bit by bit.</summary>
public static partial class Numerics
{
    [Differentiable]
    [At(0.5, 0.7)]
    [At(-1.25, 3.5)]
    public static double SquaredModulus(double re, double im)
    {
        var z = new Complex(re, im);
        var w = z * z + new Complex(0.3, -0.2);
        return w.Real * w.Real + w.Imaginary * w.Imaginary;
    }

    [Differentiable]
    [At(0.5, 0.7, 2.5)]
    [At(1.5, -0.7, -0.5)]
    public static double ComplexArithmetic(double re, double im, double s)
    {
        Complex z = new(re, im);
        Complex w = (z * s - 1.0) / (2.0 * z + Complex.ImaginaryOne) + s / z - z / s;
        w *= Complex.Conjugate(z);
        Complex v = -w + (s - z) + 3;
        return Complex.Abs(v) * w.Magnitude + w.Phase;
    }

    [Differentiable]
    [At(0.3, 0.4, 12)]
    public static double Mandelbrot(double re, double im, int n)
    {
        Complex c = new(re, im), z = Complex.Zero;
        for (int i = 0; i < n; i++)
        {
            z = z * z + c;
            if (z.Magnitude > 2.0)
            {
                break;
            }
        }

        return z.Magnitude;
    }

    [Differentiable]
    [At(0.5, 0.7)]
    public static double ComplexExponential(double re, double im)
    {
        Complex z = Complex.Exp(new Complex(re, im)) + Complex.FromPolarCoordinates(re, im);
        return z.Real * z.Imaginary;
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0, 4.0 })]
    public static double HornerOfComplex(ReadOnlySpan<double> c)
    {
        Complex z = new(0.25, -0.5), p = 0.0;
        foreach (double a in c)
        {
            p = p * z + a;
        }

        return p.Real - p.Imaginary;
    }

    [Differentiable]
    [At(0.5f, 1.25f, -0.75f)]
    public static float VectorFormulas(float x, float y, float z)
    {
        Vector3 a = new(x, y, z), b = new Vector3(z, x, 0.5f) * 2f;
        Vector3 n = Vector3.Cross(a, b) + Vector3.UnitY / 3f;
        n -= a * b;
        return Vector3.Dot(n, a) + n.LengthSquared() + Vector3.Distance(a, b) + n.Length() * Vector3.Normalize(a).X;
    }

    [Differentiable]
    [At(0.5f, 1.25f, 0.25f)]
    public static float VectorInterpolation(float x, float y, float t)
    {
        Vector2 a = new(x, y), b = new(y, x * y);
        Vector2 c = Vector2.Lerp(a, b, t) * 0.5f + Vector2.One;
        Vector4 d = new(x, y, c.X, c.Y);
        d.W *= d.X;
        Vector4 e = Vector4.Lerp(d, -d, t) + 2f * d;
        return Vector2.Dot(c, a) + Vector4.Dot(d, e) + Vector4.Normalize(e).W;
    }

    [Differentiable]
    [At(0.5f, -1.25f)]
    public static float VectorSelections(float x, float y)
    {
        Vector3 a = new(x, y, x * y), b = new(y);
        Vector3 c = Vector3.Max(a, Vector3.Zero) + Vector3.Min(a, 2f * b) + Vector3.Abs(b) / a;
        return c.X * c.Y + c.Z + Vector3.SquareRoot(Vector3.Abs(a)).X;
    }

    // The index is found once; the element is read, then stored to.
    [Differentiable]
    [At(0.75f, 0)]
    [At(0.75f, 1)]
    [At(0.75f, 2)]
    public static float ElementChangedInPlace(float x, int k)
    {
        Vector3 v = new(x, x * x, 1f);
        int i = k;
        v[i++] += v[i % 3] * x;
        v[i % 3]++;
        v[1] *= x;
        float r = v[k] = x * v[2];
        return v[0] * v[1] * v[2] * r;
    }
}
