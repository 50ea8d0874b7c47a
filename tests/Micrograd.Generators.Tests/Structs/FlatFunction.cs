using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>
/// A probed method behind wrappers that take its numbers, and what it leaves in its memory, as one flat array: <c>Flat</c> calls it,
/// <c>Backward</c> and <c>Gradient</c> its derivatives, <c>Tape</c> its overload on values.
/// </summary>
internal sealed class FlatFunction(Assembly assembly)
{
    private const double Upstream = -2.5;

    /// <summary>Value, what is left in memory, gradients and the tape against one another and against central differences.</summary>
    /// <param name="at">The numbers of the arguments.</param>
    /// <param name="weights">The derivative by what the method leaves in memory.</param>
    /// <param name="isReadOnly">Whether the derivative is added to <paramref name="weights"/>, and not pulled back from them.</param>
    public void Check(double[] at, double[] weights, bool isReadOnly = false)
    {
        Func<double[], double> flat = Get<Func<double[], double>>("Flat");
        double[] exit = [.. at];
        double value = flat(exit);
        double Total(double[] x)
        {
            double[] moved = [.. x];
            double result = flat(moved);
            return (Upstream * result) + (isReadOnly ? x : moved).Zip(weights, static (a, b) => a * b).Sum();
        }

        double[] backward = [.. weights];
        double[] left = [.. at];
        Assert.Equal(value, Get<Func<double[], double, double[], double>>("Backward")(left, Upstream, backward));
        Assert.Equal(exit, left);
        for (int i = 0; i < at.Length; i++)
        {
            (double expected, double error) = CentralDifferences.At(x => Total([.. at.Select((v, j) => j == i ? x : v)]), at[i], 0.01);
            Assert.True(Math.Abs(expected - backward[i]) < 1e-7 + (10 * error), $"{i}: {backward[i]}, differences say {expected}");
        }

        double[] gradient = [.. weights];
        Assert.Equal(value, Get<Func<double[], double[], double>>("Gradient")([.. at], gradient));
        Value[] values = [.. at.Select(static v => new Value(v))];
        Value onTape = Get<Func<Value[], Value>>("Tape")(values);
        onTape.Backward();
        Assert.Equal(value, onTape.Data);
        Assert.Equal(gradient, values.Select(static v => v.Grad), static (a, b) => Math.Abs(a - b) < 1e-12 * Math.Max(1.0, Math.Abs(a)));
        Assert.Equal(0, ScratchMemory.BytesInUse);
    }

    public long Allocated(double[] at) => Get<Func<double[], long>>("Allocated")(at);

    private T Get<T>(string name)
        where T : Delegate => assembly.GetType("Functions")!.GetMethod(name)!.CreateDelegate<T>();
}
