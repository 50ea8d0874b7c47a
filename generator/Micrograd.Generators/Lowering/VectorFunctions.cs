using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Members of the vectors that have, or may have, other bits than the same computation number by number: the framework computes them with vector
/// instructions and algorithms of their own. The value is the framework's, the derivative that of the computation number by number.
/// </summary>
internal static class VectorFunctions
{
    public static IReadOnlyDictionary<string, Func<NumericsCall, IrExpression>> All { get; } =
        Enumerable.Range(2, 3).SelectMany(Members)
            .Append(new("Vector2.Cross(Vector2, Vector2)", Cross2))
            .Append(new("Vector4.Cross(Vector4, Vector4)", Cross4))
            .Append(new("Vector2.Reflect(Vector2, Vector2)", Reflect))
            .Append(new("Vector3.Reflect(Vector3, Vector3)", Reflect))
            .ToDictionary(static m => m.Key, static m => m.Value);

    private static IEnumerable<KeyValuePair<string, Func<NumericsCall, IrExpression>>> Members(int size)
    {
        string v = "Vector" + size;
        return new Dictionary<string, Func<NumericsCall, IrExpression>>
        {
            [$"{v}.Sin({v})"] = static c => Each(c, "Sin"),
            [$"{v}.Cos({v})"] = static c => Each(c, "Cos"),
            [$"{v}.SinCos({v})"] = SinCos,
            [$"{v}.Exp({v})"] = static c => Each(c, "Exp"),
            [$"{v}.Log({v})"] = static c => Each(c, "Log"),
            [$"{v}.Log2({v})"] = static c => Each(c, "Log2"),
            [$"{v}.DegreesToRadians({v})"] = static c => Each(c, "DegreesToRadians"),
            [$"{v}.RadiansToDegrees({v})"] = static c => Each(c, "RadiansToDegrees"),
            [$"{v}.Hypot({v}, {v})"] = static c => Each(c, "Hypot"),
            [$"{v}.MinNative({v}, {v})"] = static c => Each(c, "MinNative"),
            [$"{v}.MaxNative({v}, {v})"] = static c => Each(c, "MaxNative"),
            [$"{v}.ClampNative({v}, {v}, {v})"] = static c => Each(c, "ClampNative"),
            [$"{v}.MultiplyAddEstimate({v}, {v}, {v})"] = static c => Each(c, "MultiplyAddEstimate"),
            [$"{v}.Lerp({v}, {v}, {v})"] = static c => Each(c, "Lerp"),
            [$"{v}.Sum({v})"] = static call => ByFramework(call, static c => c.Fields(0).Aggregate(static (a, b) => a + b)),
            [$"{v}.this[]"] = Item,
        };
    }

    /// <summary>The value of the framework's member, with the derivative of an expression over the operands by name.</summary>
    public static IrExpression ByFramework(NumericsCall call, Func<NumericsCall, IrExpression> derivative)
    {
        NumericsCall named = call with { Operands = [.. call.Operands.Select(o => o.MapLeaves(call.Name))] };
        return FrameworkMember.Call(named, derivative(named));
    }

    private static IrExpression Each(NumericsCall call, string function) =>
        ByFramework(call, c => c.Make(c.Fields(0).Select((_, i) => Number(function, [.. c.Operands.Select((_, o) => c.Fields(o)[i])]))));

    private static IrExpression SinCos(NumericsCall call) => ByFramework(call, static c =>
        c.Make(new[] { "Sin", "Cos" }.Select((f, i) => new StructExpression((StructType)((StructType)c.Type).Fields[i].Type, [.. c.Fields(0).Select(x => Number(f, x))]))));

    // An index that is no constant of the range is left to the framework, which throws where it must.
    private static IrExpression Item(NumericsCall call) =>
        call.Operands[1] is ConstantExpression { Bits: >= 0 } constant && constant.Bits < call.Fields(0).Count
            ? call.Fields(0)[(int)constant.Bits]
            : ByFramework(call, static c => c.Fields(0).Select(static (f, i) => (Field: f, Index: i)).Reverse()
                .Aggregate((IrExpression?)null, (rest, e) => rest is null ? e.Field : new ConditionalExpression(c.Operands[1].IsEqual(ConstantExpression.Integer(e.Index)), e.Field, rest))!);

    // v − 2(v·n)n
    private static IrExpression Reflect(NumericsCall call) => ByFramework(call, static c =>
    {
        IReadOnlyList<IrExpression> v = c.Fields(0), n = c.Fields(1);
        IrExpression twice = c.Scope.Bind(2.0 * v.Zip(n, static (a, b) => a * b).Aggregate(static (a, b) => a + b), "twice");
        return c.Make(v.Zip(n, (a, b) => a - (twice * b)));
    });

    private static IrExpression Cross2(NumericsCall call) => ByFramework(call, static c => (c.Fields(0)[0] * c.Fields(1)[1]) - (c.Fields(0)[1] * c.Fields(1)[0]));

    // That of the first three, and the product of the last.
    private static IrExpression Cross4(NumericsCall call) => ByFramework(call, static c =>
    {
        IReadOnlyList<IrExpression> l = c.Fields(0), r = c.Fields(1);
        return c.Make((l[1] * r[2]) - (l[2] * r[1]), (l[2] * r[0]) - (l[0] * r[2]), (l[0] * r[1]) - (l[1] * r[0]), l[3] * r[3]);
    });

    private static IrExpression Number(string function, params IrExpression[] arguments) => NumericsCall.Rule("float", "float", function, arguments);
}
