using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Lowering;

/// <summary>Chains of <c>Enumerable</c> calls give what .NET gives, also where that is an exception.</summary>
public class SequenceEndTests
{
    // In double, the last digit of the first would be lost.
    [Theory]
    [InlineData("n.Average()", true)]
    [InlineData("n.Average()", false)]
    [InlineData("n.Average(v => v)", true)]
    [InlineData("n.Select(v => v + (long)x).Where(v => v != 0).Average()", true)]
    [InlineData("n.Select(v => (int)(v % 1000) - 7).Average() + n.Average(v => (int)(v % 10))", false)]
    public void AverageOfIntegers_SumsThemAsIntegers(string average, bool checkOverflow) => GradientProbe.Compile(
        $"[Differentiable] public static double F(double x, long[] n) => x * x * {average};", ProbeSettings.Default with { CheckOverflow = checkOverflow })
        .AgreesWithAllOracles("F", at: [0.7, new long[] { 9007199254740993, 1 }]);

    [Theory]
    [InlineData("n.Average()", true)]
    [InlineData("n.Average()", false)]
    [InlineData("n.Average(v => v)", false)]
    public void AverageThatOverflows_Throws(string average, bool checkOverflow) => Throws<OverflowException>(
        $"[Differentiable] public static double F(double x, long[] n) => x * x * {average};", checkOverflow, 0.7, new long[] { long.MaxValue, 1 });

    private static void Throws<T>(string members, bool checkOverflow, params object[] at)
        where T : Exception
    {
        ProbedMethod method = GradientProbe.Compile(members, ProbeSettings.Default with { CheckOverflow = checkOverflow })["F"];
        object[] arguments = method.Arguments(at);
        Assert.IsType<T>(Record.Exception(() => method.Call(arguments)));
        Assert.IsType<T>(Record.Exception(() => method.Gradient(arguments, method.ZeroDerivatives(arguments))));
    }
}
