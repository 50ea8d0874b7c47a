using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>Integers overflow in the derivatives where they do in the method, and nowhere else, in a project that checks and in one that does not.</summary>
public class OverflowContextTests
{
    private const int Large = int.MaxValue - 1;

    private const string Source = """
        private static readonly List<int> Items = [int.MaxValue];
        private static int _total;

        [Differentiable] public static double DefaultSum(double x, int n) { int k = n + n; return x * k; }
        [Differentiable] public static double DefaultInBits(double x, int n) { int k = (n + n) & 3; return x * k; }
        [Differentiable] public static double DefaultConversionInBits(double x, int n) { int k = (int)(1e10 * Math.Sin(n + x)) & 3; return x * k; }
        [Differentiable] public static double DefaultInLongSum(double x, int n) { long k = 1L + (n * n); return x * k; }
        [Differentiable] public static double Negated(double x, int n) { int k = -(~n - n) >> 1; return x * k; }
        [Differentiable] public static double CheckedInUnchecked(double x, int n) { int k = unchecked((n * n) + checked(n + n)); return x * k; }
        [Differentiable] public static double UncheckedInChecked(double x, int n) { int k = checked((n & 1) + unchecked(n + n)); return x * k; }
        [Differentiable] public static double CheckedCall(double x, int n) { checked { return x * Math.Max(n + n, 3); } }
        [Differentiable] public static double CheckedCharacter(double x, int n) { checked { char c = (char)n; return x * c; } }
        [Differentiable] public static double UncheckedByte(double x, int n) { unchecked { byte b = 250; b += (byte)n; b++; return x * b; } }
        [Differentiable] public static double CheckedByte(double x, int n) { checked { byte b = (byte)(n & 255); b += 3; return x * b; } }
        [Differentiable] public static double CheckedLambda(double x, int n) { checked { return x * Items.FindIndex(i => i + n > 3); } }
        [Differentiable] public static double UncheckedLambda(double x, int n) { unchecked { return x * Items.FindIndex(i => i + n < 3); } }
        [Differentiable] public static double CheckedNullable(double x, int n) { int? k = n; k = checked(k + k); return x * k.GetValueOrDefault(); }
        [Differentiable] public static double UncheckedNullable(double x, int n) { int? k = n; k = unchecked(k * 2 + k); return x * k.GetValueOrDefault(); }
        [Differentiable] public static double CheckedState(double x, int n) { _total = n; checked { _total += n; } return x * _total; }
        [Differentiable] public static double UncheckedState(double x, int n) { _total = n; unchecked { _total *= n; _total++; } return x * _total; }
        [Differentiable] public static double CheckedElement(double x, int n) { int[] k = [n]; checked { k[0] += n; } return x * k[0]; }
        [Differentiable] public static double UncheckedAction(double x, int n) { _total = n; unchecked { Items.ForEach(i => _total += i); } return x * _total; }
        [Differentiable] public static double CheckedAction(double x, int n) { _total = n; checked { Items.ForEach(i => { _total += unchecked(i * 2); _total += n; }); } return x * _total; }
        [Differentiable] public static double CheckedHelper(double x, int n) => x * Doubled(n);
        [Differentiable] public static double CheckedCondition(double x, int n) { while (checked((n + n) & 3) > 3) { x += 1; } return x; }

        private static int Doubled(int n) { checked { return n * 2; } }
        """;

    private static readonly Lazy<GradientProbe> CheckedProject = new(static () => Compile(true));
    private static readonly Lazy<GradientProbe> UncheckedProject = new(static () => Compile(false));

    [Theory]
    [InlineData("DefaultSum", null)]
    [InlineData("DefaultInBits", null)]
    [InlineData("DefaultConversionInBits", null)]
    [InlineData("DefaultInLongSum", null)]
    [InlineData("Negated", null)]
    [InlineData("CheckedInUnchecked", true)]
    [InlineData("UncheckedInChecked", false)]
    [InlineData("CheckedCall", true)]
    [InlineData("CheckedCharacter", true)]
    [InlineData("UncheckedByte", false)]
    [InlineData("CheckedByte", true)]
    [InlineData("CheckedLambda", true)]
    [InlineData("UncheckedLambda", false)]
    [InlineData("CheckedNullable", true)]
    [InlineData("UncheckedNullable", false)]
    [InlineData("CheckedState", true)]
    [InlineData("UncheckedState", false)]
    [InlineData("CheckedElement", true)]
    [InlineData("UncheckedAction", false)]
    [InlineData("CheckedAction", true)]
    [InlineData("CheckedHelper", true)]
    [InlineData("CheckedCondition", true)]
    public void Overflow_ThrowsWhereTheMethodDoes(string name, bool? throws)
    {
        foreach ((bool isChecked, GradientProbe probe) in new[] { (true, CheckedProject.Value), (false, UncheckedProject.Value) })
        {
            ProbedMethod method = probe[name];
            object[] arguments = method.Arguments([0.75, Large]);
            Type? expected = throws ?? isChecked ? typeof(OverflowException) : null;
            Assert.Equal(expected, Thrown(() => method.Call(arguments)));
            Assert.Equal(expected, Thrown(() => method.Gradient(arguments, method.ZeroDerivatives(arguments))));
            Assert.Equal(expected, Thrown(() => method.Backward(arguments, 1.0, method.ZeroDerivatives(arguments))));
            Assert.Equal(expected, Thrown(() => method.Tape(arguments, 1.0, method.ZeroDerivatives(arguments))));
            if (expected is null)
            {
                // A lambda of the user's that captures is made at each call.
                probe.AgreesWithAllOracles(name, [0.75, Large], new OracleOptions { Allocates = name is "UncheckedLambda" });
            }
        }
    }

    private static Type? Thrown(Action call) => Record.Exception(call)?.GetType();

    private static GradientProbe Compile(bool isChecked) => GradientProbe.Compile(Source, new ProbeSettings { CheckOverflow = isChecked });
}
