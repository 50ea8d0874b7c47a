using System;
using System.Linq;
using Micrograd;

namespace Samples;

/// <summary>Chains of <c>Enumerable</c> calls that end in a number.</summary>
public static partial class Sequences
{
    [Differentiable]
    [At(new[] { 0.5, -1.5, 2.0 })]
    public static double SelectedSum(double[] x) => x.Select(v => v * v).Sum();

    [Differentiable]
    [At(new[] { 0.5, -1.5, 2.0, 1.25 }, 0.4)]
    public static double FilteredAverage(double[] x, double a) => x.Where(v => v > a).Select(v => v * Math.Exp(a)).Average();

    [Differentiable]
    [At(new[] { 0.5, -1.5, 2.0 })]
    public static double Extremes(double[] x) => x.Select(Math.Exp).Max() * x.Min(v => v * v) + x.Where(v => v < 1.0).Max();

    [Differentiable]
    [At(new[] { 0.5, double.NaN, 2.0 }, Smooth = false)]
    [At(new[] { double.NaN, 0.25, 2.0 }, Smooth = false)]
    public static double MaxPassesOverNaN(double[] x) => x.Max() * 2.0;

    [Differentiable]
    [At(new[] { 0.5, -1.5, 2.0 }, 3)]
    public static double RangeOfIndices(double[] x, int n) => Enumerable.Range(0, n).Select(i => x[i] * i).Sum() + Enumerable.Range(1, n - 1).Sum(i => x[i] * x[i - 1]);

    [Differentiable]
    [At(new[] { 0.5, -1.5, 2.0 }, new[] { 1.0, 0.25 })]
    public static double Zipped(double[] x, double[] y) => x.Zip(y.Select(v => v * v), (a, b) => a * b).Sum() + x.Skip(1).Take(5).Sum(v => v * v * v);

    [Differentiable]
    [At(new[] { 0.5, -1.5, 2.0 })]
    public static double FoldedPolynomial(double[] x) => x.Aggregate(1.0, (a, v) => a * v + 0.5) * x.Aggregate((a, v) => a * v - v);

    [Differentiable]
    [At(new[] { 0.5, -1.5, 2.0 })]
    public static double FoldedTuple(double[] x)
    {
        (double s, double p) = x.Aggregate((Sum: 0.0, Product: 1.0), static (a, v) => (a.Sum + v * a.Product, a.Product * v));
        return s * p;
    }

    [Differentiable]
    [At(new[] { 0.5, -1.5, 2.0 })]
    public static double ArrayOfProducts(double[] x)
    {
        double[] y = x.Select((v, i) => v * x[x.Length - 1 - i]).ToArray();
        return y.Sum(v => v * v) + y.Average();
    }

    [Differentiable]
    [At(new[] { 0.5f, -1.5f, 2.0f })]
    public static float SingleSums(float[] x) => x.Sum() * x.Average() + x.Select(v => v * v).Max();

    [Differentiable]
    [At(new[] { 0.5, 1.5, 2.0 })]
    public static double CapturedIsWritten(double[] x)
    {
        double below = 0.0;
        double s = x.Select(v =>
        {
            if (v > 1.0)
            {
                return v * v;
            }

            below += v;
            return v;
        }).Sum();
        return s * below;
    }
}
