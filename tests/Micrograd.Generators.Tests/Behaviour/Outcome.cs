using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>What a call came to: a value or an exception, what the arrays it was given hold then, and no scratch memory kept.</summary>
internal sealed record Outcome(object? Value, Exception? Thrown, double[] Memory)
{
    public static Outcome Of(ProbedMethod method, object[] arguments, Func<ProbedMethod, object[], object?> call)
    {
        object[] own = [.. arguments.Select(static a => a is Array array ? array.Clone() : a)];
        long scratch = ScratchMemory.BytesInUse;
        object? value = null;
        Exception? thrown = Record.Exception(() => value = call(method, own));
        Assert.Equal(scratch, ScratchMemory.BytesInUse);
        return new(value, thrown, ProbedMethod.Flatten(own.Where(static a => a is Array)));
    }

    /// <summary>The gradient does what the method does: the same value bit by bit or the same exception, the same contents of arrays.</summary>
    public static void AssertSameInGradient(string name, ProbedMethod method, object[] arguments)
    {
        Outcome expected = Of(method, arguments, static (m, a) => m.Call(a));
        if (method.HasGradient && method.Parameters.All(static p => p.RefKind != RefKind.Out))
        {
            AssertSame(name, arguments, expected, Of(method, arguments, static (m, a) => m.Gradient(a, m.ZeroDerivatives(a))));
        }

        AssertSame(name, arguments, expected, Of(method, arguments, static (m, a) => m.Backward(a, 1.0, m.ZeroDerivatives(a))));
    }

    public static void AssertSame(string name, object[] arguments, Outcome expected, Outcome actual)
    {
        string at = $"{name}({string.Join(", ", arguments.Select(Describe))})";
        Assert.True(expected.Thrown?.GetType() == actual.Thrown?.GetType(), $"{at}: {expected.Thrown?.GetType().Name ?? "no exception"} expected, {actual.Thrown}");
        Assert.True(Bits(expected.Memory).SequenceEqual(Bits(actual.Memory)), $"{at}: the arrays differ.\n{string.Join(" ", expected.Memory)}\n{string.Join(" ", actual.Memory)}");
        if (expected is { Thrown: null, Value: double or float })
        {
            Assert.True(Bits([Convert.ToDouble(expected.Value)]).SequenceEqual(Bits([Convert.ToDouble(actual.Value)])), $"{at}: {expected.Value} expected, {actual.Value}");
        }
    }

    // One NaN is as good as another: its sign and payload depend on the order of operands that the JIT chooses.
    private static IEnumerable<long> Bits(double[] values) => values.Select(static v => BitConverter.DoubleToInt64Bits(double.IsNaN(v) ? double.NaN : v));

    private static string Describe(object? argument) => argument is Array array ? $"[{string.Join(", ", array.Cast<object>())}]" : $"{argument ?? "null"}";
}
