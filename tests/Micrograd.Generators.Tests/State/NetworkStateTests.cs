namespace Micrograd.Generators.Tests.State;

/// <summary>A network with its weights in fields: its generated gradient against the tape, differences and the same loss over one span.</summary>
public class NetworkStateTests
{
    private const string Net = """
        public sealed partial class Net
        {
            private const int Hidden = 4;
            [Parameter] private readonly double[] _w1 = new double[2 * Hidden];
            [Parameter] private readonly double[] _b1 = new double[Hidden];
            [Parameter] private readonly double[] _w2 = new double[Hidden];
            [Parameter] private double _bias;
            [Parameter] public float Scale { get; set; } = 1.0f;
            private readonly double[] _shift = [0.5, -0.25];
            private double _decay = 0.01;
            private int _calls;

            [Differentiable]
            public double Loss([NoDiff] ReadOnlySpan<double> x, [NoDiff] ReadOnlySpan<double> y, double slope)
            {
                _calls++;
                double sum = 0.0;
                for (int i = 0; i < y.Length; i++)
                {
                    double margin = 1.0 - y[i] * Score(x[2 * i] + _shift[0], x[2 * i + 1] + _shift[1], slope);
                    sum += margin > 0.0 ? margin * margin : 0.0;
                }
                double penalty = 0.0;
                foreach (double w in _w1) { penalty += w * w; }
                return sum / y.Length + _decay * penalty;
            }

            private double Score(double a, double b, double slope)
            {
                double score = _bias;
                for (int j = 0; j < Hidden; j++)
                {
                    score += _w2[j] * Math.Tanh(slope * (_w1[2 * j] * a + _w1[2 * j + 1] * b + _b1[j]));
                }
                return score * Scale;
            }

            public int Calls => _calls;
        }

        public static partial class Flat
        {
            [Differentiable]
            public static double Loss(ReadOnlySpan<double> p, [NoDiff] ReadOnlySpan<double> x, [NoDiff] ReadOnlySpan<double> y, double slope)
            {
                double sum = 0.0;
                for (int i = 0; i < y.Length; i++)
                {
                    double score = p[16];
                    for (int j = 0; j < 4; j++)
                    {
                        score += p[12 + j] * Math.Tanh(slope * (p[2 * j] * (x[2 * i] + 0.5) + p[2 * j + 1] * (x[2 * i + 1] - 0.25) + p[8 + j]));
                    }
                    double margin = 1.0 - y[i] * (score * p[17]);
                    sum += margin > 0.0 ? margin * margin : 0.0;
                }
                double penalty = 0.0;
                for (int k = 0; k < 8; k++) { penalty += p[k] * p[k]; }
                return sum / y.Length + 0.01 * penalty;
            }
        }

        public static class Use
        {
            private static (Net, double[], double[], double[]) Start()
            {
                Random random = new(7);
                double[] p = Enumerable.Range(0, 18).Select(i => i == 17 ? 0.75 : random.NextDouble() - 0.5).ToArray();
                double[] x = new double[40], y = new double[20];
                for (int i = 0; i < 20; i++)
                {
                    double angle = Math.PI * random.NextDouble();
                    bool upper = i % 2 == 0;
                    x[2 * i] = upper ? Math.Cos(angle) : 1 - Math.Cos(angle);
                    x[2 * i + 1] = upper ? Math.Sin(angle) : 0.5 - Math.Sin(angle);
                    y[i] = upper ? 1 : -1;
                }
                Net net = new();
                net.SetParameters(p);
                return (net, p, x, y);
            }

            public static object Shape(object[] none)
            {
                (Net net, double[] p, _, _) = Start();
                double[] copy = new double[net.ParameterCount];
                net.CopyParametersTo(copy);
                return p.Length == net.ParameterCount && copy.SequenceEqual(p) && new Net.Gradients(net).Count == 18;
            }

            // Each step: the three gradients, and their largest difference.
            public static object Train(object[] arguments)
            {
                (Net net, double[] p, double[] x, double[] y) = Start();
                Net.Gradients gradient = new(net);
                double[] g = new double[18], flat = new double[18];
                double worst = 0.0, first = net.Loss(x, y, 1.1);
                for (int step = 0; step < (int)arguments[0]; step++)
                {
                    double loss = net.LossGradient(x, y, 1.1, out double dSlope, gradient);
                    gradient.CopyTo(g);
                    double same = Flat.LossGradient(p, x, y, 1.1, flat, out double dFlat);
                    Net.Values values = Net.Values.From(net);
                    Value slope = new(1.1);
                    Value tape = Net.Loss(x, y, slope, values);
                    tape.Backward();
                    worst = Math.Max(worst, Math.Max(Math.Abs(loss - same), Math.Abs(loss - tape.Data)));
                    worst = Math.Max(worst, Math.Max(Math.Abs(dSlope - dFlat), Math.Abs(dSlope - slope.Grad)));
                    for (int k = 0; k < 18; k++)
                    {
                        double rounding = k == 17 ? 1e-6 : 0.0;
                        worst = Math.Max(worst, Math.Max(Math.Abs(g[k] - flat[k]), Math.Abs(g[k] - values.Parameters[k].Grad)) - rounding);
                        p[k] = k == 17 ? (float)(p[k] - 0.5 * g[k]) : p[k] - 0.5 * g[k];
                    }
                    net.SetParameters(p);
                }
                return new[] { worst, net.Loss(x, y, 1.1) / first };
            }

            public static object Differences(object[] none)
            {
                (Net net, double[] p, double[] x, double[] y) = Start();
                Net.Gradients gradient = new(net);
                net.LossGradient(x, y, 1.1, out double _, gradient);
                double[] g = new double[18];
                gradient.CopyTo(g);
                double worst = 0.0;
                for (int k = 0; k < 17; k++)
                {
                    double[] q = [.. p];
                    q[k] = p[k] + 1e-5;
                    net.SetParameters(q);
                    double up = net.Loss(x, y, 1.1);
                    q[k] = p[k] - 1e-5;
                    net.SetParameters(q);
                    worst = Math.Max(worst, Math.Abs((up - net.Loss(x, y, 1.1)) / 2e-5 - g[k]));
                }
                return worst;
            }

            public static object Adds(object[] none)
            {
                (Net net, double[] p, double[] x, double[] y) = Start();
                Net.Gradients once = new(net), twice = new(net);
                double d = 0.0;
                net.LossGradient(x, y, 1.1, out double dSlope, once);
                net.LossBackward(x, y, 1.1, 0.5, ref d, twice);
                net.LossBackward(x, y, 1.1, 0.5, ref d, twice);
                return Math.Abs(d - dSlope) < 1e-14 && once.W1.Zip(twice.W1, (a, b) => Math.Abs(a - b)).Max() < 1e-14 && Math.Abs(once.Bias - twice.Bias) < 1e-14 && net.Calls == 3;
            }

            // Measured apart: the box of a result may be made before the result is.
            public static object Allocated(object[] none)
            {
                long[] bytes = new long[1];
                Measure(bytes);
                return bytes[0];
            }

            private static void Measure(long[] bytes)
            {
                (Net net, double[] p, double[] x, double[] y) = Start();
                Net.Gradients gradient = new(net);
                for (int i = 0; i < 50; i++) { net.LossGradient(x, y, 1.1, out double _, gradient); }
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 10; i++) { net.LossGradient(x, y, 1.1, out double _, gradient); }
                bytes[0] = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            public static object Guarded(object[] none)
            {
                (Net net, double[] p, double[] x, double[] y) = Start();
                try { net.LossGradient(x, y, 1.1, out double _, null!); return false; }
                catch (ArgumentNullException e) { return e.ParamName == "gradient"; }
            }
        }
        """;

    private static readonly Lazy<StateProbe> Probe = new(() => StateProbe.Compile(Net));

    [Fact]
    public void Parameters_AreCopiedInSourceOrder() => Assert.True(Probe.Value.Run<bool>("Shape"));

    [Fact]
    public void Training_AgreesWithTheFlatLossAndTheTapeAtEveryStep()
    {
        double[] result = Probe.Value.Run<double[]>("Train", 150);

        Assert.True(result[0] < 1e-11, $"largest difference {result[0]}");
        Assert.True(result[1] < 0.7, $"the loss fell to {result[1]} of the first");
    }

    [Fact]
    public void Gradient_AgreesWithCentralDifferences() => Assert.True(Probe.Value.Run<double>("Differences") < 1e-8);

    [Fact]
    public void Backward_AddsAndTheMethodRunsOnce() => Assert.True(Probe.Value.Run<bool>("Adds"));

    [Fact]
    public void Gradient_AllocatesNothing() => Assert.Equal(0L, Probe.Value.Run<long>("Allocated"));

    [Fact]
    public void MissingGradients_AreAnArgumentException() => Assert.True(Probe.Value.Run<bool>("Guarded"));
}
