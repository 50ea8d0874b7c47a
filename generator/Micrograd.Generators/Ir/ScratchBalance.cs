namespace Micrograd.Generators.Ir;

/// <summary>
/// Checks that what goes on a scratch stack comes off it, last first and as the same type. A loop that puts values there is
/// undone by a loop that takes the mirror image off, a branch by a branch; what a block gives back itself does not count.
/// </summary>
internal sealed class ScratchBalance
{
    private readonly List<string> _problems = [];

    private ScratchBalance()
    {
    }

    public static IReadOnlyList<string> Check(EquatableArray<IrStatement> body)
    {
        var balance = new ScratchBalance();
        foreach (ScratchStack stack in new[] { ScratchStack.Records, ScratchStack.Arrays })
        {
            IReadOnlyList<Move> left = balance.Moves(body, stack);
            if (left.FirstOrDefault(static m => m.IsOff) is { } below)
            {
                balance._problems.Add($"{below} is taken off the {stack} stack, which does not hold it");
            }

            // Arrays of the whole method go when the method is left; records that nobody reads are a value that was mixed up.
            if (stack == ScratchStack.Records && left.FirstOrDefault(static m => !m.IsOff) is { } above)
            {
                balance._problems.Add($"{above} stays on the {stack} stack");
            }
        }

        return balance._problems;
    }

    // What a block does to a stack, with everything left out that it puts on and takes off again.
    private List<Move> Moves(IEnumerable<IrStatement> block, ScratchStack stack)
    {
        List<Move> moves = [];
        foreach (IrStatement statement in block)
        {
            foreach (Move move in Moves(statement, stack))
            {
                if (moves.Count > 0 && moves[moves.Count - 1].IsUndoneBy(move))
                {
                    moves.RemoveAt(moves.Count - 1);
                }
                else
                {
                    moves.Add(move);
                }
            }
        }

        return moves;
    }

    private IEnumerable<Move> Moves(IrStatement statement, ScratchStack stack)
    {
        bool isRecords = stack == ScratchStack.Records;
        switch (statement)
        {
            case TakeStatement s when s.Stack == stack:
                return [new Move(false, $"{ElementText(s.Span.Type)}[]")];
            case ReleaseStatement s when s.Stack == stack:
                return [new Move(true, $"{s.Element.Text}[]")];
            case PushStatement s when isRecords:
                return [new Move(false, s.Value.Type.Text)];
            case RecordArrayStatement s when isRecords:
                return [new Move(false, $"{ElementText(s.Span.Type)}[]")];
            case IfStatement s:
                return Compound("branch", stack, s.Then, s.Else);
            case LoopStatement or CountedLoopStatement:
                return Compound("loop", stack, statement.Blocks().SelectMany(static b => b));
            default:
                return isRecords ? statement.Expressions().SelectMany(static e => e.SelfAndDescendants()).OfType<PopExpression>().Select(static p => new Move(true, p.Type.Text)) : [];
        }
    }

    private Move[] Compound(string name, ScratchStack stack, params IEnumerable<IrStatement>[] blocks)
    {
        IReadOnlyList<Move>[] parts = [.. blocks.Select(b => Moves(b, stack))];
        Move[] all = [.. parts.SelectMany(static p => p)];
        if (all.Length == 0)
        {
            return [];
        }

        if (all.Any(static m => m.IsOff) && all.Any(static m => !m.IsOff))
        {
            _problems.Add($"a {name} both puts on the {stack} stack and takes off what it did not put there");
            return [];
        }

        if (stack == ScratchStack.Arrays)
        {
            _problems.Add($"a {name} leaves the {stack} stack different from how it found it");
            return [];
        }

        // Off a stack the last comes first.
        bool isOff = all[0].IsOff;
        string text = string.Join(" | ", parts.Select(p => string.Join(", ", isOff ? p.Reverse().Select(static m => m.What) : p.Select(static m => m.What))));
        return [new Move(isOff, $"{name}({text})")];
    }

    private static string ElementText(IrType type) => type switch
    {
        SpanType span => span.Element.Text,
        ArrayType array => array.Element.Text,
        _ => type.Text,
    };

    /// <summary>Something put on a stack or taken off it.</summary>
    private sealed record Move(bool IsOff, string What)
    {
        public bool IsUndoneBy(Move next) => !IsOff && next.IsOff && What == next.What;

        public override string ToString() => What;
    }
}
