using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>
/// Structs and tuples in the signature: <c>FGradient</c>, <c>FBackward</c> and the overload on the tape, against central differences.
/// Each row says how the argument is made of numbers, how its derivative is read, and what it is on the tape.
/// </summary>
public class StructParameterTests
{
    private const string Types = """
        public struct Pair { public double X, Y; }
        public readonly record struct Position(double X, double Y);
        public record struct Mutable(double A, double B);
        public readonly struct Hidden
        {
            private readonly double _x, _y;
            public Hidden(double x, double y) { if (x == 0 && y == 0) { throw new InvalidOperationException(); } _x = x; _y = y; }
            public double X => _x;
            public double Y => _y;
            public double Norm() => Math.Sqrt(_x * _x + _y * _y);
        }
        public struct GetOnly(double x, double y) { public double X { get; } = x; public double Y { get; } = y; }
        public struct ReadOnlyField { public readonly double X; public double Y; public ReadOnlyField(double x, double y) { X = x; Y = y; } }
        public struct Nested { public Position P; public Pair Q { get; set; } public GetOnly G { get; init; } }
        public struct Counted { public double X; public int N; public string? Name; }
        public struct Box<T> { public T Value; public T Other { get; set; } }
        public struct Words { public double @class; public double @ref { get; set; } }
        public record struct Moment(double @event, double @in);
        """;

    public static TheoryData<string, string, string, string?> Rows => new()
    {
        { "Pair s) => s.X * s.Y", "new Pair { X = v[0], Y = v[1] }", "d.X, d.Y", "(v[0], v[1])" },
        { "Pair s) { s.X *= s.Y; s.Y += s.X; return s.X * s.Y; }", "new Pair { X = v[0], Y = v[1] }", "d.X, d.Y", "(v[0], v[1])" },
        { "in Position s) => s.X * s.X * s.Y", "new Position(v[0], v[1])", "d.X, d.Y", "(v[0], v[1])" },
        { "Position s) { s = s with { X = s.Y * s.X }; return s.X * s.Y; }", "new Position(v[0], v[1])", "d.X, d.Y", "(v[0], v[1])" },
        { "ref readonly Mutable s) => s.A / s.B", "new Mutable(v[0], v[1])", "d.A, d.B", "(v[0], v[1])" },
        { "Mutable s) { for (int i = 0; i < 3; i++) { s.A *= s.B; } return s.A; }", "new Mutable(v[0], v[1])", "d.A, d.B", "(v[0], v[1])" },
        { "Hidden s) => s.X * s.Y * s.Norm()", "new Hidden(v[0], v[1])", "d.X, d.Y", "(v[0], v[1])" },
        { "in Hidden s) => s.X * s.Y", "new Hidden(v[0], v[1])", "d.X, d.Y", "(v[0], v[1])" },
        { "GetOnly s) => s.X * s.Y + s.X", "new GetOnly(v[0], v[1])", "d.X, d.Y", "(v[0], v[1])" },
        { "ReadOnlyField s) => s.X * s.Y + s.X", "new ReadOnlyField(v[0], v[1])", "d.X, d.Y", "(v[0], v[1])" },
        { "Nested s) => s.P.X * s.Q.Y + s.P.Y * s.Q.X * s.G.X - s.G.Y", "new Nested { P = new(v[0], v[1]), Q = new() { X = v[2], Y = v[3] }, G = new(v[4], v[5]) }", "d.P.X, d.P.Y, d.Q.X, d.Q.Y, d.G.X, d.G.Y", "((v[0], v[1]), (v[2], v[3]), (v[4], v[5]))" },
        { "Counted s) { double t = 1; for (int i = 0; i < s.N; i++) { t *= s.X; } return t; }", "new Counted { X = v[0], N = 3, Name = \"n\" }", "d.X", null },
        { "(double A, (double B, double C) Inner) s) => s.A * s.Inner.B + Math.Sin(s.Inner.C)", "(v[0], (v[1], v[2]))", "d.A, d.Inner.B, d.Inner.C", "(v[0], (v[1], v[2]))" },
        { "Complex s) => (s * s + 1).Magnitude", "new Complex(v[0], v[1])", "d.Real, d.Imaginary", "(v[0], v[1])" },
        { "Words s) { s.@class *= s.@ref; return s.@class * s.@ref; }", "new Words { @class = v[0], @ref = v[1] }", "d.@class, d.@ref", "(v[0], v[1])" },
        { "Moment s) => s.@event * s.@event * s.@in", "new Moment(v[0], v[1])", "d.@event, d.@in", "(v[0], v[1])" },
        { "(double @if, double @else) s) => s.@if * s.@else", "(v[0], v[1])", "d.@if, d.@else", "(v[0], v[1])" },
        { "Box<double> s) => s.Value * s.Other", "new Box<double> { Value = v[0], Other = v[1] }", "d.Value, d.Other", "(v[0], v[1])" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void StructParameter_HasItsDerivative(string function, string make, string read, string? tape)
    {
        Assembly assembly = ProbeCompilation.Create([ProbeCompilation.Parse(
            $$"""
            #nullable enable
            using System; using System.Numerics; using Micrograd;
            public static partial class Functions
            {
                {{Types}}
                [Differentiable] public static double F({{function}}{{(function.EndsWith('}') ? "" : ";")}}
                public static double Flat(double[] v) { var s = {{make}}; return F(s); }
                public static double[] Gradient(double[] v) { var s = {{make}}; FGradient(s, out var d); return new[] { {{read}} }; }
                public static double[] Backward(double[] v, double upstream) { var s = {{make}}; FGradient(s, out var d); FBackward(s, upstream, ref d); return new[] { {{read}} }; }
                public static Value? Tape(Value[] v) => {{(tape is null ? "null" : $"F({tape})")}};
            }
            """.Replace("FBackward(s,", function.StartsWith("in ", StringComparison.Ordinal) || function.StartsWith("ref ", StringComparison.Ordinal) ? "FBackward(in s," : "FBackward(s,", StringComparison.Ordinal)
               .Replace("FGradient(s,", function.StartsWith("in ", StringComparison.Ordinal) || function.StartsWith("ref ", StringComparison.Ordinal) ? "FGradient(in s," : "FGradient(s,", StringComparison.Ordinal)
               .Replace("return F(s)", function.StartsWith("ref ", StringComparison.Ordinal) ? "return F(in s)" : "return F(s)", StringComparison.Ordinal),
            "Functions.cs")]).Clean().Load();
        T Get<T>(string name)
            where T : Delegate => assembly.GetType("Functions")!.GetMethod(name)!.CreateDelegate<T>();

        double[] at = [0.7, 1.3, -0.4, 0.9, 1.1, 0.3];
        Func<double[], double> flat = Get<Func<double[], double>>("Flat");
        double[] gradient = Get<Func<double[], double[]>>("Gradient")(at);
        for (int i = 0; i < gradient.Length; i++)
        {
            int k = i;
            (double expected, _) = CentralDifferences.At(x => flat([.. at.Select((v, j) => j == k ? x : v)]), at[i], 0.01);
            Assert.Equal(expected, gradient[i], 1e-7);
        }

        Assert.Equal(gradient.Select(static g => g - (2.5 * g)), Get<Func<double[], double, double[]>>("Backward")(at, -2.5), static (a, b) => Math.Abs(a - b) < 1e-12);
        if (tape is not null)
        {
            Value[] values = [.. at.Select(static v => new Value(v))];
            Value result = Get<Func<Value[], Value>>("Tape")(values);
            result.Backward();
            Assert.Equal(flat(at), result.Data);
            Assert.Equal(gradient, values.Take(gradient.Length).Select(static v => v.Grad), static (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }
}
