using Micrograd.Generators.Ir;
using Micrograd.Generators.Rules;

namespace Micrograd.Generators.Tests.Rules;

/// <summary>Evaluates one row of the rule table at a point: the primitive itself, and what flows to each argument.</summary>
internal sealed class RuleProbe
{
    private readonly DerivativeRule _rule;
    private readonly IrType[] _types;

    public RuleProbe(DerivativeRule rule)
    {
        _rule = rule;
        _types = rule.Key.StartsWith("operator", StringComparison.Ordinal)
            ? [.. Enumerable.Repeat<IrType>(IrType.Double, rule.Arity)]
            : [.. rule.Key[(rule.Key.IndexOf('(', StringComparison.Ordinal) + 1)..rule.Key.IndexOf(')', StringComparison.Ordinal)].Split(", ").Select(TypeNamed)];
    }

    public bool IsFloating(int index) => _types[index].IsFloating;

    public object Value(object[] arguments) => _rule.Key switch
    {
        "operator +x" => IrInterpreter.Unary(UnaryOperator.Plus, arguments[0]),
        "operator -x" => IrInterpreter.Unary(UnaryOperator.Negate, arguments[0]),
        "operator +" => IrInterpreter.Binary(BinaryOperator.Add, arguments[0], arguments[1]),
        "operator -" => IrInterpreter.Binary(BinaryOperator.Subtract, arguments[0], arguments[1]),
        "operator *" => IrInterpreter.Binary(BinaryOperator.Multiply, arguments[0], arguments[1]),
        "operator /" => IrInterpreter.Binary(BinaryOperator.Divide, arguments[0], arguments[1]),
        "operator %" => IrInterpreter.Binary(BinaryOperator.Remainder, arguments[0], arguments[1]),
        _ => IrInterpreter.Call(_rule.Key, arguments),
    };

    /// <summary>What flows to argument <paramref name="index"/> where <paramref name="upstream"/> flows to the result.</summary>
    /// <param name="constants">Arguments that are written as literals.</param>
    public double Contribution(int index, object[] arguments, double upstream = 1.0, bool[]? varied = null, bool constants = false)
    {
        if (_rule.Contributions[index] is not { } contribution)
        {
            return 0.0;
        }

        varied ??= [.. _types.Select(t => t.IsFloating)];
        object result = Value(arguments);
        var locals = new LocalFactory(0);
        var values = new Dictionary<int, object>();
        IrExpression Bind(string name, object value, IrType type)
        {
            IrLocal local = locals.Create(name, type);
            values[local.Id] = value;
            return new LocalExpression(local);
        }

        IrExpression[] operands = [.. arguments.Select((a, i) => constants && !varied[i] ? Literal(a, _types[i]) : Bind("x" + i, a, _types[i]))];
        IrType type = _types[index];
        var call = new RuleCall(operands, Bind("y", result, result is float ? IrType.Single : IrType.Double), varied);
        IrExpression flow = contribution(call, Bind("u", type == IrType.Single ? (object)(float)upstream : upstream, type));
        Assert.Equal(type, flow.Type);
        return new IrInterpreter(values).Number(flow);
    }

    private static ConstantExpression Literal(object value, IrType type) => ConstantExpression.Number(Convert.ToDouble(value, null), type);

    private static IrType TypeNamed(string name) => name switch
    {
        "double" => IrType.Double,
        "float" => IrType.Single,
        "int" => IrType.Int32,
        _ => new OpaqueType(name),
    };
}
