using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Rules;

/// <summary>Calls of class library members inside partial derivatives, in the floating-point type of their argument.</summary>
internal static class Primitives
{
    // The members of Math that MathF has too. The others exist on double and float alone.
    private static readonly ImmutableHashSet<string> MathMembers =
    [
        "Abs", "Cbrt", "Cos", "Cosh", "Exp", "Log", "Pow", "Round", "ScaleB", "Sin", "Sinh", "Sqrt",
    ];

    public static IrExpression Abs(IrExpression x) => Call("Abs", x.Type, x);

    public static IrExpression Cos(IrExpression x) => Call("Cos", x.Type, x);

    public static IrExpression CosPi(IrExpression x) => Call("CosPi", x.Type, x);

    public static IrExpression Cosh(IrExpression x) => Call("Cosh", x.Type, x);

    public static IrExpression Exp(IrExpression x) => Call("Exp", x.Type, x);

    public static IrExpression Exp10(IrExpression x) => Call("Exp10", x.Type, x);

    public static IrExpression Exp2(IrExpression x) => Call("Exp2", x.Type, x);

    public static IrExpression Hypot(IrExpression x, IrExpression y) => Call("Hypot", x.Type, x, y);

    public static IrExpression IsNaN(IrExpression x) => Call("IsNaN", IrType.Boolean, x);

    public static IrExpression Log(IrExpression x) => Call("Log", x.Type, x);

    public static IrExpression Pow(IrExpression x, IrExpression y) => Call("Pow", x.Type, x, y);

    public static IrExpression Round(IrExpression x) => Call("Round", x.Type, x);

    public static IrExpression ScaleB(IrExpression x, IrExpression n) => Call("ScaleB", x.Type, x, n);

    public static IrExpression Sin(IrExpression x) => Call("Sin", x.Type, x);

    public static IrExpression SinPi(IrExpression x) => Call("SinPi", x.Type, x);

    public static IrExpression Sinh(IrExpression x) => Call("Sinh", x.Type, x);

    public static IrExpression Sqrt(IrExpression x) => Call("Sqrt", x.Type, x);

    public static IrExpression Zero(IrType type) => ConstantExpression.Number(0.0, type);

    public static IrExpression Number(double value, IrExpression like) => ConstantExpression.Number(value, like.Type);

    public static IrExpression Choose(IrExpression condition, IrExpression whenTrue, IrExpression whenFalse) =>
        new ConditionalExpression(condition, whenTrue, whenFalse);

    public static IrExpression And(IrExpression left, IrExpression right) =>
        new BinaryExpression(BinaryOperator.LogicalAnd, left, right, IrType.Boolean);

    public static IrExpression Or(IrExpression left, IrExpression right) =>
        new BinaryExpression(BinaryOperator.LogicalOr, left, right, IrType.Boolean);

    public static IrExpression Not(IrExpression operand) => new UnaryExpression(UnaryOperator.Not, operand, IrType.Boolean);

    public static IrExpression Compare(IrExpression left, BinaryOperator comparison, IrExpression right) =>
        new BinaryExpression(comparison, left, right, IrType.Boolean);

    private static RuleCallExpression Call(string name, IrType result, params IrExpression[] arguments)
    {
        // A type parameter has the members of double, under its own name.
        string declaring = DeclaringType(name, arguments[0].Type);
        string types = string.Join(", ", arguments.Select(static a => a.Type is TypeParameterType ? "double" : a.Type.Text));
        if (arguments[0].Type is TypeParameterType)
        {
            return new RuleCallExpression($"double.{name}({types})", $"{declaring}.{name}", [.. arguments], result);
        }

        string method = declaring.StartsWith("System.", StringComparison.Ordinal) ? "global::" + declaring : declaring;
        return new RuleCallExpression($"{declaring}.{name}({types})", $"{method}.{name}", [.. arguments], result);
    }

    private static string DeclaringType(string name, IrType type) => type switch
    {
        ScalarType { Kind: ScalarKind.Double } when MathMembers.Contains(name) => "System.Math",
        ScalarType { Kind: ScalarKind.Single } when MathMembers.Contains(name) => "System.MathF",
        _ => type.Text,
    };
}
