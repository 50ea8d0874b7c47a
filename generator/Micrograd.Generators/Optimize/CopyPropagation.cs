using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Optimize;

/// <summary>
/// Joins a declaration with the assignment right behind it, and puts a value that is used once, by the next statement, where it
/// is used: <c>double dX1 = e; dX += dX1;</c> becomes <c>dX += e;</c>. Names of the user's stay.
/// </summary>
internal static class CopyPropagation
{
    public static EquatableArray<IrStatement> Run(EquatableArray<IrStatement> method, int firstGeneratedLocal)
    {
        Dictionary<int, int> mentions = method.AllStatements()
            .SelectMany(static s => s.Expressions())
            .SelectMany(static e => e.LocalsRead())
            .GroupBy(static l => l.Id)
            .ToDictionary(static g => g.Key, static g => g.Count());
        return Block(method, mentions, firstGeneratedLocal);
    }

    private static EquatableArray<IrStatement> Block(EquatableArray<IrStatement> block, Dictionary<int, int> mentions, int firstGeneratedLocal)
    {
        var output = new List<IrStatement>();
        foreach (IrStatement statement in block.Select(s => Nested(s, mentions, firstGeneratedLocal)))
        {
            if (output.Count > 0 && output[output.Count - 1] is DeclareStatement last && Join(last, statement, mentions, firstGeneratedLocal) is { } joined)
            {
                output[output.Count - 1] = joined;
            }
            else
            {
                output.Add(statement);
            }
        }

        return output.ToEquatableArray();
    }

    private static IrStatement? Join(DeclareStatement declare, IrStatement next, Dictionary<int, int> mentions, int firstGeneratedLocal)
    {
        if (next is not AssignStatement assign)
        {
            return null;
        }

        if (assign.Target is LocalExpression target && target.Local.Id == declare.Local.Id && declare.Value is null or ConstantExpression && !assign.Value.Reads(declare.Local))
        {
            return new DeclareStatement(declare.Local, assign.Value) { Source = assign.Source ?? declare.Source };
        }

        bool usedOnce = declare.Local.Id >= firstGeneratedLocal && declare.Local.Type.IsFloating && mentions.TryGetValue(declare.Local.Id, out int count) && count == 1;
        return usedOnce && declare.Value is { } value && assign.Value.Reads(declare.Local) && assign.Value is BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract, Right: LocalExpression }
            ? assign with { Value = new LocalSubstitution(new Dictionary<int, IrExpression> { [declare.Local.Id] = value }).Rewrite(assign.Value), Source = assign.Source ?? declare.Source }
            : null;
    }

    private static IrStatement Nested(IrStatement statement, Dictionary<int, int> mentions, int firstGeneratedLocal) => statement switch
    {
        IfStatement s => s with { Then = Block(s.Then, mentions, firstGeneratedLocal), Else = Block(s.Else, mentions, firstGeneratedLocal) },
        LoopStatement s => s with { Body = Block(s.Body, mentions, firstGeneratedLocal) },
        CountedLoopStatement s => s with { Body = Block(s.Body, mentions, firstGeneratedLocal) },
        _ => statement,
    };
}
