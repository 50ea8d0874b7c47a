using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>semantics.md section 5: bad input is refused by name before anything is written, and leaves nothing behind.</summary>
public class BadInputTests
{
    private static readonly Lazy<GradientProbe> LazyProbe = new(() => GradientProbe.Compile("""
        [Differentiable]
        public static double Dot(ReadOnlySpan<double> a, double[] b)
        {
            double s = 0.0;
            for (int i = 0; i < a.Length; i++) { s += a[i] * b[i]; }
            return s;
        }

        [Differentiable]
        public static double Scale(double[] x, Span<double> y, double f)
        {
            double s = 0.0;
            for (int i = 0; i < x.Length; i++) { y[i] = y[i] * f + x[i]; s += y[i] * y[i]; }
            return s;
        }

        [Differentiable]
        public static double WithConstants(double[] x, [NoDiff] double[] c, int[] index) => x[index[0]] * c[0];

        [Differentiable]
        public static double Throws(Span<double> x, int n)
        {
            double t = 1.0;
            for (int i = 0; i < x.Length; i++)
            {
                double[] buffer = new double[64];
                buffer[i] = Math.Sin(t) * x[i];
                t += buffer[i] * buffer[i];
                if (i == n) { throw new InvalidOperationException("the user's own"); }
            }

            return t;
        }

        [Differentiable]
        public static double OutOfRange(double[] x, int n)
        {
            double t = 1.0;
            for (int i = 0; i < n; i++) { t = t * t + x[i]; }
            return t;
        }

        [Differentiable]
        public static double[] Doubled(double[] x)
        {
            double[] y = new double[x.Length];
            for (int i = 0; i < y.Length; i++) { y[i] = 2.0 * x[i]; }
            return y;
        }

        [Differentiable]
        public static double[] Constant(double[] x) => new double[x.Length];

        [Differentiable]
        public static float Single(ReadOnlySpan<float> x, double[] y) => x[0] * (float)y[0];
        """));

    private static GradientProbe Probe => LazyProbe.Value;

    [Theory]
    [InlineData("Dot", 0, "dA")]
    [InlineData("Dot", 1, "dB")]
    [InlineData("Scale", 1, "dY")]
    [InlineData("Single", 0, "dX")]
    public void DerivativeOfWrongLength_IsRefused(string name, int parameter, string expected)
    {
        foreach (int length in new[] { 1, 3 })
        {
            ProbedMethod method = Probe[name];
            Refused<ArgumentException>(method, Point(name), expected, (_, d) => d[parameter] = Resized(d[parameter]!, length));
        }
    }

    [Fact]
    public void DerivativeOverlappingAnInput_IsRefused()
    {
        Refused<ArgumentException>(Probe["Dot"], Point("Dot"), "dA", static (a, d) => d[0] = a[0]);
        Refused<ArgumentException>(Probe["Dot"], Point("Dot"), "dA", static (a, d) => d[0] = a[1]);
        Refused<ArgumentException>(Probe["Dot"], Point("Dot"), "dB", static (a, d) => d[1] = a[1]);
        Refused<ArgumentException>(Probe["Scale"], Point("Scale"), "dX", static (a, d) => d[0] = a[1]);
    }

    // A constant input is an input too.
    [Fact]
    public void DerivativeOverlappingAConstantInput_IsRefused() =>
        Refused<ArgumentException>(Probe["WithConstants"], Point("WithConstants"), "dX", static (a, d) => d[0] = a[1]);

    [Fact]
    public void DerivativesOverlappingEachOther_AreRefused()
    {
        Refused<ArgumentException>(Probe["Dot"], Point("Dot"), "dB", static (_, d) => d[1] = d[0]);
        Refused<ArgumentException>(Probe["Scale"], Point("Scale"), "dY", static (_, d) => d[1] = d[0]);
    }

    [Fact]
    public void WrittenArgumentsThatOverlap_AreRefused() =>
        Refused<ArgumentException>(Probe["Scale"], Point("Scale"), "y", static (a, _) => a[1] = a[0]);

    [Fact]
    public void ReadArgumentsThatOverlap_EachGetTheirPart()
    {
        object[] arguments = Probe["Dot"].Arguments(Point("Dot"));
        arguments[1] = arguments[0];
        object?[] derivatives = Probe["Dot"].ZeroDerivatives(arguments);

        Probe["Dot"].Gradient(arguments, derivatives);

        Assert.Equal((double[])arguments[0], (double[])derivatives[0]!);
        Assert.Equal((double[])arguments[0], (double[])derivatives[1]!);
    }

    [Theory]
    [InlineData("Dot", 1, "b")]
    [InlineData("Scale", 0, "x")]
    [InlineData("WithConstants", 0, "x")]
    [InlineData("Single", 1, "y")]
    public void NullArray_IsRefused(string name, int parameter, string expected) =>
        Refused<ArgumentNullException>(Probe[name], Point(name), expected, (a, d) => a[parameter] = null!);

    [Theory]
    [InlineData("Throws", typeof(InvalidOperationException))]
    [InlineData("OutOfRange", typeof(IndexOutOfRangeException))]
    public void ExceptionOfTheUsersOwn_PassesThroughAndTheNextCallWorks(string name, Type expected)
    {
        ProbedMethod method = Probe[name];
        long before = ScratchMemory.BytesInUse;
        object[] bad = method.Arguments([new[] { 0.5, 0.25, 0.125 }, name == "Throws" ? 1 : 5]);
        for (int i = 0; i < 3; i++)
        {
            Assert.IsType(expected, Record.Exception(() => method.Gradient(bad, method.ZeroDerivatives(bad))));
            Assert.IsType(expected, Record.Exception(() => method.Backward(bad, 1.0, method.ZeroDerivatives(bad))));
            Assert.Equal(before, ScratchMemory.BytesInUse);
        }

        Probe.AgreesWithAllOracles(name, at: [new[] { 0.5, 0.25, 0.125 }, name == "Throws" ? 99 : 3]);
    }

    // How long the result is, is known when the method has run.
    [Theory]
    [InlineData("Doubled", 1)]
    [InlineData("Doubled", 3)]
    [InlineData("Constant", 1)]
    [InlineData("Constant", 3)]
    public void UpstreamOfWrongLength_IsRefused(string name, int length)
    {
        ProbedMethod method = Probe[name];
        object[] arguments = method.Arguments([new[] { 1.0, 2.0 }]);
        object?[] derivatives = method.Derivatives(arguments, static () => 12.5);

        Assert.Equal("upstream", Assert.IsType<ArgumentException>(Record.Exception(() => method.Backward(arguments, new double[length], derivatives))).ParamName);
        Assert.Equal([12.5, 12.5], ProbedMethod.Flatten(derivatives));
    }

    private static object[] Point(string name) => name switch
    {
        "Dot" => [new[] { 1.0, 2.0 }, new[] { 3.0, 4.0 }],
        "Scale" => [new[] { 1.0, 2.0 }, new[] { 3.0, 4.0 }, 0.5],
        "WithConstants" => [new[] { 1.0, 2.0 }, new[] { 3.0, 4.0 }, new[] { 1, 0 }],
        _ => [new[] { 1f, 2f }, new[] { 3.0, 4.0 }],
    };

    private static Array Resized(object derivative, int length)
    {
        Array given = (Array)derivative;
        Array resized = Array.CreateInstance(given.GetType().GetElementType()!, length);
        Array.Copy(given, resized, Math.Min(length, given.Length));
        return resized;
    }

    // Both members refuse, name the parameter, and have written nothing by then.
    private static void Refused<TException>(ProbedMethod method, object[] at, string parameter, Action<object[], object?[]> spoil)
        where TException : ArgumentException
    {
        foreach (bool gradient in new[] { true, false })
        {
            object[] arguments = method.Arguments(at);
            object?[] derivatives = method.Derivatives(arguments, static () => 12.5);
            spoil(arguments, derivatives);
            double[] before = ProbedMethod.Flatten([.. arguments, .. derivatives]);
            long scratch = ScratchMemory.BytesInUse;

            Exception? thrown = Record.Exception(() => gradient ? method.Gradient(arguments, derivatives) : method.Backward(arguments, 1.0, derivatives));

            TException refused = Assert.IsType<TException>(thrown);
            Assert.Equal(parameter, refused.ParamName);
            Assert.Equal(before, ProbedMethod.Flatten([.. arguments, .. derivatives]));
            Assert.Equal(scratch, ScratchMemory.BytesInUse);
        }
    }
}
