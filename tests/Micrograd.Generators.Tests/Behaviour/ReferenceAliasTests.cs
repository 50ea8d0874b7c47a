using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>
/// Variables passed by reference that are the same variable: refused by the name of the second, before anything is written
/// (semantics.md section 5). What cannot harm is let through.
/// </summary>
public class ReferenceAliasTests
{
    private const string Methods = """
        [Differentiable] public static double Both(ref double x, ref double y) { x *= y; y += x; return x + y; }
        [Differentiable] public static double Out(in double x, out double y) { y = x * x; return x * y; }
        [Differentiable] public static double Read(in double x, in double y) => x * y;
        [Differentiable] public static void Memory(Span<double> a, ref double x) { a[0] *= x; x = a[0]; }
        [Differentiable] public static void Input(ReadOnlySpan<double> a, ref double x) => x *= a[0];
        [Differentiable] public static double Plain(double x, double y) => x * y;
        [Differentiable] public static double Weighted(double x, ReadOnlySpan<double> a) => x * a[0] * a[1];
        """;

    private const string InPlace = "WeightedGradient(2.0, v.AsSpan(0, 2), out v[0], v.AsSpan(2, 2))";

    private static readonly Lazy<Assembly> Calls = new(Compile);

    public static TheoryData<string, string> Refused => new()
    {
        { "y", "BothGradient(ref v[0], ref v[0], out v[1], out v[2])" },
        { "dX", "BothGradient(ref v[0], ref v[1], out v[0], out v[2])" },
        { "dX", "BothGradient(ref v[0], ref v[1], out v[1], out v[2])" },
        { "dY", "BothGradient(ref v[0], ref v[1], out v[2], out v[2])" },
        { "dY", "BothGradient(ref v[0], ref v[1], out v[2], out v[0])" },
        { "y", "BothBackward(ref v[0], ref v[0], 1, ref v[1], ref v[2])" },
        { "dX", "BothBackward(ref v[0], ref v[1], 1, ref v[0], ref v[2])" },
        { "dY", "BothBackward(ref v[0], ref v[1], 1, ref v[2], ref v[2])" },
        { "y", "OutGradient(in v[0], out v[0], out v[1])" },
        { "dX", "OutGradient(in v[0], out v[1], out v[0])" },
        { "dX", "OutGradient(in v[0], out v[1], out v[1])" },
        { "dY", "OutBackward(in v[0], out v[1], 1, ref v[2], ref v[1])" },
        { "dX", "ReadGradient(in v[0], in v[1], out v[1], out v[2])" },
        { "dY", "ReadBackward(in v[0], in v[1], 1, ref v[2], ref v[0])" },
        { "x", "MemoryBackward(v.AsSpan(0, 2), ref v[1], new double[2], ref v[2])" },
        { "dX", "MemoryBackward(v.AsSpan(0, 2), ref v[2], new double[2], ref v[1])" },
        { "dA", "MemoryBackward(new double[2], ref v[1], v.AsSpan(0, 2), ref v[2])" },
        { "dX", "MemoryBackward(new double[2], ref v[2], v.AsSpan(0, 2), ref v[1])" },
        { "x", "InputBackward(v.AsSpan(0, 2), ref v[1], new double[2], ref v[2])" },
    };

    public static TheoryData<string> Allowed => new()
    {
        "ReadGradient(in v[0], in v[0], out v[1], out v[2])",
        "ReadBackward(in v[0], in v[1], 1, ref v[2], ref v[2])",
        "PlainBackward(v[0], v[1], 1, ref v[2], ref v[2])",
        "PlainGradient(v[0], v[1], out v[0], out v[1])",
        "BothGradient(ref v[0], ref v[1], out v[2], out v[3])",
        "OutBackward(in v[0], out v[1], 1, ref v[2], ref v[3])",
        "MemoryBackward(v.AsSpan(0, 2), ref v[2], new double[2], ref v[3])",
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void SameVariableTwice_IsRefusedBeforeAnythingIsWritten(string parameter, string call)
    {
        double[] numbers = [2.0, 3.0, 5.0, 7.0];
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Call(call, numbers));

        Assert.Equal(parameter, refusal.ParamName);
        Assert.Equal([2.0, 3.0, 5.0, 7.0], numbers);
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void SeparateVariables_ArePassed(string call)
    {
        double[] numbers = [2.0, 3.0, 5.0, 7.0];
        Call(call, numbers);

        Assert.NotEqual([2.0, 3.0, 5.0, 7.0], numbers);
    }

    [Theory]
    [InlineData("y", "g, ref g[0, 0], new double[1, 2], out number")]
    [InlineData("dY", "g, ref number, new double[1, 2], out g[0, 1]")]
    [InlineData("dY", "new double[1, 2], ref number, g, out g[0, 1]")]
    public void ElementOfAGrid_IsRefused(string parameter, string arguments)
    {
        Assembly assembly = ProbeCompilation.Create([ProbeCompilation.Parse(
            $$"""
            using Micrograd;
            public static partial class Grids
            {
                [Differentiable] public static double F(double[,] a, ref double y) { a[0, 0] *= y; y *= a[0, 0]; return a[0, 0] * y; }

                public static void Call() { double[,] g = { { 2.0, 3.0 } }; double number = 5.0; FGradient({{arguments}}); }
            }
            """,
            "Grids.cs")]).Clean().Load();

        ArgumentException refusal = Assert.Throws<ArgumentException>(assembly.GetType("Grids")!.GetMethod("Call")!.CreateDelegate<Action>());
        Assert.Equal(parameter, refusal.ParamName);
    }

    // The derivative of a number is stored when everything else is done.
    [Fact]
    public void DerivativeOfANumber_MayTakeThePlaceOfAnInput()
    {
        double[] numbers = [3.0, 4.0, 0.0, 0.0];
        Call(InPlace, numbers);

        Assert.Equal([12.0, 4.0, 8.0, 6.0], numbers);
    }

    // What is read of an object is read again in reverse, when the argument has been written.
    [Fact]
    public void ArrayOfAnObjectThatIsWritten_IsRefused()
    {
        Action<bool> run = GradientProbe.Compile("""
            public sealed class Data { public double[] X = [1.0, 2.0, 3.0]; }

            [Differentiable]
            public static double F(Data data, Span<double> k, double x)
            {
                double s = x;
                for (int i = 0; i < data.X.Length; i++) { s += Math.Sin(s) * data.X[i]; k[i] = s * data.X[i]; }
                return s;
            }

            public static void Run(bool isSame)
            {
                Data data = new();
                FGradient(data, isSame ? data.X : new double[3], 0.7, new double[3], out _);
            }
            """).Assembly.GetType("Probes.Functions")!.GetMethod("Run")!.CreateDelegate<Action<bool>>();
        run(false);
        Assert.Equal("k", Assert.Throws<ArgumentException>(() => run(true)).ParamName);
        run(false);
    }

    private static void Call(string call, double[] numbers)
    {
        int index = All().IndexOf(call);
        Calls.Value.GetType("Probes.Functions")!.GetMethod("Call" + index)!.CreateDelegate<Action<double[]>>()(numbers);
    }

    private static List<string> All() => [InPlace, .. Refused.Select<object[], string>(static row => (string)row[1]), .. Allowed.Select<object[], string>(static row => (string)row[0])];

    private static Assembly Compile() =>
        GradientProbe.Compile(Methods + string.Concat(All().Select(static (call, i) => $"\npublic static void Call{i}(double[] v) {{ {call}; }}"))).Assembly;
}
