using System;
using Micrograd;

namespace Northwind.Rounding;

/// <summary>Methods that have no useful derivative of their own, with rules written by hand beside them.</summary>
public static class Functions
{
    /// <summary>x to the nearest multiple of <paramref name="step"/>.</summary>
    /// <param name="x">The number.</param>
    /// <param name="step">The distance of the levels.</param>
    public static double Quantize(double x, double step) => Math.Round(x / step) * step;

    /// <summary>Straight through, as if <see cref="Quantize"/> were the identity.</summary>
    /// <param name="x">The number.</param>
    /// <param name="step">The distance of the levels; declared to have no derivative.</param>
    /// <param name="upstream">The derivative of the result.</param>
    /// <param name="dX">Is added to.</param>
    [DerivativeOf(typeof(Functions), nameof(Quantize))]
    public static void QuantizeBackward(double x, [NoDiff] double step, double upstream, ref double dX) => dX += upstream;
}
