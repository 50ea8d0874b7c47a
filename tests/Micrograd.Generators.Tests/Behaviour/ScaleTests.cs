using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>Many threads, many iterations, deep stacks of scratch memory.</summary>
public class ScaleTests
{
    private static readonly Lazy<GradientProbe> LazyProbe = new(() => GradientProbe.Compile("""
        [Differentiable]
        public static double Recurrence(double x, int n)
        {
            double a = 0.5;
            for (int i = 0; i < n; i++)
            {
                a = a > 0.6 ? a * x * (1.0 - a) : Math.Sqrt(a) + 0.001 * x;
            }

            return a;
        }

        [Differentiable]
        public static double WhileSum(double x, int n)
        {
            double s = 0.0;
            while (n-- > 0)
            {
                if (n % 7 == 3) { continue; }
                s = s * 0.999 + x * x;
            }

            return s;
        }

        [Differentiable]
        public static double Buffers(ReadOnlySpan<double> x, int n)
        {
            double s = 0.0;
            for (int k = 0; k < n; k++)
            {
                double[] t = new double[x.Length];
                for (int i = 0; i < t.Length; i++) { t[i] = Math.Tanh(x[i] + s * 0.01 + k); }
                for (int i = 1; i < t.Length; i++) { t[i] += t[i - 1] * t[i]; }
                s += t[t.Length - 1];
            }

            return s;
        }
        """));

    [Theory]
    [InlineData("Recurrence", 2_000_000)]
    [InlineData("WhileSum", 3_000_000)]
    public void MillionsOfIterations_AgreeWithForwardRecurrence(string name, int n)
    {
        ProbedMethod method = LazyProbe.Value[name];
        object[] arguments = method.Arguments([1.9, n]);
        object?[] derivatives = method.ZeroDerivatives(arguments);

        object? value = method.Gradient(arguments, derivatives);

        (double expectedValue, double expected) = name == "Recurrence" ? Recurrence(1.9, n) : WhileSum(1.9, n);
        Assert.Equal(expectedValue, value);
        Assert.Equal(expected, (double)derivatives[0]!, Math.Abs(expected) * 1e-10);
        ScratchMemory.Trim();
    }

    [Fact]
    public void ManyThreads_GiveTheSingleThreadsBits()
    {
        ProbedMethod method = LazyProbe.Value["Buffers"];
        double[][] points = [.. Enumerable.Range(0, 2000).Select(static i => new[] { Math.Sin(i), Math.Cos(i), i * 1e-3, 0.5 }[..(1 + (i % 4))])];
        double[][] single = [.. points.Select(p => Gradient(method, p))];
        double[][] many = new double[points.Length][];

        Thread[] threads = [.. Enumerable.Range(0, 4).Select(worker => new Thread(() =>
        {
            for (int i = worker; i < points.Length; i += 4)
            {
                many[i] = Gradient(method, points[i]);
            }
        }))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());

        Assert.Equal(single, many);
    }

    private static double[] Gradient(ProbedMethod method, double[] point)
    {
        object[] arguments = method.Arguments([point, 5]);
        object?[] derivatives = method.ZeroDerivatives(arguments);
        object? value = method.Gradient(arguments, derivatives);
        return [(double)value!, .. ProbedMethod.Flatten(derivatives)];
    }

    private static (double Value, double Derivative) Recurrence(double x, int n)
    {
        (double a, double da) = (0.5, 0.0);
        for (int i = 0; i < n; i++)
        {
            (a, da) = a > 0.6
                ? (a * x * (1.0 - a), (da * x * (1.0 - a)) + (a * (1.0 - a)) - (a * x * da))
                : (Math.Sqrt(a) + (0.001 * x), (da * 0.5 / Math.Sqrt(a)) + 0.001);
        }

        return (a, da);
    }

    private static (double Value, double Derivative) WhileSum(double x, int n)
    {
        (double s, double ds) = (0.0, 0.0);
        while (n-- > 0)
        {
            if (n % 7 != 3)
            {
                (s, ds) = ((s * 0.999) + (x * x), (ds * 0.999) + (2.0 * x));
            }
        }

        return (s, ds);
    }
}
