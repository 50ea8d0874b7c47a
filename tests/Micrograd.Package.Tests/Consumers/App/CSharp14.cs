using System;
using Micrograd;

namespace Consumer;

/// <summary>What came with C# 14: extension blocks as helpers, arrays that are spans without a cast, the field keyword.</summary>
internal static partial class CSharp14
{
    public static void Run()
    {
        double[] d = new double[2];
        double value = NormGradient([3.0, 4.0], d);
        Program.Print("CSharp14", [value, .. d]);
    }

    [Differentiable]
    internal static double Norm(double[] x) => Math.Sqrt(SumOfSquares(x));

    private static double SumOfSquares(ReadOnlySpan<double> x)
    {
        double sum = 0.0;
        foreach (double value in x)
        {
            sum += value.Squared();
        }

        return sum;
    }
}

internal static class Extensions
{
    extension(double x)
    {
        internal double Squared() => x * x;
    }
}
