using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>The members of <c>Vector2</c>, <c>Vector3</c> and <c>Vector4</c>: mostly the same operation on each field.</summary>
internal static class VectorMembers
{
    public static IReadOnlyDictionary<string, Func<NumericsCall, IrExpression>> All { get; } =
        Enumerable.Range(2, 3).SelectMany(Members).Append(new("Vector3.Cross(Vector3, Vector3)", Cross)).ToDictionary(static m => m.Key, static m => m.Value);

    private static IEnumerable<KeyValuePair<string, Func<NumericsCall, IrExpression>>> Members(int size)
    {
        string v = "Vector" + size;
        string fields = string.Join(", ", Enumerable.Repeat("Single", size));
        return new Dictionary<string, Func<NumericsCall, IrExpression>>
        {
            [$"{v}..ctor({fields})"] = static c => c.Make(c.Operands),
            [$"{v}..ctor(Single)"] = c => c.Make(Enumerable.Repeat(c.Name(c.Operands[0]), size)),
            [$"{v}..ctor(Vector{size - 1}, Single)"] = static c => c.Make([.. c.Fields(0), c.Operands[1]]),
            [$"{v}.Zero"] = c => c.Make(Enumerable.Repeat(Number(0.0), size)),
            [$"{v}.One"] = c => c.Make(Enumerable.Repeat(Number(1.0), size)),
            [$"{v}.UnitX"] = c => Unit(c, size, 0),
            [$"{v}.UnitY"] = c => Unit(c, size, 1),
            [$"{v}.UnitZ"] = c => Unit(c, size, 2),
            [$"{v}.op_UnaryNegation({v})"] = static c => c.Make(c.Fields(0).Select(static f => -f)),
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
            [$"{v}.Min({v}, {v})"] = static c => Each(c, static (l, r) => Math("Min", l, r)),
            [$"{v}.Max({v}, {v})"] = static c => Each(c, static (l, r) => Math("Max", l, r)),
            [$"{v}.Abs({v})"] = static c => c.Make(c.Fields(0).Select(static f => Math("Abs", f))),
            [$"{v}.SquareRoot({v})"] = static c => c.Make(c.Fields(0).Select(static f => Math("Sqrt", f))),
            [$"{v}.Dot({v}, {v})"] = static c => Dot(c.Named(0), c.Named(1)),
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

    private static IrExpression Unit(NumericsCall c, int size, int axis) => c.Make(Enumerable.Range(0, size).Select(i => Number(i == axis ? 1.0 : 0.0)));

    private static IrExpression Each(NumericsCall c, Func<IrExpression, IrExpression, IrExpression> operation) => c.Make(c.Fields(0).Zip(c.Fields(1), operation));

    private static IrExpression ByNumber(NumericsCall c, int vector, int number, Func<IrExpression, IrExpression, IrExpression> operation)
    {
        IrExpression named = c.Name(c.Operands[number]);
        return c.Make(c.Fields(vector).Select(f => operation(f, named)));
    }

    // Four products are added in pairs, as the hardware does; three and two one after the other.
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
