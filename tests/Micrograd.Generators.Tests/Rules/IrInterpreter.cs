using System.Reflection;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Tests.Rules;

/// <summary>Evaluates IR expressions in .NET arithmetic: floats round as floats, calls go to the class library itself.</summary>
internal sealed class IrInterpreter(IReadOnlyDictionary<int, object> locals)
{
    public double Number(IrExpression expression) => Convert.ToDouble(Evaluate(expression), null);

    public object Evaluate(IrExpression expression) => expression switch
    {
        ConstantExpression e => Constant(e),
        LocalExpression e => locals[e.Local.Id],
        UnaryExpression e => Unary(e.Operator, Evaluate(e.Operand)),
        BinaryExpression { Operator: BinaryOperator.LogicalAnd } e => (bool)Evaluate(e.Left) && (bool)Evaluate(e.Right),
        BinaryExpression { Operator: BinaryOperator.LogicalOr } e => (bool)Evaluate(e.Left) || (bool)Evaluate(e.Right),
        BinaryExpression e => Binary(e.Operator, Evaluate(e.Left), Evaluate(e.Right)),
        ConversionExpression e => Converted(Evaluate(e.Operand), e.Type),
        ConditionalExpression e => (bool)Evaluate(e.Condition) ? Evaluate(e.WhenTrue) : Evaluate(e.WhenFalse),
        RuleCallExpression e => Call(e.Rule, [.. e.Arguments.Select(Evaluate)]),
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    /// <summary>Calls a class library member by its key in the rule table.</summary>
    public static object Call(string key, params object[] arguments)
    {
        int open = key.IndexOf('(', StringComparison.Ordinal);
        int close = key.IndexOf(')', StringComparison.Ordinal);
        int dot = key.LastIndexOf('.', open);
        Type type = Named(key[..dot]);
        Type[] parameters = [.. key[(open + 1)..close].Split(", ").Select(Named)];
        MethodInfo method = type.GetMethod(key[(dot + 1)..open], BindingFlags.Public | BindingFlags.Static, parameters)
            ?? throw new MissingMethodException(key);
        object result = method.Invoke(null, arguments)!;
        return key[(close + 1)..] switch
        {
            "" => result,
            ".Sin" or ".SinPi" => result.GetType().GetField("Item1")!.GetValue(result)!,
            ".Cos" or ".CosPi" => result.GetType().GetField("Item2")!.GetValue(result)!,
            var element => throw new MissingFieldException(element),
        };
    }

    public static object Unary(UnaryOperator sign, object x) => (sign, x) switch
    {
        (UnaryOperator.Not, bool b) => !b,
        (UnaryOperator.Plus, _) => x,
        (UnaryOperator.Negate, double d) => -d,
        (UnaryOperator.Negate, float f) => -f,
        (UnaryOperator.Negate, int n) => -n,
        _ => throw new NotSupportedException($"{sign} {x}"),
    };

    public static object Binary(BinaryOperator sign, object left, object right) => (left, right) switch
    {
        (double a, double b) => Operate(sign, a, b),
        (float a, float b) => Operate(sign, a, b),
        (int a, int b) => Operate(sign, a, b),
        (bool a, bool b) => sign == BinaryOperator.Equal ? a == b : a != b,
        _ => throw new NotSupportedException($"{left.GetType().Name} {sign} {right.GetType().Name}: a conversion is missing"),
    };

    private static object Operate<T>(BinaryOperator sign, T a, T b)
        where T : System.Numerics.INumber<T> => sign switch
        {
            BinaryOperator.Add => a + b,
            BinaryOperator.Subtract => a - b,
            BinaryOperator.Multiply => a * b,
            BinaryOperator.Divide => a / b,
            BinaryOperator.Remainder => a % b,
            BinaryOperator.Equal => a == b,
            BinaryOperator.NotEqual => a != b,
            BinaryOperator.Less => a < b,
            BinaryOperator.LessOrEqual => a <= b,
            BinaryOperator.Greater => a > b,
            BinaryOperator.GreaterOrEqual => a >= b,
            _ => throw new NotSupportedException(sign.ToString()),
        };

    private static object Constant(ConstantExpression e) => e.Type switch
    {
        ScalarType { Kind: ScalarKind.Double } => BitConverter.Int64BitsToDouble(e.Bits),
        ScalarType { Kind: ScalarKind.Single } => BitConverter.Int32BitsToSingle((int)e.Bits),
        ScalarType { Kind: ScalarKind.Int32 } => (int)e.Bits,
        ScalarType { Kind: ScalarKind.Boolean } => e.Bits != 0,
        _ => throw new NotSupportedException(e.Literal),
    };

    private static object Converted(object value, IrType type) => type switch
    {
        ScalarType { Kind: ScalarKind.Double } => (object)Convert.ToDouble(value, null),
        ScalarType { Kind: ScalarKind.Single } => Convert.ToSingle(value, null),
        ScalarType { Kind: ScalarKind.Int32 } => (int)Math.Truncate(Convert.ToDouble(value, null)),
        _ => throw new NotSupportedException(type.Text),
    };

    private static Type Named(string name) => name switch
    {
        "double" => typeof(double),
        "float" => typeof(float),
        "int" => typeof(int),
        "Micrograd.Gradient" => typeof(Gradient),
        _ => typeof(Math).Assembly.GetType(name, throwOnError: true)!,
    };
}
