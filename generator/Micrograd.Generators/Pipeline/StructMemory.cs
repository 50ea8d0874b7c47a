using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// Arrays and spans of structs that belong to the caller. The transforms see an array for each field; here <c>pX[i]</c> is
/// <c>p[i].X</c> again. Where the body needs the field of all elements in one piece, as a slice or an argument, it works on a copy.
/// </summary>
internal sealed class StructMemory : IrRewriter
{
    private readonly Dictionary<int, FieldMemory> _fields = [];
    private readonly Dictionary<int, IrLocal> _copies = [];
    private readonly HashSet<int> _copied = [];
    private readonly HashSet<int> _arrays = [];
    private readonly List<IrStatement> _entry = [];
    private readonly List<IrStatement> _exit = [];
    private readonly List<IrStatement> _exitOfShadows = [];
    private readonly StructFieldAccess _access;
    private readonly bool _isTape;
    private int _nextLocal;

    /// <param name="access">The ways to fields.</param>
    /// <param name="body">The statements as the transforms wrote them.</param>
    /// <param name="firstLocal">Numbers of locals from this one downwards are free.</param>
    /// <param name="isTape">Copies are arrays of nodes: the tape has no scratch memory.</param>
    public StructMemory(StructFieldAccess access, EquatableArray<IrStatement> body, int firstLocal, bool isTape)
    {
        (_access, _isTape, _nextLocal) = (access, isTape, firstLocal);
        IEnumerable<IrStatement> statements = body.AllStatements().Where(static s => s is not CopyStatement { From: LocalExpression });
        foreach (IrExpression expression in statements.SelectMany(static s => s.Expressions()))
        {
            FindCopied(expression, isSource: false);
        }
    }

    /// <summary>Notes that a view stands for one field of all elements of <paramref name="memory"/>.</summary>
    public void Add(IrLocal view, IrLocal memory, StructType element, EquatableArray<FieldStep> path, bool isWritten, bool isShadow = false)
    {
        var field = new FieldMemory(memory, element, path);
        if (!_copied.Contains(view.Id))
        {
            _fields[view.Id] = field;
            return;
        }

        IrType number = view.Type is ArrayType array ? array.Element : ((SpanType)view.Type).Element;
        bool isArray = view.Type is ArrayType && (_isTape || _arrays.Contains(view.Id));
        IrLocal copy = view with { Type = isArray ? view.Type : new SpanType(number, IsReadOnly: false) };
        _copies[view.Id] = copy;
        LengthExpression length = new(new LocalExpression(memory));
        _entry.Add(_isTape || isArray
            ? new DeclareStatement(copy, new NewArrayExpression([length], ArrayStorage.Heap, new ArrayType(number)))
            : new TakeStatement(copy, length, Cleared: false, ScratchStack.Arrays));
        _entry.Add(ForEach(length, i => new AssignStatement(new ElementExpression(new LocalExpression(copy), [i], number), Place(field, i))));
        if (isWritten)
        {
            (isShadow ? _exitOfShadows : _exit).Add(ForEach(length, i => Store(field, i, new ElementExpression(new LocalExpression(copy), [i], number))));
        }
    }

    /// <summary>Makes the copies.</summary>
    public IReadOnlyList<IrStatement> Entry => _entry;

    /// <summary>Gives the caller what the method wrote to copies.</summary>
    public IReadOnlyList<IrStatement> Exit => _exit;

    /// <summary>The body with structs in place of their fields, and the derivatives written to copies in their places before it returns.</summary>
    public EquatableArray<IrStatement> Apply(EquatableArray<IrStatement> body)
    {
        EquatableArray<IrStatement> statements = _fields.Count + _copies.Count == 0 ? body : RewriteBlock(body);
        int end = statements.Count > 0 && statements[statements.Count - 1] is ReturnStatement ? statements.Count - 1 : statements.Count;
        IEnumerable<IrStatement> stores = _isTape ? _exit : _exitOfShadows;
        return [.. statements.Take(end), .. stores, .. statements.Skip(end)];
    }

    public override IrExpression Rewrite(IrExpression expression) => expression switch
    {
        ElementExpression { Array: LocalExpression { Local: var view } } e when _fields.TryGetValue(view.Id, out FieldMemory? field) => Place(field, Rewrite(e.Indices[0])),
        LengthExpression { View: LocalExpression { Local: var view } } when _fields.TryGetValue(view.Id, out FieldMemory? field) => new LengthExpression(new LocalExpression(field.Memory)),
        LocalExpression { Local: var view } when _copies.TryGetValue(view.Id, out IrLocal? copy) => new LocalExpression(copy),
        _ => base.Rewrite(expression),
    };

    protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
    {
        if (statement is AssignStatement { Target: ElementExpression { Array: LocalExpression { Local: var view } } target } assign && _fields.TryGetValue(view.Id, out FieldMemory? field))
        {
            output.Add(Store(field, Rewrite(target.Indices[0]), Rewrite(assign.Value)) with { Source = assign.Source });
        }
        else if (statement is CopyStatement { From: LocalExpression { Local: var source } } copy && _fields.TryGetValue(source.Id, out FieldMemory? copied))
        {
            IrType number = ((SpanType)copy.To.Type).Element;
            output.Add(ForEach(new LengthExpression(new LocalExpression(copied.Memory)), i => new AssignStatement(new ElementExpression(copy.To, [i], number), Place(copied, i))));
        }
        else
        {
            base.RewriteStatement(statement, output);
        }
    }

    // An element or the length can be had from the structs; everything else needs the numbers side by side.
    private void FindCopied(IrExpression expression, bool isSource)
    {
        if (expression is LocalExpression { Local: { Type.IsView: true } view })
        {
            _copied.Add(view.Id);
            if (!isSource)
            {
                _arrays.Add(view.Id);
            }
        }

        bool isPlace = expression is ElementExpression or LengthExpression;
        foreach (IrExpression operand in expression.Operands.Where((o, i) => !(isPlace && i == 0 && o is LocalExpression)))
        {
            FindCopied(operand, expression is ViewExpression or OpaqueExpression);
        }
    }

    private IrExpression Place(FieldMemory field, IrExpression index)
    {
        IrExpression element = field.At(index);
        return !StructFieldAccess.IsHidden(field.Path) ? StructFieldAccess.Named(element, field.Path)
            : _access.Reference(element, field.Path, field.Memory.Type is SpanType { IsReadOnly: true });
    }

    private AssignStatement Store(FieldMemory field, IrExpression index, IrExpression value)
    {
        IrExpression element = field.At(index);
        return StructFieldAccess.IsVariable(field.Path) ? new AssignStatement(StructFieldAccess.Named(element, field.Path), value)
            : StructFieldAccess.IsRebuilt(field.Path) ? new AssignStatement(element, StructFieldAccess.With(element, field.Path, value))
            : StoreByReference(_access.Reference(element, field.Path, isReadOnly: false));

        // x = x + e, with x found once.
        AssignStatement StoreByReference(IrExpression place) =>
            new(place, value is BinaryExpression sum && sum.Left.Equals(Place(field, index)) ? sum with { Left = place } : value);
    }

    private CountedLoopStatement ForEach(IrExpression length, Func<IrExpression, IrStatement> body)
    {
        IrLocal counter = new(_nextLocal--, "i", IrType.Int32);
        return new CountedLoopStatement(counter, ConstantExpression.Integer(0), BinaryOperator.Less, length, 1, [body(new LocalExpression(counter))]);
    }

    private sealed record FieldMemory(IrLocal Memory, StructType Element, EquatableArray<FieldStep> Path)
    {
        public ElementExpression At(IrExpression index) => new(new LocalExpression(Memory), [index], Element);
    }
}
