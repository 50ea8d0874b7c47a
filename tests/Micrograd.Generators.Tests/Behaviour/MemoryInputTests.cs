using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>What is refused of arguments of the type <c>Memory</c>, by name and before anything is written.</summary>
public class MemoryInputTests
{
    private static readonly Lazy<GradientProbe> LazyProbe = new(() => GradientProbe.Compile("""
        [Differentiable]
        public static double Scale(Memory<double> x, ReadOnlyMemory<double> y)
        {
            x.Span[0] *= y.Span[0];
            return x.Span[0] * x.Span[1];
        }

        [Differentiable]
        public static double Weigh([NoDiff] ReadOnlyMemory<double> weights, Memory<double> x)
        {
            double s = 0.0;
            for (int i = 0; i < weights.Length; i++) { s += weights.Span[i] * x.Span[i]; }
            x.Span[0] = s;
            return s * s;
        }

        private static string Refused(Action call)
        {
            try { call(); return ""; }
            catch (ArgumentException refused) { return refused.ParamName!; }
        }

        public static string[] Refusals()
        {
            double[] x = [1.0, 2.0, 3.0], d = new double[3], e = new double[3];
            string[] names =
            [
                Refused(() => ScaleGradient(x, new double[3], new double[2], e)),
                Refused(() => ScaleGradient(x, new double[2], d, e)),
                Refused(() => ScaleGradient(x, x.AsMemory(2), d, new double[1])),
                Refused(() => ScaleGradient(x, new double[3], x, e)),
                Refused(() => ScaleGradient(x, new double[3], d, d)),
                Refused(() => ScaleBackward(x, x, 1.0, d, e)),
                Refused(() => WeighGradient(x, x, d)),
            ];
            return [.. names, string.Join(" ", x)];
        }
        """));

    [Fact]
    public void WrongMemory_IsRefusedByName() =>
        Assert.Equal(["dX", "dY", "y", "dX", "dY", "y", "x", "1 2 3"], (string[])LazyProbe.Value.Assembly.GetTypes().Single(static t => t.Name == "Functions").GetMethod("Refusals")!.Invoke(null, null)!);
}
