using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>semantics.md sections 1 and 2 through the whole pipeline: kinks, ties, infinities and zeros, in the generated gradient and on the tape alike.</summary>
public class SpecialPointTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    // Body over x and y; the point; the value; the gradient.
    private static readonly (string Body, double X, double Y, double Dx, double Dy)[] Rows =
    [
        ("return Math.Max(x, y);", 2, 2, 0.5, 0.5),
        ("return Math.Min(x, y);", 2, 2, 0.5, 0.5),
        ("return Math.Max(0, x) + y;", 0, 1, 0, 1),
        ("return Math.Max(x, 0) + y;", 0, 1, 0, 1),
        ("return Math.Min(0.0, x) + y;", 0, 1, 0, 1),
        ("return Math.Max(x, x) + y;", 3, 1, 1, 1),
        ("double c = 2.0; return Math.Max(x, c) * y;", 2, 3, 0, 2),
        ("double c = 2.0; c = c + 0.0; return Math.Max(c, x) * y;", 2, 3, 0, 2),
        ("double m = x; m = Math.Max(m, y); m = Math.Max(m, y); return m;", 1, 1, 0.25, 0.75),
        ("return Math.Max(x, y);", NaN, 2, 1, 0),
        ("return Math.Max(x, y);", 2, NaN, 0, 1),
        ("return Math.Max(x, y);", NaN, NaN, 1, 0),
        ("return Math.Clamp(x, 0.0, 1.0) * y;", 0, 3, 0, 0),
        ("return Math.Clamp(x, 0.0, 1.0) * y;", 1, 3, 0, 1),
        ("return Math.Abs(x) + y;", 0, 1, 0, 1),
        ("return Math.Abs(x) * y;", -2, 3, -3, 2),
        ("return Math.Sign(x) * y;", -2, 3, 0, -1),
        ("return Math.Floor(x) * y;", 2, 3, 0, 2),
        ("return Math.Round(x) * Math.Ceiling(y) + x * y;", 2.5, 3.5, 3.5, 2.5),
        ("return Math.CopySign(x, y);", 2, -3, -1, 0),
        ("return Math.CopySign(x, y);", 0, -3, 0, 0),
        ("return Math.Sqrt(x) + y;", 0, 1, Inf, 1),
        // y + y overflows, and so does the derivative's 1E308 + 1E308; the value does not.
        ("return x * y + x * y;", 1e-300, 1e308, Inf, 2e-300),
        ("return Math.Max(Math.Sqrt(x), y);", 0, 1, 0, 1),
        ("return Math.Min(Math.Pow(x, 3), y);", Inf, 1, 0, 1),
        ("return Math.Min(Math.Pow(x, 2), y);", Inf, 1, 0, 1),
        ("return Math.Min(Math.Pow(x, -1), y);", 0, 1, 0, 1),
        ("return Math.Min(Math.Pow(x, -2), y);", 0, 1, 0, 1),
        ("return Math.Max(Math.Pow(x, 0.5), y);", 0, 1, 0, 1),
        ("return Math.Min(Math.Pow(2, x), y);", Inf, 1, 0, 1),
        ("return Math.Min(Math.Log(x, 10), y);", 0, Inf, Inf, 0),
        ("return Math.Cbrt(x) + y;", 0, 1, Inf, 1),
        ("return Math.Log(x) + y;", 0, 1, Inf, 1),
        ("return Math.Asin(x) + Math.Acos(y);", 1, 1, Inf, double.NegativeInfinity),
        ("return Math.Pow(x, y);", 0, 2, 0, 0),
        ("return Math.Pow(x, y);", -2, 3, 12, NaN),
        ("return Math.Pow(x, y);", 5, 0, 0, 1.6094379124341003),
        ("return Math.Pow(x, y);", 0, 0, 0, double.NegativeInfinity),
        ("return Math.Pow(x, 3) + y;", -2, 1, 12, 1),
        ("return Math.Pow(x, 2) + y;", 0, 1, 0, 1),
        ("return x % y;", 1, 0.1, 1, -9),
        ("return x % y;", -7.5, 2, 1, 3),
        ("return Math.IEEERemainder(x, y);", 7.5, 2, 1, -4),
        ("return Math.Atan2(x, y);", 0, 0, 0, 0),
        ("return double.Hypot(x, y);", 0, 0, 0, 0),
        ("return x > y ? x : y;", 2, 2, 0, 1),
        ("if (x >= y) { return x; } return y;", 2, 2, 1, 0),
        ("return x > 0 ? Math.Sqrt(x) + y : y;", 0, 1, 0, 1),
        ("return x > 0 ? Math.Sqrt(x) + y : y;", -1, 1, 0, 1),
        ("return x == 0 ? y : x * Math.Log(x) * y;", 0, 1, 0, 1),
        ("return x * Math.Sqrt(y);", 0, 0, 0, 0),
        ("double s = Math.Sqrt(x); return s * 0.0 + y;", 0, 1, 0, 1),
        ("return 0.0 * (y / x) + y;", 0, 1, 0, 1),
        ("return Math.Log(x) * 0.0 + y;", 0, 1, 0, 1),
        ("return (int)x * y;", 2.9, 3, 0, 2),
        ("return x - x + y;", 4, 1, 0, 1),
        ("return x * 0.0 + y;", Inf, 1, 0, 1),
        ("return Math.Tanh(x) + 1 / (1 + Math.Exp(-y));", 1000, 1000, 0, 0),
        ("return Math.Exp(x) * y;", -1000, 3, 0, 0),
        ("return double.MaxMagnitude(x, y);", 3, 3, 0.5, 0.5),
        ("return x * Gradient.Stop(x * y);", 2, 3, 6, 0),
    ];

    public static TheoryData<int, string> Table
    {
        get
        {
            TheoryData<int, string> table = [];
            for (int i = 0; i < Rows.Length; i++)
            {
                table.Add(i, $"{Rows[i].Body} at ({Rows[i].X:R}, {Rows[i].Y:R})");
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Point_HasTheDerivativeOfTheSpecification(int row, string shown)
    {
        ProbedMethod method = GradientProbe.Compile($"[Differentiable] public static double F(double x, double y) {{ {Rows[row].Body} }}")["F"];
        object[] arguments = [Rows[row].X, Rows[row].Y];
        object value = method.Call(arguments)!;

        object?[] derivatives = [12.5, 12.5];
        Assert.Equal(value, method.Gradient(arguments, derivatives));
        Expect(shown + ", generated", row, derivatives);

        derivatives = [0.0, 0.0];
        Assert.Equal((double)value, method.Tape(arguments, 1.0, derivatives));
        Expect(shown + ", tape", row, derivatives);
    }

    private static void Expect(string what, int row, object?[] derivatives)
    {
        (double dx, double dy) = ((double)derivatives[0]!, (double)derivatives[1]!);
        Assert.True(Same(Rows[row].Dx, dx) && Same(Rows[row].Dy, dy), $"{what}: ({dx:R}, {dy:R}), expected ({Rows[row].Dx:R}, {Rows[row].Dy:R})");
    }

    private static bool Same(double expected, double actual) => expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-14 * Math.Abs(expected);
}
