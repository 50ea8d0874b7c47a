using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>What a piece of lowered code may change, and so which expressions computed before it must be saved first.</summary>
internal sealed class SideEffects
{
    private readonly HashSet<int> _locals = [];
    private readonly HashSet<IrType> _elements = [];
    private bool _anyMemory;
    private bool _anyLocal;

    /// <summary>Of code that may change every variable.</summary>
    public static SideEffects Everything { get; } = new() { _anyMemory = true, _anyLocal = true };

    public static SideEffects Of(IEnumerable<IrStatement> statements)
    {
        SideEffects effects = new();
        effects.Add(statements);
        return effects;
    }

    /// <summary>Whether the expression could have another value after the code than before it.</summary>
    public bool Affect(IrExpression expression) => expression switch
    {
        LocalExpression { Type: OpaqueType { IsMutableValue: true } } when _anyMemory => true,
        LocalExpression local => _anyLocal || _locals.Contains(local.Local.Id),
        ElementExpression element when _anyMemory || _elements.Contains(element.Type) => true,
        _ => expression.Operands.Any(Affect),
    };

    /// <summary>Whether the place could be another after the code than before it.</summary>
    public bool AffectPlace(IrExpression place) => place switch
    {
        ElementExpression element => element.Indices.Any(Affect) || (element.Array is LocalExpression array ? Affect(array) : AffectPlace(element.Array)),
        FieldExpression field => AffectPlace(field.Target),
        ViewExpression view => Affect(view),
        _ => false,
    };

    private void Add(IEnumerable<IrStatement> statements)
    {
        foreach (IrStatement statement in statements)
        {
            Add(statement);
        }
    }

    private void Add(IrStatement statement)
    {
        switch (statement)
        {
            case DeclareStatement { Value: { } value }:
                Evaluate(value);
                break;
            case AssignStatement assign:
                Store(assign.Target);
                Evaluate(assign.Value);
                break;
            case IfStatement conditional:
                Evaluate(conditional.Condition);
                _anyMemory |= conditional.Enclosure is not null;
                Add(conditional.Then);
                Add(conditional.Else);
                break;
            case LoopStatement loop:
                Evaluate(loop.Condition);
                Add(loop.Initializers);
                Add(loop.Body);
                Add(loop.Update);
                break;
            case InlineStatement inline:
                Add(inline.Body);
                AddResult(inline.Result);
                break;
            case LabeledStatement labeled:
                Add(labeled.Body);
                break;
            case OpaqueStatement { LeavesMethod: true }:
                break;
            case OpaqueStatement or CallStatement:
                _anyMemory = true;
                break;
        }
    }

    private void AddResult(IrLocal? result)
    {
        if (result is not null)
        {
            _locals.Add(result.Id);
        }
    }

    private void Store(IrExpression place)
    {
        switch (place)
        {
            case LocalExpression local:
                _locals.Add(local.Local.Id);
                break;
            case ElementExpression element:
                _elements.Add(element.Type);
                break;
            case FieldExpression field:
                Store(field.Target);
                break;
        }
    }

    // Code that is not understood may hold another reference to any array.
    private void Evaluate(IrExpression value)
    {
        _anyMemory |= value is OpaqueExpression or PairCallExpression;
        foreach (IrExpression operand in value.Operands)
        {
            Evaluate(operand);
        }
    }
}
