using System;
using Contoso.Kernels;
using Micrograd;
using Quantized = Northwind.Rounding.Functions;

namespace Consumer;

/// <summary>Marked methods over the marked methods and the rules of three packages, two of them with types of the same name.</summary>
internal static partial class Imported
{
    public static void Run()
    {
        double value = MixedGradient(0.5, 1.5, out double dX, out double dS);
        Program.Print("TwoPackages", value, dX, dS);

        double[] d = new double[2];
        value = ShareGradient([1.0, 3.0], d);
        Program.Print("Spans", [value, .. d]);

        value = RoundedGradient(0.7, out dX);
        Program.Print("ImportedRule", value, dX);

        Value leaf = new(0.7);
        Value onTape = Rounded(leaf);
        onTape.Backward();
        Program.Print("ImportedRuleOnTape", onTape.Data, leaf.Grad);

        value = Functions.GaussGradient(0.5, 1.5, out dX, out dS);
        Program.Print("Direct", value, dX, dS);

        value = Functions.SoftplusGradient(0.5, out dX);
        Program.Print("DirectGeneric", value, dX);

        double[] shares = [1.0, 3.0];
        double[] dShares = [1.0, 0.0];
        Fabrikam.Losses.Functions.NormalizeBackward(shares, dShares);
        Program.Print("DirectInPlace", [.. shares, .. dShares]);
    }

    [Differentiable]
    internal static double Mixed(double x, double s) =>
        Functions.Gauss(x, s) * Fabrikam.Losses.Functions.Gauss(x, s) * Functions.Power(Functions.SoftRectifier(x), 3) + Fabrikam.Losses.Functions.Huber(s, 1.0);

    [Differentiable]
    internal static double Share(ReadOnlySpan<double> x)
    {
        Span<double> shares = stackalloc double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            shares[i] = x[i] / Fabrikam.Losses.Functions.Total(x);
        }

        return Functions.Dot(shares, x);
    }

    [Differentiable]
    internal static double Rounded(double x) => Quantized.Quantize(x * x, 0.25) * x;
}
