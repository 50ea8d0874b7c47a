using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>What costs less to compute again than to write to memory and read back: a few additions, products, comparisons, loads.</summary>
internal static class CheapExpression
{
    private const int MostOperations = 8;

    public static bool IsCheap(IrExpression expression)
    {
        IrExpression[] nodes = expression.SelfAndDescendants().ToArray();
        return nodes.All(IsCheapNode) && nodes.Count(IsOperation) <= MostOperations;
    }

    private static bool IsOperation(IrExpression node) =>
        node is ElementExpression or RuleCallExpression || (node is BinaryExpression && node.Operands[0].Type.IsFloating);

    // Floating-point division and remainder take as long as ten products; integer division too, but it is needed for indices.
    private static bool IsCheapNode(IrExpression node) => node switch
    {
        ConstantExpression or LocalExpression or ElementExpression or FieldExpression or LengthExpression or ViewExpression => true,
        UnaryExpression or ConversionExpression or ConditionalExpression => true,
        BinaryExpression binary => !binary.Type.IsFloating || binary.Operator is not (BinaryOperator.Divide or BinaryOperator.Remainder),
        RuleCallExpression call => CheapCalls.Contains(call.Rule.Substring(0, call.Rule.IndexOf('(')).Split('.').Last()),
        _ => false,
    };

    // Of whatever type.
    private static readonly HashSet<string> CheapCalls = ["Abs", "Max", "Min", "Stop"];
}
