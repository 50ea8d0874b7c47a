using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Optimize;

/// <summary>
/// The first contribution to an adjoint is its value: <c>double dX = 0.0; … dX += e;</c> becomes <c>… double dX = e;</c>, and
/// <c>dX = 0.0; dX += e;</c> becomes <c>dX = e;</c>. Only −0.0 could tell the difference, as the gradient's sign of zero.
/// </summary>
internal static class FirstContribution
{
    public static EquatableArray<IrStatement> Run(EquatableArray<IrStatement> block)
    {
        List<IrStatement> statements = block.Select(Nested).ToList();
        for (int i = 0; i < statements.Count; i++)
        {
            if (ZeroedLocal(statements[i]) is { } local && FindFirst(statements, i, local) is { } first)
            {
                var add = (AssignStatement)statements[first];
                IrExpression value = Added(add)!;
                statements[first] = statements[i] is DeclareStatement
                    ? new DeclareStatement(local, value) { Source = add.Source }
                    : new AssignStatement(new LocalExpression(local), value) { Source = add.Source };
                statements.RemoveAt(i--);
            }
        }

        return statements.ToEquatableArray();
    }

    private static IrStatement Nested(IrStatement statement) => statement switch
    {
        IfStatement s => s with { Then = Run(s.Then), Else = Run(s.Else) },
        LoopStatement s => s with { Body = Run(s.Body) },
        CountedLoopStatement s => s with { Body = Run(s.Body) },
        _ => statement,
    };

    private static IrLocal? ZeroedLocal(IrStatement statement) => statement switch
    {
        DeclareStatement { Local: { Type.IsFloating: true } local, Value: ConstantExpression zero } when zero.Is(0.0) => local,
        AssignStatement { Target: LocalExpression { Local: { Type.IsFloating: true } local }, Value: ConstantExpression zero } when zero.Is(0.0) => local,
        _ => null,
    };

    /// <summary>The next statement that mentions the local, if it adds to it in this same block.</summary>
    private static int? FindFirst(List<IrStatement> statements, int start, IrLocal local)
    {
        for (int i = start + 1; i < statements.Count; i++)
        {
            if (statements[i] is AssignStatement { Target: LocalExpression target } assign && target.Local.Id == local.Id)
            {
                return Added(assign) is { } value && !value.Reads(local) ? i : null;
            }

            if (Mentions(statements[i], local))
            {
                return null;
            }
        }

        return null;
    }

    private static IrExpression? Added(AssignStatement assign) => assign.Value switch
    {
        BinaryExpression { Operator: BinaryOperator.Add } sum when sum.Left.Equals(assign.Target) => sum.Right,
        BinaryExpression { Operator: BinaryOperator.Subtract } difference when difference.Left.Equals(assign.Target) => -difference.Right,
        _ => null,
    };

    private static bool Mentions(IrStatement statement, IrLocal local)
    {
        IrStatement[] block = [statement];
        return block.AllExpressions().OfType<LocalExpression>().Any(e => e.Local.Id == local.Id);
    }
}
