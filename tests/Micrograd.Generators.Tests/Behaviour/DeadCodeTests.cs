using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>What nobody reads is not computed, unless it may throw.</summary>
public class DeadCodeTests
{
    [Theory]
    [InlineData("double unused = Math.Sin(x) * 2.0;", "Sin")]
    [InlineData("double unused = x > 0.0 ? Math.Exp(x) : -x;", "Exp")]
    [InlineData("double unused = Math.Tanh(n); unused = Math.Cosh(x);", "Cosh")]
    [InlineData("int unused = n & 1234;", "1234")]
    [InlineData("if (x > 1234.0) { double unused = x; }", "1234")]
    public void WhatCannotThrow_IsLeftOut(string statement, string trace)
    {
        ProbedMethod method = Compile(statement);

        string generated = method.GeneratedText[method.GeneratedText.IndexOf("FBackward(", StringComparison.Ordinal)..];
        Assert.DoesNotContain(trace, generated[..generated.IndexOf("/// <summary>", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("double unused = Math.Clamp(x, 2.0, 1.0);", typeof(ArgumentException))]
    [InlineData("int unused = n / (n - n);", typeof(DivideByZeroException))]
    [InlineData("int unused = n % (n - n);", typeof(DivideByZeroException))]
    [InlineData("int unused = checked(n * n);", typeof(OverflowException))]
    [InlineData("int unused = checked(-(-n - 1) + n);", typeof(OverflowException))]
    [InlineData("int unused = checked((int)(x * 1e300));", typeof(OverflowException))]
    [InlineData("double unused = a[n];", typeof(IndexOutOfRangeException))]
    public void WhatMayThrow_StillThrows(string statement, Type exception)
    {
        ProbedMethod method = Compile(statement);
        object[] arguments = [1.5, int.MaxValue, new[] { 1.0 }];

        Assert.Throws(exception, () => method.Call(arguments));
        Assert.Throws(exception, () => method.Gradient(arguments, [0.0, null, new double[1]]));
    }

    [Theory]
    [InlineData("x *= (n > 0 ? Math.Sin(x) : x * x) + 1.0;", "Math.Sin(")]
    [InlineData("x *= 1.0 + (n > 0 ? Math.Sinh(x) * x : x) * x;", "Math.Sinh(")]
    public void ValueOfAChoice_IsComputedOnce(string statement, string computation) =>
        Assert.Single(Backward(statement), line => line.Contains(computation, StringComparison.Ordinal));

    [Fact]
    public void ChoiceBetweenPlaces_StaysAnExpression() =>
        Assert.Contains(Backward("x *= n > 0 ? x : -x;"), static line => line.Contains("n > 0 ? x : -x", StringComparison.Ordinal));

    // The lines of FBackward without what they came from.
    private static IEnumerable<string> Backward(string statement)
    {
        string generated = Compile(statement).GeneratedText;
        string backward = generated[generated.IndexOf("FBackward(double x", StringComparison.Ordinal)..];
        return backward[..backward.IndexOf("/// <summary>", StringComparison.Ordinal)].Split('\n').Select(static line => line.Split("//")[0]);
    }

    private static ProbedMethod Compile(string statement) => GradientProbe.Compile($$"""
        [Differentiable]
        public static double F(double x, int n, double[] a)
        {
            {{statement}}
            return x * a[0];
        }
        """)["F"];
}
