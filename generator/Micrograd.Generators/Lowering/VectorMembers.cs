using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>The members of <c>Vector2</c>, <c>Vector3</c> and <c>Vector4</c>: mostly the same operation on each field.</summary>
internal static class VectorMembers
{
    private static readonly (string Name, double Value)[] Constants =
    [
        ("Zero", 0.0), ("One", 1.0), ("E", System.Math.E), ("Pi", System.Math.PI), ("Tau", 2.0 * System.Math.PI), ("Epsilon", float.Epsilon), ("NaN", double.NaN),
        ("NegativeZero", -0.0), ("PositiveInfinity", double.PositiveInfinity), ("NegativeInfinity", double.NegativeInfinity),
    ];

    // What these do number by number has the same bits in a vector.
    private static readonly string[] OfNumbers = ["CopySign", "MinMagnitude", "MaxMagnitude", "MinNumber", "MaxNumber", "MinMagnitudeNumber", "MaxMagnitudeNumber"];

    public static IReadOnlyDictionary<string, Func<NumericsCall, IrExpression>> All { get; } =
        Enumerable.Range(2, 3).SelectMany(Members).Append(new("Vector3.Cross(Vector3, Vector3)", Cross)).ToDictionary(static m => m.Key, static m => m.Value);

    private static IEnumerable<KeyValuePair<string, Func<NumericsCall, IrExpression>>> Members(int size)
    {
        string v = "Vector" + size;
        return Arithmetic(v)
            .Concat(Creation(v, ".ctor", size)).Concat(Creation(v, "Create", size))
            .Concat(Constants.Select(n => Member($"{v}.{n.Name}", c => c.Make(Enumerable.Repeat(Number(n.Value), size)))))
            .Concat("XYZW".Take(size).Select((axis, i) => Member($"{v}.Unit{axis}", c => Unit(c, size, i))))
            .Concat(OfNumbers.Select(f => Member($"{v}.{f}({v}, {v})", c => Each(c, (l, r) => NumericsCall.Rule("float", "float", f, l, r)))));
    }

    private static KeyValuePair<string, Func<NumericsCall, IrExpression>> Member(string key, Func<NumericsCall, IrExpression> lower) => new(key, lower);

    private static IEnumerable<KeyValuePair<string, Func<NumericsCall, IrExpression>>> Creation(string v, string name, int size)
    {
        yield return Member($"{v}.{name}({string.Join(", ", Enumerable.Repeat("Single", size))})", static c => c.Make(c.Operands));
        yield return Member($"{v}.{name}(Single)", c => c.Make(Enumerable.Repeat(c.Name(c.Operands[0]), size)));
        for (int whole = 2; whole < size; whole++)
        {
            yield return Member($"{v}.{name}(Vector{whole}, {string.Join(", ", Enumerable.Repeat("Single", size - whole))})", static c => c.Make([.. c.Fields(0), .. c.Operands.Skip(1)]));
        }
    }

    private static IEnumerable<KeyValuePair<string, Func<NumericsCall, IrExpression>>> Arithmetic(string v)
    {
        return new Dictionary<string, Func<NumericsCall, IrExpression>>
        {
            [$"{v}.op_UnaryNegation({v})"] = static c => c.Make(c.Fields(0).Select(static f => -f)),
            [$"{v}.op_UnaryPlus({v})"] = static c => c.Operands[0],
            [$"{v}.Negate({v})"] = static c => c.Make(c.Fields(0).Select(static f => -f)),
            [$"{v}.op_Equality({v}, {v})"] = static c => c.AreEqual(),
            [$"{v}.op_Inequality({v}, {v})"] = static c => c.AreDifferent(),
            [$"{v}.op_Addition({v}, {v})"] = static c => Each(c, static (l, r) => l + r),
            [$"{v}.op_Subtraction({v}, {v})"] = static c => Each(c, static (l, r) => l - r),
            [$"{v}.op_Multiply({v}, {v})"] = static c => Each(c, static (l, r) => l * r),
            [$"{v}.op_Division({v}, {v})"] = static c => Each(c, static (l, r) => l / r),
            [$"{v}.op_Multiply({v}, Single)"] = static c => ByNumber(c, 0, 1, static (f, s) => f * s),
            [$"{v}.op_Multiply(Single, {v})"] = static c => ByNumber(c, 1, 0, static (f, s) => s * f),
            [$"{v}.op_Division({v}, Single)"] = static c => ByNumber(c, 0, 1, static (f, s) => f / s),
            [$"{v}.Add({v}, {v})"] = static c => Each(c, static (l, r) => l + r),
            [$"{v}.Subtract({v}, {v})"] = static c => Each(c, static (l, r) => l - r),
            [$"{v}.Multiply({v}, {v})"] = static c => Each(c, static (l, r) => l * r),
            [$"{v}.Multiply({v}, Single)"] = static c => ByNumber(c, 0, 1, static (f, s) => f * s),
            [$"{v}.Multiply(Single, {v})"] = static c => ByNumber(c, 1, 0, static (f, s) => s * f),
            [$"{v}.Divide({v}, {v})"] = static c => Each(c, static (l, r) => l / r),
            [$"{v}.Divide({v}, Single)"] = static c => ByNumber(c, 0, 1, static (f, s) => f / s),
            [$"{v}.Min({v}, {v})"] = static c => Each(c, static (l, r) => Math("Min", l, r)),
            [$"{v}.Max({v}, {v})"] = static c => Each(c, static (l, r) => Math("Max", l, r)),
            [$"{v}.Abs({v})"] = static c => c.Make(c.Fields(0).Select(static f => Math("Abs", f))),
            [$"{v}.Clamp({v}, {v}, {v})"] = static c => c.Make(c.Fields(0).Select((f, i) => Math("Min", Math("Max", f, c.Fields(1)[i]), c.Fields(2)[i]))),
            [$"{v}.FusedMultiplyAdd({v}, {v}, {v})"] = static c => c.Make(c.Fields(0).Select((f, i) => Math("FusedMultiplyAdd", f, c.Fields(1)[i], c.Fields(2)[i]))),
            [$"{v}.Truncate({v})"] = static c => c.Make(c.Fields(0).Select(static f => Math("Truncate", f))),
            [$"{v}.Round({v})"] = static c => c.Make(c.Fields(0).Select(static f => Math("Round", f))),
            [$"{v}.Round({v}, MidpointRounding)"] = static c => c.Make(c.Fields(0).Select(f => Rounded(f, c.Operands[1]))),
            [$"{v}.SquareRoot({v})"] = static c => c.Make(c.Fields(0).Select(static f => Math("Sqrt", f))),
            [$"{v}.Dot({v}, {v})"] = static c => VectorFunctions.ByFramework(c, static n => Dot(n.Fields(0), n.Fields(1))),
            [$"{v}.LengthSquared()"] = static c => Dot(c.Named(0), c.Named(0)),
            [$"{v}.Length()"] = static c => Math("Sqrt", Dot(c.Named(0), c.Named(0))),
            [$"{v}.DistanceSquared({v}, {v})"] = static c => DistanceSquared(c),
            [$"{v}.Distance({v}, {v})"] = static c => Math("Sqrt", DistanceSquared(c)),
            [$"{v}.Normalize({v})"] = static c => Normalize(c, c.Named(0)),
            [$"{v}.Lerp({v}, {v}, Single)"] = static c => Lerp(c, c.Name(c.Operands[2])),
        };
    }

    private static ConstantExpression Number(double value) => ConstantExpression.Number(value, IrType.Single);

    private static IrExpression Math(string method, params IrExpression[] arguments) => NumericsCall.Rule("System.MathF", "float", method, arguments);

    private static IrExpression Rounded(IrExpression number, IrExpression mode) =>
        new RuleCallExpression("System.MathF.Round(float, System.MidpointRounding)", "global::System.MathF.Round", [number, mode], number.Type);

    private static IrExpression Unit(NumericsCall c, int size, int axis) => c.Make(Enumerable.Range(0, size).Select(i => Number(i == axis ? 1.0 : 0.0)));

    private static IrExpression Each(NumericsCall c, Func<IrExpression, IrExpression, IrExpression> operation) => c.Make(c.Fields(0).Zip(c.Fields(1), operation));

    private static IrExpression ByNumber(NumericsCall c, int vector, int number, Func<IrExpression, IrExpression, IrExpression> operation)
    {
        IrExpression named = c.Name(c.Operands[number]);
        return c.Make(c.Fields(vector).Select(f => operation(f, named)));
    }

    // Four products are added in pairs, as the hardware does; three and two one after the other, which has the same bits where no
    // product is -0.
    private static IrExpression Dot(IReadOnlyList<IrExpression> l, IReadOnlyList<IrExpression> r)
    {
        IrExpression[] products = [.. l.Zip(r, static (a, b) => a * b)];
        return products.Length == 4 ? (products[0] + products[1]) + (products[2] + products[3]) : products.Aggregate(static (a, b) => a + b);
    }

    private static IrExpression DistanceSquared(NumericsCall c)
    {
        IReadOnlyList<IrExpression> difference = [.. c.Fields(0).Zip(c.Fields(1), (l, r) => c.Scope.Bind(l - r, "difference"))];
        return Dot(difference, difference);
    }

    private static IrExpression Normalize(NumericsCall c, IReadOnlyList<IrExpression> fields)
    {
        IrExpression length = c.Scope.Bind(Math("Sqrt", Dot(fields, fields)), "length");
        return c.Make(fields.Select(f => f / length));
    }

    // One rounding for the product with 1 − t and the sum.
    private static IrExpression Lerp(NumericsCall c, IrExpression amount)
    {
        IrExpression rest = c.Scope.Bind(1.0 - amount, "rest");
        return c.Make(c.Fields(0).Zip(c.Fields(1), (a, b) => Math("FusedMultiplyAdd", a, rest, b * amount)));
    }

    private static IrExpression Cross(NumericsCall c)
    {
        IReadOnlyList<IrExpression> l = c.Named(0), r = c.Named(1);
        return c.Make((l[1] * r[2]) - (l[2] * r[1]), (l[2] * r[0]) - (l[0] * r[2]), (l[0] * r[1]) - (l[1] * r[0]));
    }
}
