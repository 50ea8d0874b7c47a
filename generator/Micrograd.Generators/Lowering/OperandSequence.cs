using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Operands in C#'s left-to-right order. IR expressions are pure and are written after every statement that their operands
/// needed, so an operand that a later one's statements could change is saved in a local before them.
/// </summary>
internal sealed class OperandSequence(LoweringScope scope)
{
    private readonly List<(IrExpression Expression, bool IsPlace)> _held = [];
    private readonly HashSet<int> _beside = [];

    public IrExpression this[int index] => _held[index].Expression;

    public IEnumerable<IrExpression> All => _held.Where((_, i) => !_beside.Contains(i)).Select(static h => h.Expression);

    /// <summary>An operand that is read now.</summary>
    public OperandSequence Value(Func<IrExpression> lower) => Add(lower, isPlace: false);

    /// <summary>An operand that is stored to later: which element it is gets decided now, its content does not.</summary>
    public OperandSequence Place(Func<IrExpression> lower) => Add(lower, isPlace: true);

    /// <summary>What a member is called on: a variable that holds a struct itself; of an object, or a struct that stands in no variable, the value as it is now.</summary>
    public OperandSequence Receiver(Func<IrExpression> lower, bool isVariable) => Add(lower, receiver => isVariable && !IsObject(receiver));

    public static bool IsObject(IrExpression receiver) => receiver.Type is OpaqueType { IsMutableValue: false };

    /// <summary>A place between the operands that is none of them; the result is its number here.</summary>
    public int Beside(Func<IrExpression> lower)
    {
        Add(lower, isPlace: true);
        _beside.Add(_held.Count - 1);
        return _held.Count - 1;
    }

    private OperandSequence Add(Func<IrExpression> lower, bool isPlace) => Add(lower, _ => isPlace);

    private OperandSequence Add(Func<IrExpression> lower, Func<IrExpression, bool> isPlace)
    {
        int mark = scope.Block.Count;
        IrExpression added = lower();
        if (scope.Block.Count > mark)
        {
            Save(SideEffects.Of(scope.Block.Skip(mark)), mark);
        }

        _held.Add((added, isPlace(added)));
        return this;
    }

    private void Save(SideEffects effects, int mark)
    {
        for (int i = 0; i < _held.Count; i++)
        {
            (IrExpression expression, bool isPlace) = _held[i];
            _held[i] = (isPlace ? SavePlace(expression, effects, ref mark) : SaveValue(expression, effects, ref mark), isPlace);
        }
    }

    private IrExpression SaveValue(IrExpression expression, SideEffects effects, ref int mark) =>
        expression is StructExpression whole ? SaveFields(whole, isPlace: false, effects, ref mark)
        : effects.Affect(expression) ? scope.BindAt(mark++, expression, expression is LocalExpression local ? local.Local.Name + "Before" : "before") : expression;

    private IrExpression SavePlace(IrExpression place, SideEffects effects, ref int mark)
    {
        switch (place)
        {
            case ElementExpression element:
                IrExpression array = SaveValue(element.Array, effects, ref mark);
                List<IrExpression> indices = [];
                foreach (IrExpression index in element.Indices)
                {
                    indices.Add(SaveValue(index, effects, ref mark));
                }

                return element with { Array = array, Indices = indices.ToEquatableArray() };
            case StructExpression whole:
                return SaveFields(whole, isPlace: true, effects, ref mark);
            case FieldExpression field:
                return field with { Target = SavePlace(field.Target, effects, ref mark) };
            default:
                return place;
        }
    }

    private StructExpression SaveFields(StructExpression whole, bool isPlace, SideEffects effects, ref int mark)
    {
        List<IrExpression> fields = [];
        foreach (IrExpression field in whole.Fields)
        {
            fields.Add(isPlace ? SavePlace(field, effects, ref mark) : SaveValue(field, effects, ref mark));
        }

        return whole with { Fields = fields.ToEquatableArray() };
    }
}
