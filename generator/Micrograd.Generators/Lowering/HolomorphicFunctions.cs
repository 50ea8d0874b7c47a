using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Functions of <c>Complex</c> with a complex derivative f′: the value comes from the framework, and f(z) = u + iv has the derivatives
/// of the linear map dz ↦ f′(z)·dz with f′(z) = p + iq, that is u of p·x − q·y and v of q·x + p·y.
/// </summary>
internal static class HolomorphicFunctions
{
    public static IReadOnlyDictionary<string, Func<NumericsCall, IrExpression>> All => Slopes.ToDictionary(
        static s => s.Key,
        static s => (Func<NumericsCall, IrExpression>)(c => Lower(c, s.Value)));

    // The derivative to each operand, in C#: $0 and $1 are the operands, $w is the value. What is written with $w is on the same
    // branch as the value. Tan and Tanh: far out the square of the cosine is infinite, and the derivative is below 1e-340.
    private static IReadOnlyDictionary<string, string[]> Slopes { get; } = new Dictionary<string, string[]>
    {
        ["Complex.Sqrt(Complex)"] = ["0.5 / $w"],
        ["Complex.Log(Complex)"] = ["1.0 / $0"],
        ["Complex.Log(Complex, Double)"] = ["1.0 / $0 / Complex.Log($1)", "-$w / Complex.Log($1) / $1"],
        ["Complex.Log10(Complex)"] = ["0.43429448190325182 / $0"],
        ["Complex.Pow(Complex, Complex)"] = ["$1 * Complex.Pow($0, $1 - 1.0)", "$0 == Complex.Zero && $1.Real > 0.0 ? Complex.Zero : $w * Complex.Log($0)"],
        ["Complex.Pow(Complex, Double)"] = ["$1 * Complex.Pow($0, $1 - 1.0)", "$0 == Complex.Zero && $1 > 0.0 ? Complex.Zero : $w * Complex.Log($0)"],
        ["Complex.Reciprocal(Complex)"] = ["-($w * $w)"],
        ["Complex.Sin(Complex)"] = ["Complex.Cos($0)"],
        ["Complex.Cos(Complex)"] = ["-Complex.Sin($0)"],
        ["Complex.Tan(Complex)"] = ["Math.Abs($0.Imaginary) > 400.0 ? Complex.Zero : 1.0 / Complex.Cos($0) / Complex.Cos($0)"],
        ["Complex.Sinh(Complex)"] = ["Complex.Cosh($0)"],
        ["Complex.Cosh(Complex)"] = ["Complex.Sinh($0)"],
        ["Complex.Tanh(Complex)"] = ["Math.Abs($0.Real) > 400.0 ? Complex.Zero : 1.0 / Complex.Cosh($0) / Complex.Cosh($0)"],
        ["Complex.Asin(Complex)"] = [$"{OnCut} ? {AlongCut("$w.Real * $w.Imaginary")} : {OffCut}"],
        ["Complex.Acos(Complex)"] = [$"{OnCut} ? {AlongCut("Math.Cos($w.Real) * $w.Imaginary")} : -{OffCut}"],
        ["Complex.Atan(Complex)"] = ["1.0 / (1.0 + Complex.ImaginaryOne * $0) / (1.0 - Complex.ImaginaryOne * $0)"],
    };

    // 1/√(1 − z²) as 1/√(1 − z)/√(1 + z), which neither overflows nor cancels; on the cuts beyond ±1 it is imaginary, and the value
    // says which side of the cut it belongs to.
    private const string OnCut = "$0.Imaginary == 0.0 && Math.Abs($0.Real) > 1.0";

    private const string OffCut = "(1.0 / Complex.Sqrt(1.0 - $0) / Complex.Sqrt(1.0 + $0))";

    private static string AlongCut(string side) =>
        $"new Complex(0.0, Math.CopySign(1.0 / Math.Sqrt(Math.Abs($0.Real) - 1.0) / Math.Sqrt(Math.Abs($0.Real) + 1.0), {side}))";

    private static IrExpression Lower(NumericsCall c, string[] slopes)
    {
        bool[] isConstant = [.. c.Operands.Select(static o => o.Leaves().All(static l => l is ConstantExpression))];
        NumericsCall call = c with { Operands = [.. c.Operands.Select(o => o.MapLeaves(c.Name))] };
        IrExpression[] operands = [.. call.Operands.Select((_, i) => FrameworkMember.Whole(call, i, "z"))];
        string name = FrameworkMember.NameOf(call);
        IrExpression value = FrameworkMember.Whole(call, Text($"Complex.{call.Member.Name}({string.Join(", ", operands.Select(static (_, i) => $"${i}"))})", operands, null, call.Type), name);
        IrExpression? u = null, v = null;
        for (int i = 0; i < slopes.Length; i++)
        {
            if (!isConstant[i])
            {
                IrExpression slope = FrameworkMember.Whole(call, Text(slopes[i], operands, value, call.Type), "slope");
                Add(ref u, ref v, call, call.Operands[i], slope);
            }
        }

        return call.Make(Part(".Real", u), Part(".Imaginary", v));

        IrExpression Part(string path, IrExpression? derivative)
        {
            IrExpression part = FrameworkMember.Part(value, path, IrType.Double);
            return call.Scope.Bind(derivative is null ? part : new SubstitutedExpression(part, derivative), StructValues.NameOf(name, path.Substring(1)));
        }
    }

    private static void Add(ref IrExpression? u, ref IrExpression? v, NumericsCall call, IrExpression operand, IrExpression slope)
    {
        IrExpression p = call.Scope.Bind(FrameworkMember.Part(slope, ".Real", IrType.Double), "slopeReal");
        IrExpression q = call.Scope.Bind(FrameworkMember.Part(slope, ".Imaginary", IrType.Double), "slopeImaginary");
        (IrExpression toReal, IrExpression toImaginary) = operand is StructExpression { Fields: [var x, var y] }
            ? ((p * x) - (q * y), (q * x) + (p * y))
            : (p * operand, q * operand);
        u = u is null ? toReal : u + toReal;
        v = v is null ? toImaginary : v + toImaginary;
    }

    private static OpaqueExpression Text(string text, IrExpression[] operands, IrExpression? value, IrType type)
    {
        List<IrExpression> used = [];
        foreach ((string hole, IrExpression? operand) in operands.Select(static (o, i) => ($"${i}", (IrExpression?)o)).Append(("$w", value)))
        {
            if (operand is not null && text.Contains(hole))
            {
                text = text.Replace(hole, $"{{{used.Count}}}");
                used.Add(operand);
            }
        }

        return FrameworkMember.Opaque(text.Replace("Complex.", "global::System.Numerics.Complex.").Replace("new Complex(", "new global::System.Numerics.Complex(").Replace("Math.", "global::System.Math."), used, type);
    }
}
