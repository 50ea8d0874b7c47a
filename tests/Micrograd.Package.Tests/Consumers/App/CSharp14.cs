using System;
using Micrograd;

namespace Consumer;

/// <summary>What came with C# 14: arrays that are spans without a cast, also before the dot; the field keyword.</summary>
internal static partial class CSharp14
{
    private static double Scale
    {
        get => field;
        set => field = Math.Max(value, 1.0);
    }

    public static void Run()
    {
        Scale = 0.5;
        double[] d = new double[2];
        double value = NormGradient([3.0, 4.0], d);
        Program.Print("CSharp14", [value, .. d]);
    }

    [Differentiable]
    internal static double Norm(double[] x) => Scale * Math.Sqrt(x.SumOfSquares());

    private static double SumOfSquares(this ReadOnlySpan<double> x)
    {
        double sum = 0.0;
        foreach (double value in x)
        {
            sum += value * value;
        }

        return sum;
    }
}
