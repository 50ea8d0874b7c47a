using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Stand-ins for the arguments and the result of an operation while its rule is applied, so that only the values that the
/// derivative really uses are asked for. Constant arguments stand for themselves: rules look at them.
/// </summary>
internal sealed class RulePlaceholders
{
    private readonly IrExpression _operation;
    private readonly IrLocal?[] _arguments;
    private readonly IrLocal _result;

    public RulePlaceholders(IrExpression operation)
    {
        _operation = operation;
        _arguments = operation.Operands.Select((operand, i) => operand is ConstantExpression ? null : new IrLocal(-10 - i, $"argument{i}", operand.Type)).ToArray();
        _result = new IrLocal(-1, "result", operation.Type);
        Adjoint = new IrLocal(-2, "adjoint", operation.Type);
        Arguments = _arguments.Select((local, i) => local is null ? operation.Operands[i] : (IrExpression)new LocalExpression(local)).ToArray();
        Result = new LocalExpression(_result);
    }

    public IrLocal Adjoint { get; }

    public IReadOnlyList<IrExpression> Arguments { get; }

    public IrExpression Result { get; }

    /// <summary>A contribution that is 0 for an adjoint of 0 whatever the arguments: they are constants, and finite.</summary>
    public bool KeepsZero(IrExpression contribution) => contribution switch
    {
        LocalExpression local => local.Local.Id == Adjoint.Id,
        UnaryExpression { Operator: UnaryOperator.Negate } unary => KeepsZero(unary.Operand),
        BinaryExpression { Operator: BinaryOperator.Divide } division => KeepsZero(division.Left) && IsFiniteNonzero(division.Right),
        BinaryExpression { Operator: BinaryOperator.Multiply } product => (KeepsZero(product.Left) && IsFiniteNonzero(product.Right)) || (IsFiniteNonzero(product.Left) && KeepsZero(product.Right)),
        _ => false,
    };

    /// <summary>Puts the real adjoint and values in; each value is asked for once, and only if it is used.</summary>
    public IrExpression Fill(IrExpression contribution, IrExpression adjoint, Func<IrExpression, IrExpression> argument, Func<IrExpression> result)
    {
        var replacements = new Dictionary<int, IrExpression> { [Adjoint.Id] = adjoint };
        foreach (IrLocal used in contribution.LocalsRead())
        {
            int index = Array.FindIndex(_arguments, local => local?.Id == used.Id);
            if (index >= 0 && !replacements.ContainsKey(used.Id))
            {
                replacements[used.Id] = argument(_operation.Operands[index]);
            }
            else if (used.Id == _result.Id && !replacements.ContainsKey(used.Id))
            {
                replacements[used.Id] = result();
            }
        }

        return new LocalSubstitution(replacements).Rewrite(contribution);
    }

    private static bool IsFiniteNonzero(IrExpression expression) =>
        expression is ConstantExpression { Type.IsFloating: true, Value: { } value } && value != 0.0 && !double.IsNaN(value) && !double.IsInfinity(value);
}
