using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>Names for values that had none in the source: after the operation that gives them.</summary>
internal static class ValueNames
{
    public static string For(IrExpression expression) => expression switch
    {
        RuleCallExpression call => ForCall(call.Rule),
        BinaryExpression { Type: ScalarType { Kind: ScalarKind.Boolean } } or UnaryExpression { Type: ScalarType { Kind: ScalarKind.Boolean } } => "taken",
        BinaryExpression { Operator: BinaryOperator.Add } => "sum",
        BinaryExpression { Operator: BinaryOperator.Subtract } => "difference",
        BinaryExpression { Operator: BinaryOperator.Multiply } => "product",
        BinaryExpression { Operator: BinaryOperator.Divide } => "quotient",
        BinaryExpression { Operator: BinaryOperator.Remainder } => "remainder",
        ElementExpression element when element.Root() is { } root => root.Name + "Element",
        _ => "value",
    };

    private static string ForCall(string rule)
    {
        string name = rule.Substring(0, rule.IndexOf('('));
        return Identifier.Local(name.Substring(name.LastIndexOf('.') + 1));
    }
}
