using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>
/// Each member of Complex and the vectors by itself: the bits of the framework at ordinary and at extreme numbers, and the derivatives
/// against every oracle.
/// </summary>
public class NumericsMemberTests
{
    // Expressions over Complex z, w and double s.
    private static readonly string[] OfComplex =
    [
        "Complex.Sqrt(z)", "Complex.Log(z)", "Complex.Log(z, 3.0)", "Complex.Log(z, s)", "Complex.Log10(z)", "Complex.Pow(z, w)", "Complex.Pow(z, s)", "Complex.Pow(z, 2.5)",
        "Complex.Pow(z, 3)", "Complex.Pow(2.0, w)", "Complex.Sin(z)", "Complex.Cos(z)", "Complex.Tan(z)", "Complex.Sinh(z)", "Complex.Cosh(z)", "Complex.Tanh(z)", "Complex.Asin(z)",
        "Complex.Acos(z)", "Complex.Atan(z)", "Complex.Reciprocal(z)", "Complex.Exp(z)", "Complex.Multiply(z, s)", "Complex.Multiply(s, z)", "Complex.Multiply(z, w)", "Complex.Divide(z, s)",
        "Complex.Divide(s, z)", "Complex.Divide(z, w)", "Complex.Add(z, s)", "Complex.Add(s, z)", "Complex.Subtract(z, s)", "Complex.Subtract(s, z)", "+z * -w", "z == w ? w : z * z",
        "z != Complex.Zero ? Complex.Sin(z) / z : Complex.One", "z.Equals(w) ? w : z * w", "Complex.IsFinite(z) ? z * z : w", "z * Complex.Sin(new Complex(0.5, -2.0))", "z + 3L",
        "z * Complex.NaN", "Complex.Infinity - z", "Complex.Sqrt(Complex.Sin(z) * w) + Complex.Log(w * s)",
    ];

    // Expressions over Vector3 v, w, u and float s; the same for Vector2 and Vector4.
    private static readonly string[] OfVectors =
    [
        "Vector3.Sin(v)", "Vector3.Cos(v)", "Vector3.Exp(v)", "Vector3.Log(Vector3.Abs(v))", "Vector3.Log2(Vector3.Abs(v))", "Vector3.Hypot(v, w)", "Vector3.DegreesToRadians(v)",
        "Vector3.RadiansToDegrees(v)", "Vector3.MinNative(v, w)", "Vector3.MaxNative(v, w)", "Vector3.ClampNative(v, Vector3.Min(w, u), Vector3.Max(w, u))", "Vector3.MultiplyAddEstimate(v, w, u)",
        "Vector3.Lerp(v, w, u)", "Vector3.Lerp(v, w, s)", "v * Vector3.Sum(w)", "Vector3.SinCos(v).Sin - Vector3.SinCos(v).Cos * w", "Vector3.CopySign(v, w)", "Vector3.MinMagnitude(v, w)",
        "Vector3.MaxMagnitude(v, w)", "Vector3.MinNumber(v, w)", "Vector3.MaxNumber(v, w)", "Vector3.MinMagnitudeNumber(v, w)", "Vector3.MaxMagnitudeNumber(v, w)", "Vector3.Min(v, w)",
        "Vector3.Max(v, w)", "Vector3.Clamp(v, Vector3.Min(w, u), Vector3.Max(w, u))", "Vector3.FusedMultiplyAdd(v, w, u)", "Vector3.Negate(v) + +w", "Vector3.Multiply(v, s)", "Vector3.Multiply(s, v)",
        "Vector3.Divide(v, w)", "Vector3.Divide(v, s)", "v / w", "Vector3.SquareRoot(v)", "v * Vector3.Dot(w, u)", "v * w.Length()", "v * Vector3.DistanceSquared(w, u)", "Vector3.Normalize(v)",
        "v == w ? u : v * w", "v != w ? v * u : w", "v.Equals(w) ? u : v * u", "Vector3.GreaterThanAll(v, w) ? v * s : w", "v * v[1] + w[0] * u", "v * w[s > 0 ? 1 : 0]",
        "Vector3.Create(s) * v + Vector3.UnitY + Vector3.Pi * w", "Vector3.Epsilon + v", "v * Vector3.E * Vector3.Tau",
    ];

    private static readonly string[] Flat = ["Vector3.Truncate(v) * w", "Vector3.Round(v) + w", "Vector3.Round(v, MidpointRounding.AwayFromZero) * w"];

    private static readonly string[] OfOneSize =
    [
        "Vector2 | Vector2.Reflect(v, w)", "Vector3 | Vector3.Reflect(v, w)", "Vector3 | Vector3.Cross(v, w)", "Vector2 | Vector2.Cross(v, w) * u", "Vector4 | Vector4.Cross(v, w)",
        "Vector4 | Vector4.Create(new Vector2(s, v.X), w.Y, u.Z) + new Vector4(new Vector2(v.Y, v.Z), s, v.W)", "Vector4 | Vector4.UnitW * v", "Vector3 | Vector3.Create(new Vector2(v.X, v.Y), s)",
    ];

    private static readonly (string Type, string Expression, bool IsSmooth)[] Rows =
    [
        .. OfComplex.Select(static e => ("Complex", e, true)),
        .. from size in new[] { "2", "3", "4" } from e in OfVectors.Concat(Flat) select ("Vector" + size, e.Replace("Vector3", "Vector" + size, StringComparison.Ordinal), !Flat.Contains(e)),
        .. OfOneSize.Select(static e => (e.Split(" | ")[0], e.Split(" | ")[1], true)),
    ];

    private static readonly Lazy<GradientProbe> Probe = new(static () => GradientProbe.Compile(string.Join("\n", Rows.Select(static (r, i) => r.Type == "Complex"
        ? $"[Differentiable] public static Complex F{i}(Complex z, Complex w, double s) => {r.Expression};"
        : $"[Differentiable] public static {r.Type} F{i}({r.Type} v, {r.Type} w, {r.Type} u, float s) => {r.Expression};"))));

    private static readonly double[] Extremes = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1e-320, 1e-200, 1e200, -1e200, 709.0, 750.0, -750.0, double.Epsilon, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    public static TheoryData<int, string> Members
    {
        get
        {
            TheoryData<int, string> rows = [];
            for (int i = 0; i < Rows.Length; i++)
            {
                rows.Add(i, Rows[i].Type + ": " + Rows[i].Expression);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_AgreesWithAllOracles(int row, string shown)
    {
        Random random = new(row);
        for (int i = 0; i < 4; i++)
        {
            // No two of the numbers are so close that a minimum has a kink nearby.
            int next = 0;
            object[] at = Point(row, () => (0.3 + (0.05 * random.Next(20)) + (0.003 * next++)) * (random.Next(2) == 0 ? 1 : -1));
            if (shown.Contains("SquareRoot", StringComparison.Ordinal) || shown.Contains(", s)", StringComparison.Ordinal))
            {
                at = [.. at.Select(static a => a is double d ? Math.Abs(d) : (object)((double[])a).Select(Math.Abs).ToArray())];
            }

            new OracleCheck(Probe.Value["F" + row], at, new OracleOptions { Smooth = Rows[row].IsSmooth && !shown.Contains("NaN", StringComparison.Ordinal) && !shown.Contains("Infinity", StringComparison.Ordinal), Step = 1e-3 }).Run();
        }
    }

    // What the framework computes is what the generated code returns, to the last bit.
    [Theory]
    [MemberData(nameof(Members))]
    public void Member_HasTheBitsOfTheFramework(int row, string shown)
    {
        ProbedMethod method = Probe.Value["F" + row];
        Random random = new(row);
        for (int i = 0; i < 400; i++)
        {
            object[] at = Point(row, () => random.Next(4) == 0
                ? Extremes[random.Next(Extremes.Length)]
                : (random.NextDouble() - 0.5) * Math.Pow(10.0, random.Next(-3, 5)));
            object[] arguments = method.Arguments(at);
            double[] expected = (double[])method.Call(arguments)!;
            double[] actual = (double[])method.Backward(method.Arguments(at), [.. expected.Select(static _ => 1.0)], method.ZeroDerivatives(arguments))!;
            for (int k = 0; k < expected.Length; k++)
            {
                Assert.True(BitConverter.DoubleToInt64Bits(expected[k]) == BitConverter.DoubleToInt64Bits(actual[k]) || (double.IsNaN(expected[k]) && double.IsNaN(actual[k])),
                    $"{shown} at {string.Join("; ", ProbedMethod.Flatten(at))}: number {k} is {actual[k]:R}, the framework's {expected[k]:R}");
            }
        }
    }

    private static object[] Point(int row, Func<double> next)
    {
        bool isComplex = Rows[row].Type == "Complex";
        int size = isComplex ? 2 : Rows[row].Type[^1] - '0';
        double[] Numbers() => [.. Enumerable.Range(0, size).Select(_ => isComplex ? next() : (double)(float)next())];
        return isComplex ? [Numbers(), Numbers(), next()] : [Numbers(), Numbers(), Numbers(), (double)(float)next()];
    }
}
