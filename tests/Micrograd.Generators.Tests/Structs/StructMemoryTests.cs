using System.Reflection;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>
/// Arrays and spans of structs in the signature, against the tape and central differences. Every argument is made of the same eight
/// numbers: four pairs, or two pairs of pairs. What the method leaves in them counts as part of its result.
/// </summary>
public class StructMemoryTests
{
    private const string Types = """
        public struct Pair { public double X, Y; public readonly double Dot(Pair o) => X * o.X + Y * o.Y; }
        public readonly record struct Position(double X, double Y) { public static Position operator +(Position a, Position b) => new(a.X + b.X, a.Y + b.Y); }
        public record struct Mutable(double A, double B);
        public readonly struct Hidden { private readonly double _x, _y; public Hidden(double x, double y) { _x = x; _y = y; } public double X => _x; public double Y => _y; }
        public struct Twice { public Position First; public Pair Second { get; set; } }
        private static double Energy(ReadOnlySpan<Pair> p) { double s = 0; foreach (Pair q in p) { s += q.Dot(q) * q.X; } return s; }
        private static void Shift(Span<Pair> p, double by) { for (int i = 0; i < p.Length; i++) { p[i].X += by * p[i].Y; } }
        """;

    private static readonly Dictionary<string, (string Make, string[] Read)> Elements = new()
    {
        ["Pair"] = ("new Pair { X = v[k], Y = v[k + 1] }", ["X", "Y"]),
        ["Position"] = ("new Position(v[k], v[k + 1])", ["X", "Y"]),
        ["Mutable"] = ("new Mutable(v[k], v[k + 1])", ["A", "B"]),
        ["Hidden"] = ("new Hidden(v[k], v[k + 1])", ["X", "Y"]),
        ["Complex"] = ("new Complex(v[k], v[k + 1])", ["Real", "Imaginary"]),
        ["(double A, double B)"] = ("(v[k], v[k + 1])", ["A", "B"]),
        ["Twice"] = ("new Twice { First = new(v[k], v[k + 1]), Second = new() { X = v[k + 2], Y = v[k + 3] } }", ["First.X", "First.Y", "Second.X", "Second.Y"]),
    };

    public static TheoryData<string, string, string, string> Rows
    {
        get
        {
            (string Memory, string Element, string Body)[] functions =
            [
                ("{0}[]", "Pair", "double s = 0; for (int i = 0; i < p.Length; i++) { s += p[i].X * p[i].Y * p[0].X; } return s;"),
                ("Span<{0}>", "Pair", "double s = 0; for (int i = 1; i < p.Length; i++) { p[i].X *= p[i - 1].X; s += p[i].X * p[i].Y; } return s;"),
                ("{0}[]", "Pair", "for (int i = 1; i < p.Length; i++) { (p[i].X, p[i - 1].Y) = (p[i - 1].Y * p[i].X, p[i].X); } p[0] = p[3]; return p[0].X * p[1].Y;"),
                ("ReadOnlySpan<{0}>", "Pair", "return Energy(p) * Energy(p[1..^1]) + p[^1].X;"),
                ("{0}[]", "Pair", "Shift(p, p[0].X); Shift(p.AsSpan(1, 2), 2); return Energy(p);"),
                ("Span<{0}>", "Pair", "ref Pair q = ref p[2]; q.X *= q.Y; p[1..].CopyTo(p); p.Slice(2).Reverse(); return Energy(p);"),
                ("{0}[]", "Pair", "Pair[] c = (Pair[])p.Clone(); c[1].X *= p[0].Y; Pair[] t = p; t[0] = c[1]; return Energy(t) + c[2].X * p[0].X;"),
                ("Span<{0}>", "Pair", "p[0] = new Pair { X = p[1].X * p[2].Y, Y = p[0].X }; p[1..2].Clear(); p.Slice(2).Fill(p[0]); foreach (ref Pair q in p) { q.Y += q.X; } return Energy(p);"),
                ("ReadOnlySpan<{0}>", "Position", "Position s = default; foreach (Position q in p) { s += q; } return s.X * s.Y;"),
                ("{0}[]", "Position", "for (int i = 1; i < p.Length; i++) { p[i] = p[i] with { Y = p[i].X * p[i - 1].Y }; } return p[3].Y;"),
                ("Span<{0}>", "Mutable", "double s = 1; for (int i = p.Length - 1; i >= 0; i--) { p[i].A /= p[i].B; s *= p[i].A; } return s;"),
                ("{0}[]", "Hidden", "double s = 0; foreach (Hidden h in p) { s += h.X * h.Y; } p[1] = new Hidden(s, p[1].X); return s * p[1].Y;"),
                ("ReadOnlySpan<{0}>", "Hidden", "double s = 0; for (int i = 0; i < p.Length; i++) { s += p[i].X * p[i].Y * p[i].Y; } return s;"),
                ("{0}[]", "Complex", "Complex s = 1; for (int i = 0; i < p.Length; i++) { s *= p[i]; p[i] = s; } return s.Magnitude;"),
                ("ReadOnlySpan<{0}>", "(double A, double B)", "double s = 0; foreach (var (a, b) in p) { s += a / b; } return s * s;"),
                ("{0}[]", "(double A, double B)", "(p[0], p[1]) = (p[1], p[0]); p[2].A += p[0].B * p[2].A; return p[2].A * p[1].A;"),
                ("{0}[]", "Twice", "double s = 0; for (int i = 0; i < p.Length; i++) { Pair q = p[i].Second; q.X *= p[i].First.Y; p[i].Second = q; s += q.Dot(q) + p[i].First.X; } return s;"),
                ("Span<{0}>", "Twice", "for (int i = 0; i < p.Length; i++) { p[i].First = new(p[i].First.Y, p[i].Second.X * p[i].First.X); } return p[0].First.Y * p[1].First.Y;"),
                ("ReadOnlySpan<{0}>", "Pair", "Pair most = p[0]; for (int i = 1; i < p.Length; i++) { if (p[i].X > most.X) { most = p[i]; } } return most.X * most.Y * p.Length;"),
                ("{0}[]", "Pair", "ReadOnlySpan<Pair> q = p; double s = 0; while (q.Length > 0) { s += q[0].X * q[0].Y; q = q.Slice(1); } return s * s;"),
            ];
            TheoryData<string, string, string, string> rows = [];
            foreach ((string memory, string element, string body) in functions)
            {
                foreach (GeneratorSwitches switches in GeneratorSwitches.All)
                {
                    rows.Add(memory, element, body, switches.Name);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void MemoryOfStructs_HasItsDerivative(string memory, string element, string body, string switches)
    {
        FlatFunction function = new(Compile(memory, element, body, GeneratorSwitches.All.Single(s => s.Name == switches).Settings));
        double[] at = [0.7, 1.3, -0.4, 0.9, 1.1, 0.3, -0.8, 0.6];
        function.Check(at, [0.25, -0.5, 0.75, 1.0, -1.25, 1.5, 0.125, -2.0], isReadOnly: memory.StartsWith("Read", StringComparison.Ordinal));
        Assert.Equal(0, function.Allocated(at));
    }

    [Fact]
    public void WrongMemory_IsNamed()
    {
        Assembly assembly = Compile("{0}[]", "Pair", "p[0].X *= 2; return p[0].X * p[0].Y;", GeneratorSwitches.All[0].Settings);
        MethodInfo gradient = assembly.GetType("Functions")!.GetMethod("FGradient")!;
        Type pair = gradient.GetParameters()[0].ParameterType.GetElementType()!;
        Array p = Array.CreateInstance(pair, 2);
        Exception Thrown(params object?[] arguments) => Assert.Throws<TargetInvocationException>(() => gradient.Invoke(null, arguments)).InnerException!;

        Assert.Equal("p", Assert.IsType<ArgumentNullException>(Thrown(null, p)).ParamName);
        Assert.Equal("dP", Assert.IsType<ArgumentNullException>(Thrown(p, null)).ParamName);
        Assert.Equal("dP", Assert.IsType<ArgumentException>(Thrown(p, Array.CreateInstance(pair, 3))).ParamName);
        Assert.Equal("dP", Assert.IsType<ArgumentException>(Thrown(p, p)).ParamName);
    }

    private static Assembly Compile(string memory, string element, string body, ProbeSettings settings)
    {
        (string make, string[] read) = Elements[element];
        int width = read.Length;
        string type = string.Format(null, memory, element);
        string lifted = element == "Twice" ? "((Value X, Value Y) First, (Value X, Value Y) Second)" : $"(Value {read[0]}, Value {read[1]})";
        string liftedMake = element == "Twice" ? "((v[k], v[k + 1]), (v[k + 2], v[k + 3]))" : "(v[k], v[k + 1])";
        string copyBack = string.Concat(read.Select((r, j) => $"v[{width} * i + {j}] = p[i].{r}; "));
        return ProbeCompilation.Create(
            [ProbeCompilation.Parse(
                $$"""
                using System; using System.Numerics; using Micrograd;
                public static partial class Functions
                {
                    {{Types}}
                    [Differentiable] public static double F({{type}} p) { {{body}} }
                    private static {{element}}[] Make(double[] v) { var p = new {{element}}[v.Length / {{width}}]; for (int i = 0; i < p.Length; i++) { int k = {{width}} * i; p[i] = {{make}}; } return p; }
                    private static void Back({{element}}[] p, double[] v) { for (int i = 0; i < p.Length; i++) { {{copyBack}}} }
                    public static double Flat(double[] v) { var p = Make(v); double y = F(p); Back(p, v); return y; }
                    public static double Gradient(double[] v, double[] w) { var p = Make(v); var d = Make(w); double y = FGradient(p, d); Back(p, v); Back(d, w); return y; }
                    public static double Backward(double[] v, double upstream, double[] w) { var p = Make(v); var d = Make(w); double y = FBackward(p, upstream, d); Back(p, v); Back(d, w); return y; }
                    public static Value Tape(Value[] v) { var p = new {{lifted}}[v.Length / {{width}}]; for (int i = 0; i < p.Length; i++) { int k = {{width}} * i; p[i] = {{liftedMake}}; } return F(p); }
                    public static long Allocated(double[] v)
                    {
                        var p = Make(v); var d = Make(v); long before = 0;
                        for (int i = 0; i < 8; i++) { if (i == 4) { before = GC.GetAllocatedBytesForCurrentThread(); } FGradient(p, d); FBackward(p, 1, d); }
                        return GC.GetAllocatedBytesForCurrentThread() - before;
                    }
                }
                """,
                "Functions.cs")],
            settings).Clean().Load();
    }
}
