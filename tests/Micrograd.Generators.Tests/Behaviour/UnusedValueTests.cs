using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>What nobody uses is computed all the same where it may throw.</summary>
public class UnusedValueTests
{
    private static readonly Lazy<GradientProbe> Probe = new(static () => GradientProbe.Compile("""
        private static int Quotient(int a, int b) => a / b;

        [Differentiable] public static double Division(double x, double[] a, int n) { _ = 3 / n; return x * x; }
        [Differentiable] public static double Remainder(double x, double[] a, int n) { _ = 3 % n; return x * x; }
        [Differentiable] public static double DivisionOfAHelper(double x, double[] a, int n) { Quotient(3, n); return x * x; }
        [Differentiable] public static double Element(double x, double[] a, int n) { _ = a[n - 1]; return x * x; }
        [Differentiable] public static double Slice(double x, double[] a, int n) { _ = a.AsSpan(n + 9); return x * x; }
        [Differentiable] public static double NewArray(double x, double[] a, int n) { _ = new double[n - 1]; return x * x; }
        [Differentiable] public static double NewIntegers(double x, double[] a, int n) { _ = new int[n - 1]; return x * x; }
        [Differentiable] public static double Overflow(double x, double[] a, int n) { _ = checked(int.MaxValue - (n - 1)); return x * x; }
        [Differentiable] public static double Rounding(double x, double[] a, int n) { double r = Math.Round(x, n + 16); return x * x; }
        [Differentiable] public static double WideIndex(double x, double[] a, long n) { _ = a[n + (1L << 32)]; return x * x; }
        [Differentiable] public static double WideLength(double x, double[] a, long n) { double[] b = new double[n - 1]; return x * x; }
        """));

    // A body that always throws, as one does that is yet to be written.
    [Theory]
    [InlineData("double F(double x) => throw new NotImplementedException();", true)]
    [InlineData("double F(double x) { throw new NotImplementedException(); }", true)]
    [InlineData("double[] F(double x) => throw new NotImplementedException();", false)]
    [InlineData("double[] F(double x) { throw new NotImplementedException(); }", false)]
    [InlineData("(double, double) F(double x) => throw new NotImplementedException();", false)]
    [InlineData("double F(double x) => Missing(x) * x; private static double Missing(double x) => throw new NotImplementedException();", true)]
    [InlineData("double F(double x) => Missing(x)[0] * x; private static double[] Missing(double x) => throw new NotImplementedException();", true)]
    public void BodyThatOnlyThrows_Throws(string method, bool hasGradient)
    {
        GradientProbe probe = GradientProbe.Compile("[Differentiable] public static " + method, ProbeSettings.Default with { Expected = ["MGRAD0203"] });
        ProbedMethod probed = probe["F"];
        object[] arguments = probed.Arguments([0.75]);

        Assert.Equal(hasGradient, probed.HasGradient);
        Assert.IsType<NotImplementedException>(Record.Exception(() => probed.Backward(arguments, probed.Result.IsArray ? [] : [1.0, 1.0], probed.ZeroDerivatives(arguments))));
    }

    [Theory]
    [InlineData("Division", typeof(DivideByZeroException))]
    [InlineData("Remainder", typeof(DivideByZeroException))]
    [InlineData("DivisionOfAHelper", typeof(DivideByZeroException))]
    [InlineData("Element", typeof(IndexOutOfRangeException))]
    [InlineData("Slice", typeof(ArgumentOutOfRangeException))]
    [InlineData("NewArray", typeof(OverflowException))]
    [InlineData("NewIntegers", typeof(OverflowException))]
    [InlineData("Overflow", typeof(OverflowException))]
    [InlineData("Rounding", typeof(ArgumentOutOfRangeException))]
    [InlineData("WideIndex", typeof(IndexOutOfRangeException))]
    [InlineData("WideLength", typeof(OverflowException))]
    public void ValueThatNobodyUses_Throws(string name, Type expected)
    {
        ProbedMethod method = Probe.Value[name];
        object[] arguments = method.Arguments([0.75, new[] { 1.0, 2.0 }, 0]);

        Assert.Equal(expected, Record.Exception(() => method.Call(arguments))?.GetType());
        Assert.Equal(expected, Record.Exception(() => method.Gradient(arguments, method.ZeroDerivatives(arguments)))?.GetType());
        Assert.Equal(expected, Record.Exception(() => method.Backward(arguments, 1.0, method.ZeroDerivatives(arguments)))?.GetType());
        Assert.Equal(expected, Record.Exception(() => method.Tape(arguments, 1.0, method.ZeroDerivatives(arguments)))?.GetType());
        Assert.Equal(0, ScratchMemory.BytesInUse);
    }
}
