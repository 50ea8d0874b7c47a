using Micrograd.Generators.Tests.State;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>Arrays and spans in structs are arguments like any other: what is written may not be anything else, too (semantics.md section 5).</summary>
public class StructOverlapTests
{
    private static readonly Lazy<StateProbe> Probe = new(static () => StateProbe.Compile("""
        public struct H { public double[] A; public double[] B; public double K; }
        public static partial class Use
        {
        [Differentiable] public static double WritesTheOther(H h, double[] a) { a[0] *= 2; return h.A[0] * a[0] * h.B[1] * h.K; }
        [Differentiable] public static double WritesTheFirst(H h, double[] a) { h.A[0] *= 2; return h.A[0] * a[0] * h.B[1] * h.K; }
        [Differentiable] public static double OnlyReads(H h, double[] a) => h.A[0] * a[0] * h.B[1] * h.K;

        private static H Derivative => new() { A = new double[2], B = new double[2] };

        private delegate double Backward(H h, double[] a, double upstream, ref H dH, Span<double> dA);

        private static string Refused(Backward backward, H h, double[] a, H dH, double[] dA) { try { backward(h, a, 1, ref dH, dA); return "taken"; } catch (ArgumentException e) { return e.ParamName!; } }

        // The arrays of the arguments h.A, h.B, a, dH.A, dH.B, dA, by number: the same number is the same array.
        public static object RunCase(object[] at)
        {
            double[][] memory = [.. Enumerable.Range(0, 6).Select(static k => new[] { k + 1.0, k + 2.0 })];
            double[] Of(int i) => memory[(int)at[i + 1]];
            Backward backward = (string)at[0] switch { "WritesTheOther" => WritesTheOtherBackward, "WritesTheFirst" => WritesTheFirstBackward, _ => OnlyReadsBackward };
            return Refused(backward, new H { A = Of(0), B = Of(1), K = 2 }, Of(2), new H { A = Of(3), B = Of(4) }, Of(5));
        }
        }
        """));

    [Theory]
    [InlineData("WritesTheOther", "taken", 0, 1, 2, 3, 4, 5)]
    [InlineData("WritesTheOther", "taken", 0, 0, 2, 3, 4, 5)]
    [InlineData("WritesTheOther", "a", 0, 1, 0, 3, 4, 5)]
    [InlineData("WritesTheOther", "a", 0, 1, 1, 3, 4, 5)]
    [InlineData("WritesTheFirst", "taken", 0, 1, 1, 3, 4, 5)]
    [InlineData("WritesTheFirst", "a", 0, 1, 0, 3, 4, 5)]
    [InlineData("WritesTheFirst", "h", 0, 0, 2, 3, 4, 5)]
    [InlineData("OnlyReads", "taken", 0, 0, 0, 3, 4, 5)]
    [InlineData("OnlyReads", "dA", 0, 1, 2, 3, 4, 0)]
    [InlineData("OnlyReads", "dA", 0, 1, 2, 3, 4, 3)]
    [InlineData("OnlyReads", "dH", 0, 1, 2, 2, 4, 5)]
    [InlineData("OnlyReads", "dH", 0, 1, 2, 3, 0, 5)]
    [InlineData("OnlyReads", "dH", 0, 1, 2, 3, 3, 5)]
    public void WrittenMemory_IsApartFromWhatStructsHold(string method, string expected, int a, int b, int other, int dA, int dB, int dOther) =>
        Assert.Equal(expected, Probe.Value.Run<string>("RunCase", method, a, b, other, dA, dB, dOther));
}
