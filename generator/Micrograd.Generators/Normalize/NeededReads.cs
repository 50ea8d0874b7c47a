using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// The reads of a loop that are followed at once by a question to what they give: an array is asked for an element or its length, an
/// object for a member. Where there is none, the question fails, so that the read itself may have been made before, and found nothing.
/// </summary>
internal sealed class NeededReads
{
    private readonly HashSet<IrExpression> _needed = [];
    private readonly HashSet<IrExpression> _free = [];

    private NeededReads()
    {
    }

    public static HashSet<IrExpression> In(IrStatement loop)
    {
        NeededReads reads = new();
        reads.Block([loop]);

        // The same read elsewhere, without a question, would have failed by itself.
        reads._needed.ExceptWith(reads._free);
        return reads._needed;
    }

    private void Block(EquatableArray<IrStatement> block)
    {
        for (int i = 0; i < block.Count; i++)
        {
            foreach (IrExpression expression in block[i].Expressions())
            {
                Visit(expression, block[i] is DeclareStatement declare && IsAskedNext(declare.Local, block, i + 1));
            }

            foreach (EquatableArray<IrStatement> nested in block[i].Blocks())
            {
                Block(nested);
            }
        }
    }

    private void Visit(IrExpression expression, bool isAsked)
    {
        if (IsRead(expression))
        {
            (isAsked ? _needed : _free).Add(expression);
        }

        for (int i = 0; i < expression.Operands.Count; i++)
        {
            Visit(expression.Operands[i], Asks(expression, i));
        }
    }

    // Nothing stands in between that may fail itself.
    private static bool IsAskedNext(IrLocal local, EquatableArray<IrStatement> block, int next)
    {
        for (int i = next; i < block.Count; i++)
        {
            if (block[i] is not LoopStatement && block[i].Expressions().SelectMany(ReadHoisting.Certain).Any(e => e.Operands.Where((o, n) => o is LocalExpression l && l.Local.Id == local.Id && Asks(e, n)).Any()))
            {
                return true;
            }

            if (block[i] is not DeclareStatement { Value: var value } || !(value is null || IsRead(value) || CodeEffects.IsHarmless(value)))
            {
                return false;
            }
        }

        return false;
    }

    private static bool Asks(IrExpression expression, int operand) => expression is LengthExpression || (expression is ElementExpression && operand == 0) || IsRead(expression);

    private static bool IsRead(IrExpression expression) => expression is OpaqueExpression { WithoutObject: not null };
}
