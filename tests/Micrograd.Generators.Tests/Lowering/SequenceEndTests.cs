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

    [Theory]
    [InlineData(int.MaxValue, 2, true)]
    [InlineData(int.MaxValue, 2, false)]
    [InlineData(0, -1, false)]
    [InlineData(int.MaxValue - 10, 12, false)]
    public void RangeThatIsNone_Throws(int first, int count, bool checkOverflow) => Throws<ArgumentOutOfRangeException>(
        "[Differentiable] public static double F(double x, int first, int n) => Enumerable.Range(first, n).Sum(i => i * x);", checkOverflow, 1.5, first, count);

    [Fact]
    public void RangeUpToTheLargestNumber_IsOne() => GradientProbe.Compile(
        "[Differentiable] public static double F(double x, int first, int n) => Enumerable.Range(first - n, n + 1).Sum(i => (i & 3) * x);")
        .AgreesWithAllOracles("F", at: [1.5, int.MaxValue, 2]);

    // .NET computes elements that it then leaves out.
    [Theory]
    [InlineData("x.Select(v => v < 2.5 ? v * v : throw new InvalidOperationException()).Zip(x.Take(2), (a, b) => a * b).Sum()", false)]
    [InlineData("x.Zip(x, (a, b) => a < 0 ? throw new InvalidOperationException() : a * b).Skip(1).Sum()", false)]
    [InlineData("x.Select((v, i) => i == 0 ? throw new InvalidOperationException() : v).Skip(1).Sum()", false)]
    [InlineData("x.Select(v => v < 2.5 ? v * v : throw new InvalidOperationException()).Skip(1).Sum()", true)]
    [InlineData("x.Zip(x.Select(v => v < 2.5 ? v * v : throw new InvalidOperationException()), (a, b) => a * b).Sum()", true)]
    public void FunctionThatThrowsWhereMoreIsAskedFor_IsRefused(string chain, bool isUnderstood)
    {
        ProbeCompilation compilation = GradientProbe.Generate($"[Differentiable] public static double F(double[] x) => {chain};");
        Assert.True(isUnderstood == compilation.GeneratorDiagnostics.IsEmpty, string.Join("; ", compilation.GeneratorDiagnostics));
    }

    private static void Throws<T>(string members, bool checkOverflow, params object[] at)
        where T : Exception
    {
        ProbedMethod method = GradientProbe.Compile(members, ProbeSettings.Default with { CheckOverflow = checkOverflow })["F"];
        object[] arguments = method.Arguments(at);
        Assert.IsType<T>(Record.Exception(() => method.Call(arguments)));
        Assert.IsType<T>(Record.Exception(() => method.Gradient(arguments, method.ZeroDerivatives(arguments))));
    }
}
