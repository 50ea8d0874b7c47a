// Seed 4/15, Default threw NullReferenceException: System.NullReferenceException: Object reference not set to an instance of an object.
using System;
using Micrograd;

namespace Samples;

public static partial class P15
{
    [Differentiable]
    [At(0.826, -0.242, new double[] { 0.833, 0.64, 0.318, 0.801 }, new double[] { 0.857, -0.76, 0.075, 0.097 }, -0.101, Smooth = false, Tolerance = 1e-10)]
    [At(0.514, 0.158, new double[] { 0.707, 0.191, 0.197, 0.919 }, new double[] { -0.994, -0.016, 0.795, -0.806 }, -0.794, Smooth = false, Tolerance = 1e-10)]
    public static double F15(double x11, double y12, double[] a13, Span<double> c14, [NoDiff] double w15)
    {
        double L31(double u30)
        {
            return u30;
        }
        y12 = Math.Tanh(L31(0.5)) / (3.0 + 0.5);
        return 0.5;
    }
}
