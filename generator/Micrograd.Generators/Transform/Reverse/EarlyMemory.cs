using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// An array that a branch makes for a variable of the block around it, as an early return does, is made where the variable is
/// declared, if its length is known there: the variable then names one memory or another, and all of them live as long as it does.
/// </summary>
internal sealed class EarlyMemory
{
    private readonly HashSet<int> _assigned;
    private readonly HashSet<int> _several;
    private readonly ILookup<int, int> _sources;
    private readonly HashSet<int> _known;
    private readonly HashSet<int> _moved = [];
    private readonly bool _checksOverflow;

    private EarlyMemory(MethodIr method)
    {
        (IrLocal Variable, IrExpression Value)[] definitions = [.. method.Body.AllStatements()
            .Select(static s => (s.DefinedLocal(), s.StoredValue()))
            .Where(static d => d is { Item1.Type.IsView: true, Item2: not null })
            .Select(static d => (d.Item1!, d.Item2!))];
        _assigned = method.Body.AssignedLocals();
        _several = [.. definitions.GroupBy(static d => d.Variable.Id).Where(static g => g.Count() > 1).Select(static g => g.Key)];
        _sources = definitions.Where(static d => d.Value is LocalExpression).ToLookup(static d => d.Variable.Id, static d => ((LocalExpression)d.Value).Local.Id);
        _checksOverflow = method.ChecksOverflow;
        _known = [.. method.Signature.Parameters.Select(static p => p.Local.Id)];
    }

    public static MethodIr Apply(MethodIr method)
    {
        EarlyMemory memory = new(method);
        return memory._several.Count == 0 ? method : method with { Body = memory.Block(method.Body) };
    }

    private EquatableArray<IrStatement> Block(EquatableArray<IrStatement> block)
    {
        List<IrStatement> output = [];
        HashSet<int> outer = [.. _known];
        for (int i = 0; i < block.Count; i++)
        {
            IrStatement statement = block[i];
            if (statement is DeclareStatement { Local: var variable } && _several.Contains(variable.Id))
            {
                output.AddRange(MadeFor(variable, block.Skip(i + 1)));
            }

            if (statement is DeclareStatement { Value: NewArrayExpression made } moved && _moved.Contains(moved.Local.Id))
            {
                output.AddRange(Checked(made.Lengths[0]));
                continue;
            }

            _known.UnionWith(statement.DefinedLocals().Select(static l => l.Id));
            output.Add(statement switch
            {
                IfStatement s => s with { Then = Block(s.Then), Else = Block(s.Else) },
                LoopStatement s => s with { Body = Block(s.Body) },
                CountedLoopStatement s => s with { Body = Counted(s) },
                _ => statement,
            });
        }

        _known.IntersectWith(outer);
        return output.ToEquatableArray();
    }

    private EquatableArray<IrStatement> Counted(CountedLoopStatement loop)
    {
        _known.Add(loop.Counter.Id);
        EquatableArray<IrStatement> body = Block(loop.Body);
        _known.Remove(loop.Counter.Id);
        return body;
    }

    // What loops make is new in each trip, and stays where it is.
    private IEnumerable<DeclareStatement> MadeFor(IrLocal variable, IEnumerable<IrStatement> rest)
    {
        foreach ((DeclareStatement made, IrExpression[] guards) in rest.OfType<IfStatement>().SelectMany(branch => InBranches(branch, [])))
        {
            if (made.Value is NewArrayExpression { Lengths: [var length] } array && Reaches(made.Local.Id, variable.Id) && IsKnown(length) && _moved.Add(made.Local.Id))
            {
                yield return made with { Value = array with { Lengths = [MayBeNegative(length) ? OrNothing(length, guards) : length] } };
            }
        }
    }

    // What is declared in a branch, and the conditions on the way there.
    private static IEnumerable<(DeclareStatement Made, IrExpression[] Guards)> InBranches(IfStatement branch, IrExpression[] guards)
    {
        IrExpression[] then = [.. guards, branch.Condition], otherwise = [.. guards, Conditions.Not(branch.Condition)];
        return branch.Then.Select(s => (s, then)).Concat(branch.Else.Select(s => (s, otherwise))).SelectMany(static s => s.s switch
        {
            IfStatement inner => InBranches(inner, s.Item2),
            DeclareStatement made => [(made, s.Item2)],
            _ => [],
        });
    }

    // An int may be any number: where the branch is not taken, as far as that is known here, there is no such array; nor where its
    // length cannot be computed.
    private IrExpression OrNothing(IrExpression length, IrExpression[] guards)
    {
        IrExpression[] known = [.. guards.TakeWhile(IsKnownGuard)];
        IrExpression[] computed = [.. length.SelfAndDescendants().Reverse().Where(e => Integers.MayThrow(e, _checksOverflow)).Select(static e => Conditions.Not(Integers.IsTooFar(e)))];
        return known.Length + computed.Length == 0
            ? new ConditionalExpression(IsNegative(length), ConstantExpression.Integer(0), length)
            : Conditions.OrZero([.. known, .. computed, new BinaryExpression(BinaryOperator.GreaterOrEqual, length, ConstantExpression.Integer(0), IrType.Boolean)], length);
    }

    private bool IsKnownGuard(IrExpression guard) => CodeEffects.IsHarmless(guard) && guard.LocalsRead().All(local => IsKnown(new LocalExpression(local)));

    private bool Reaches(int memory, int variable)
    {
        HashSet<int> seen = [variable];
        Stack<int> pending = new(seen);
        while (pending.Count > 0)
        {
            foreach (int source in _sources[pending.Pop()].Where(seen.Add))
            {
                pending.Push(source);
            }
        }

        return seen.Contains(memory);
    }

    private bool IsKnown(IrExpression length) => length switch
    {
        ConstantExpression => true,
        LocalExpression local => _known.Contains(local.Local.Id) && !_assigned.Contains(local.Local.Id),
        LengthExpression { View: LocalExpression view } => IsKnown(view),
        BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract, IsChecked: not true } sum => IsKnown(sum.Left) && IsKnown(sum.Right),
        _ => false,
    };

    private static bool MayBeNegative(IrExpression length) => length is not (LengthExpression or ConstantExpression { Bits: >= 0 });

    private static BinaryExpression IsNegative(IrExpression length) => new(BinaryOperator.Less, length, ConstantExpression.Integer(0), IrType.Boolean);

    // Where the array was made, a negative length is still what it was: an error.
    private static IEnumerable<IrStatement> Checked(IrExpression length) =>
        MayBeNegative(length) ? [new IfStatement(IsNegative(length), [new OpaqueStatement("throw new global::System.OverflowException();", default) { LeavesMethod = true }], default)] : [];
}
