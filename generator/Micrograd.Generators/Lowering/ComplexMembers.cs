using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>The members of <c>System.Numerics.Complex</c>. The derivative of a complex number is (∂/∂re, ∂/∂im).</summary>
internal static class ComplexMembers
{
    private static readonly (string Method, string Operator)[] Aliases = [("Add", "op_Addition"), ("Subtract", "op_Subtraction"), ("Multiply", "op_Multiply"), ("Divide", "op_Division")];

    public static IReadOnlyDictionary<string, Func<NumericsCall, IrExpression>> All => Members.Concat(Aliases.SelectMany(static a => Members
        .Where(m => m.Key.StartsWith($"Complex.{a.Operator}(", StringComparison.Ordinal))
        .Select(m => new KeyValuePair<string, Func<NumericsCall, IrExpression>>(m.Key.Replace(a.Operator, a.Method), m.Value)))).ToDictionary(static m => m.Key, static m => m.Value);

    private static Dictionary<string, Func<NumericsCall, IrExpression>> Members { get; } = new()
    {
        ["Complex..ctor(Double, Double)"] = static c => c.Make(c.Operands[0], c.Operands[1]),
        ["Complex.Zero"] = static c => c.Make(Number(0.0), Number(0.0)),
        ["Complex.One"] = static c => c.Make(Number(1.0), Number(0.0)),
        ["Complex.ImaginaryOne"] = static c => c.Make(Number(0.0), Number(1.0)),
        ["Complex.NaN"] = static c => c.Make(Number(double.NaN), Number(double.NaN)),
        ["Complex.Infinity"] = static c => c.Make(Number(double.PositiveInfinity), Number(double.PositiveInfinity)),
        ["Complex.op_Implicit(Double)"] = static c => c.Make(c.Operands[0], Number(0.0)),
        ["Complex.op_Implicit(Single)"] = Converted,
        ["Complex.op_Implicit(Byte)"] = Converted,
        ["Complex.op_Implicit(SByte)"] = Converted,
        ["Complex.op_Implicit(Int16)"] = Converted,
        ["Complex.op_Implicit(UInt16)"] = Converted,
        ["Complex.op_Implicit(Int32)"] = Converted,
        ["Complex.op_Implicit(UInt32)"] = Converted,
        ["Complex.op_Implicit(Int64)"] = Converted,
        ["Complex.op_Implicit(UInt64)"] = Converted,
        ["Complex.op_UnaryPlus(Complex)"] = static c => c.Operands[0],
        ["Complex.op_UnaryNegation(Complex)"] = static c => c.Make(c.Fields(0).Select(static f => -f)),
        ["Complex.Negate(Complex)"] = static c => c.Make(c.Fields(0).Select(static f => -f)),
        ["Complex.Conjugate(Complex)"] = static c => c.Make(c.Fields(0)[0], -c.Fields(0)[1]),
        ["Complex.op_Addition(Complex, Complex)"] = static c => Sum(c),
        ["Complex.op_Addition(Complex, Double)"] = static c => c.Make(c.Fields(0)[0] + c.Operands[1], c.Fields(0)[1]),
        ["Complex.op_Addition(Double, Complex)"] = static c => c.Make(c.Operands[0] + c.Fields(1)[0], c.Fields(1)[1]),
        ["Complex.op_Increment(Complex)"] = static c => c.Make(c.Fields(0)[0] + 1.0, c.Fields(0)[1]),
        ["Complex.op_Decrement(Complex)"] = static c => c.Make(c.Fields(0)[0] - 1.0, c.Fields(0)[1]),
        ["Complex.op_Subtraction(Complex, Complex)"] = static c => Difference(c),
        ["Complex.op_Subtraction(Complex, Double)"] = static c => c.Make(c.Fields(0)[0] - c.Operands[1], c.Fields(0)[1]),
        ["Complex.op_Subtraction(Double, Complex)"] = static c => c.Make(c.Operands[0] - c.Fields(1)[0], -c.Fields(1)[1]),
        ["Complex.op_Multiply(Complex, Complex)"] = static c => Product(c),
        ["Complex.op_Multiply(Complex, Double)"] = static c => Scaled(c, c.Named(0), c.Name(c.Operands[1]), static (f, s) => f * s),
        ["Complex.op_Multiply(Double, Complex)"] = static c => Scaled(c, c.Named(1), c.Name(c.Operands[0]), static (f, s) => s * f),
        ["Complex.op_Division(Complex, Complex)"] = static c => Quotient(c, c.Named(0), c.Named(1)),
        ["Complex.op_Division(Double, Complex)"] = static c => Reciprocal(c, c.Name(c.Operands[0]), c.Named(1)),
        ["Complex.op_Division(Complex, Double)"] = static c => ByNumber(c, c.Named(0), c.Name(c.Operands[1])),
        ["Complex.op_Equality(Complex, Complex)"] = static c => c.AreEqual(),
        ["Complex.op_Inequality(Complex, Complex)"] = static c => c.AreDifferent(),
        ["Complex.Abs(Complex)"] = static c => Magnitude(c),
        ["Complex.Magnitude"] = static c => Magnitude(c),
        ["Complex.Phase"] = static c => Math("Atan2", c.Fields(0)[1], c.Fields(0)[0]),
        ["Complex.Exp(Complex)"] = static c => Polar(c, c.Name(Math("Exp", c.Fields(0)[0])), c.Name(c.Fields(0)[1])),
        ["Complex.FromPolarCoordinates(Double, Double)"] = static c => Polar(c, c.Name(c.Operands[0]), c.Name(c.Operands[1])),
    };

    private static ConstantExpression Number(double value) => ConstantExpression.Number(value, IrType.Double);

    private static IrExpression Math(string method, params IrExpression[] arguments) => NumericsCall.Rule("System.Math", "double", method, arguments);

    private static IrExpression Converted(NumericsCall c) => c.Make(new ConversionExpression(c.Operands[0], IrType.Double), Number(0.0));

    private static IrExpression Sum(NumericsCall c) => c.Make(c.Fields(0).Zip(c.Fields(1), static (l, r) => l + r));

    private static IrExpression Difference(NumericsCall c) => c.Make(c.Fields(0).Zip(c.Fields(1), static (l, r) => l - r));

    private static IrExpression Magnitude(NumericsCall c) => NumericsCall.Rule("double", "double", "Hypot", c.Fields(0)[0], c.Fields(0)[1]);

    private static IrExpression Product(NumericsCall c)
    {
        IReadOnlyList<IrExpression> l = c.Named(0), r = c.Named(1);
        return c.Make((l[0] * r[0]) - (l[1] * r[1]), (l[1] * r[0]) + (l[0] * r[1]));
    }

    // An infinite part makes the other one NaN.
    private static IrExpression Scaled(NumericsCall c, IReadOnlyList<IrExpression> z, IrExpression factor, Func<IrExpression, IrExpression, IrExpression> scale) =>
        c.Make(IfFinite(z[1], scale(z[0], factor)), IfFinite(z[0], scale(z[1], factor)));

    private static IrExpression ByNumber(NumericsCall c, IReadOnlyList<IrExpression> z, IrExpression divisor)
    {
        IrExpression isZero = divisor.IsEqual(Number(0.0));
        IrExpression nan = Number(double.NaN);
        return c.Make(new ConditionalExpression(isZero, nan, IfFinite(z[1], z[0] / divisor)), new ConditionalExpression(isZero, nan, IfFinite(z[0], z[1] / divisor)));
    }

    private static IrExpression IfFinite(IrExpression other, IrExpression value) =>
        new ConditionalExpression(new OpaqueExpression("double.IsFinite({0})", [other], IrType.Boolean), value, Number(double.NaN));

    private static IrExpression Polar(NumericsCall c, IrExpression magnitude, IrExpression phase) =>
        c.Make(magnitude * Math("Cos", phase), magnitude * Math("Sin", phase));

    // Smith's formula: divides by the larger part first, so that nothing overflows.
    private static IrExpression Quotient(NumericsCall c, IReadOnlyList<IrExpression> l, IReadOnlyList<IrExpression> r) => BySize(
        c,
        r,
        ratio => c.Make((l[0] + (l[1] * ratio)) / (r[0] + (r[1] * ratio)), (l[1] - (l[0] * ratio)) / (r[0] + (r[1] * ratio))),
        ratio => c.Make((l[1] + (l[0] * ratio)) / (r[1] + (r[0] * ratio)), (-l[0] + (l[1] * ratio)) / (r[1] + (r[0] * ratio))));

    private static IrExpression Reciprocal(NumericsCall c, IrExpression s, IReadOnlyList<IrExpression> r) => BySize(
        c,
        r,
        ratio => c.Make(s / (r[0] + (r[1] * ratio)), (-s * ratio) / (r[0] + (r[1] * ratio))),
        ratio => c.Make((s * ratio) / (r[1] + (r[0] * ratio)), -s / (r[1] + (r[0] * ratio))));

    private static IrExpression BySize(NumericsCall c, IReadOnlyList<IrExpression> divisor, Func<IrExpression, IrExpression> byReal, Func<IrExpression, IrExpression> byImaginary)
    {
        IrExpression quotient = c.Scope.Declare("quotient", c.Type, null);
        EquatableArray<IrStatement> then = Arm(divisor[1] / divisor[0], byReal), otherwise = Arm(divisor[0] / divisor[1], byImaginary);
        c.Scope.Emit(new IfStatement(Math("Abs", divisor[1]).IsLess(Math("Abs", divisor[0])), then, otherwise));
        return quotient;

        EquatableArray<IrStatement> Arm(IrExpression ratio, Func<IrExpression, IrExpression> value) => c.Scope.Capture(() =>
        {
            foreach ((IrExpression place, IrExpression part) in quotient.Leaves().Zip(value(c.Scope.Bind(ratio, "ratio")).Leaves(), static (p, v) => (p, v)))
            {
                c.Scope.Emit(new AssignStatement(place, part));
            }
        }).ToEquatableArray();
    }
}
