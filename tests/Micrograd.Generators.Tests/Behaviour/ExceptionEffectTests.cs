using Micrograd.Generators.Tests.State;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>
/// A method that throws midway has written something: the generated members leave the same behind, also where they work on copies
/// (semantics.md section 5).
/// </summary>
public class ExceptionEffectTests
{
    private const string Methods = """
        public record struct P(double X, double Y);
        public static partial class Use
        {
        [Differentiable] public static double Slices(Span<P> p, int last)
        {
            Span<P> rest = p[1..];
            for (int i = 0; i < rest.Length; i++)
            {
                rest[i].X *= p[0].Y;
                if (i == last) { throw new InvalidOperationException("stop"); }
            }

            return rest[0].X * p[0].X;
        }

        [Differentiable] public static double Tape(Span<double> x, ref double sum, out double y)
        {
            Span<double> rest = x;
            y = x[0];
            while (rest.Length > 1 && rest[0] < 100.0)
            {
                rest[1] *= rest[0];
                sum += rest[1];
                y = sum * x[0];
                if (rest[1] > 20.0) { throw new InvalidOperationException("stop"); }
                rest = rest.Slice(1);
            }

            return sum * x[^1];
        }

        [Differentiable] public static double Structs(Span<P> p, ref double sum, out double y)
        {
            y = p[0].X;
            Span<P> rest = p;
            while (rest.Length > 1 && rest[0].X < 100.0)
            {
                rest[1].X *= rest[0].Y;
                sum += rest[1].X;
                if (rest[1].X > 20.0) { throw new InvalidOperationException("stop"); }
                rest = rest.Slice(1);
            }

            return sum * y;
        }

        private static double[] Numbers => [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        private static P[] Make(double[] v) { P[] p = new P[v.Length / 2]; for (int i = 0; i < p.Length; i++) { p[i] = new(v[2 * i], v[2 * i + 1]); } return p; }
        private static string Effects(Action call, Func<string> state) { string end = "returned"; try { call(); } catch (InvalidOperationException e) { end = e.Message; } return end + " " + state(); }

        public static object RunSlices(object[] last)
        {
            double[] v = Numbers;
            P[] a = Make(v), b = Make(v), c = Make(v);
            int stop = (int)last[0];
            return (string[])[Effects(() => Slices(a, stop), () => string.Join(" ", a)), Effects(() => SlicesGradient(b, stop, new P[b.Length]), () => string.Join(" ", b)), Effects(() => SlicesBackward(c, stop, 2, new P[c.Length]), () => string.Join(" ", c))];
        }

        public static object RunTape(object[] last)
        {
            double[] v = Numbers;
            double[] a = [.. v], b = [.. v], r = [1, 7, 1, 7];
            return (string[])[Effects(() => Tape(a, ref r[0], out r[1]), () => $"{r[0]} {r[1]} " + string.Join(" ", a)), Effects(() => { double d = 0, e = 0; TapeBackward(b, ref r[2], out r[3], 1, new double[b.Length], ref d, ref e); }, () => $"{r[2]} {r[3]} " + string.Join(" ", b))];
        }

        public static object RunStructs(object[] last)
        {
            double[] v = Numbers;
            P[] a = Make(v), b = Make(v);
            double[] r = [1, 7, 1, 7];
            return (string[])[Effects(() => Structs(a, ref r[0], out r[1]), () => $"{r[0]} {r[1]} " + string.Join(" ", a)), Effects(() => { double d = 0, e = 0; StructsBackward(b, ref r[2], out r[3], 1, new P[b.Length], ref d, ref e); }, () => $"{r[2]} {r[3]} " + string.Join(" ", b))];
        }

        // Nothing is written yet when it throws.
        public static object RunTapeEarly(object[] last)
        {
            double[] v = Numbers;
            double[] r = [1, 7, 1, 7];
            string Early(Action call, Func<string> state) { string end = "returned"; try { call(); } catch (IndexOutOfRangeException) { end = "range"; } return end + " " + state(); }
            return (string[])[Early(() => Tape([], ref r[0], out r[1]), () => $"{r[0]} {r[1]}"), Early(() => { double d = 0, e = 0; TapeBackward([], ref r[2], out r[3], 1, [], ref d, ref e); }, () => $"{r[2]} {r[3]}")];
        }
        }
        """;

    private static readonly Lazy<StateProbe> Probe = new(static () => StateProbe.Compile(Methods, "MGRAD0300"));

    [Theory]
    [InlineData("RunSlices", "stop", 1)]
    [InlineData("RunSlices", "returned", 9)]
    [InlineData("RunTape", "stop", 0)]
    [InlineData("RunStructs", "stop", 0)]
    [InlineData("RunTapeEarly", "range", 0)]
    public void MethodThatThrows_LeavesWhatItWrote(string run, string end, int last)
    {
        string[] states = Probe.Value.Run<string[]>(run, last);

        Assert.StartsWith(end, states[0], StringComparison.Ordinal);
        Assert.All(states, state => Assert.Equal(states[0], state));
        Assert.Equal(0, ScratchMemory.BytesInUse);
    }
}
