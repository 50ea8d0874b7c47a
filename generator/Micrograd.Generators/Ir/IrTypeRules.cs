namespace Micrograd.Generators.Ir;

/// <summary>
/// The types of IR: what may be stored where and which operands an operator takes. Types that the transforms do not know are not
/// judged; a node of the tape may be made of a number wherever one is stored or computed with.
/// </summary>
internal sealed class IrTypeRules
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public void Check(IrStatement statement, IrType returnType)
    {
        foreach (IrExpression expression in statement.Expressions().SelectMany(static e => e.SelfAndDescendants()))
        {
            if (Problem(expression) is { } problem)
            {
                _problems.Add($"{problem}, in `{IrPrinter.Head(statement)}`");
            }
        }

        if (Problem(statement, returnType) is { } found)
        {
            _problems.Add($"{found}, in `{IrPrinter.Head(statement)}`");
        }
    }

    private static string? Problem(IrStatement statement, IrType returnType) => statement switch
    {
        DeclareStatement { Value: { } value } s when !Converts(value, s.Local.Type) => Mismatch(value.Type, s.Local.Type),
        AssignStatement s when !Converts(s.Value, s.Target.Type) => Mismatch(s.Value.Type, s.Target.Type),
        AssignStatement { Target: ElementExpression { Array.Type: SpanType { IsReadOnly: true } } } => "a store into read-only memory",
        IfStatement s when !IsBoolean(s.Condition) => "a condition that is not bool",
        LoopStatement s when !IsBoolean(s.Condition) => "a condition that is not bool",
        CountedLoopStatement s when !s.From.Type.Equals(s.Counter.Type) || !s.To.Type.Equals(s.Counter.Type) => "bounds of another type than the counter's",
        ReturnStatement { Value: { } value } when !Converts(value, returnType) => Mismatch(value.Type, returnType),
        ReturnStatement { Value: null } when returnType is not VoidType => "a return without a value",
        TakeStatement { Length.Type: { IsInteger: false } } or ReleaseStatement { Length.Type: { IsInteger: false } } => "a length that is no integer",
        RecordArrayStatement { Span.Type.IsView: false } => "a record of something that is no memory",
        _ => null,
    };

    private static string? Problem(IrExpression expression) => expression switch
    {
        ElementExpression e => Element(e),
        LengthExpression { View.Type: { IsView: false } and not OpaqueType } => "the length of something that is no memory",
        ViewExpression { Source.Type: { IsView: false } and not OpaqueType } => "a view of something that is no memory",
        NewArrayExpression e when e.Lengths.Count == 0 || e.Lengths.Any(static l => !IsIndex(l.Type)) => "new memory without integer lengths",
        UnaryExpression { Operator: UnaryOperator.Not } e when !IsBoolean(e.Operand) => "`!` of something that is not bool",
        UnaryExpression { Operator: UnaryOperator.Negate or UnaryOperator.Plus } e when !Same(e.Operand.Type, e.Type) => Mismatch(e.Operand.Type, e.Type),
        BinaryExpression e => Binary(e),
        ConditionalExpression e when !IsBoolean(e.Condition) => "a condition that is not bool",
        ConditionalExpression e when !Converts(e.WhenFalse, e.Type) => Mismatch(e.WhenFalse.Type, e.Type),
        _ => null,
    };

    private static string? Element(ElementExpression e)
    {
        IrType? element = e.Array.Type switch
        {
            ArrayType array when array.Rank == e.Indices.Count => array.Element,
            SpanType span when e.Indices.Count == 1 => span.Element,
            _ => null,
        };
        return element is null ? $"an element of {e.Array.Type.Text} with {e.Indices.Count} indices"
            : !element.Equals(e.Type) ? Mismatch(e.Type, element)
            : e.Indices.Any(static i => !IsIndex(i.Type)) ? "an index that is no integer"
            : null;
    }

    private static string? Binary(BinaryExpression e)
    {
        if (e.Left.Type is OpaqueType || e.Right.Type is OpaqueType)
        {
            return null;
        }

        return e.Operator switch
        {
            BinaryOperator.LogicalAnd or BinaryOperator.LogicalOr => IsBoolean(e.Left) && IsBoolean(e.Right) && IsBoolean(e) ? null : "a logical operator over something that is not bool",
            BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.UnsignedShiftRight => Same(e.Left.Type, e.Type) ? null : Mismatch(e.Left.Type, e.Type),
            >= BinaryOperator.Equal => !IsBoolean(e) ? "a comparison that is not bool" : Comparable(e.Left, e.Right) ? null : Mismatch(e.Right.Type, e.Left.Type),
            _ => Converts(e.Left, e.Type) && Converts(e.Right, e.Type) ? null : Mismatch(Converts(e.Left, e.Type) ? e.Right.Type : e.Left.Type, e.Type),
        };
    }

    private static bool Comparable(IrExpression left, IrExpression right) =>
        Converts(right, left.Type) || left is ConstantExpression { Type.IsInteger: true } || right is ConstantExpression { Type.IsInteger: true };

    private static bool Converts(IrExpression value, IrType type) =>
        Same(value.Type, type)
        || value is ConstantExpression { Literal: "null" or "default" } or ConstantExpression { Type: VoidType }
        || (value is StructExpression && type is StructType)
        || (type, value.Type) switch
        {
            (TapeValueType, { IsFloating: true }) => true,
            (SpanType to, SpanType from) => Same(from.Element, to.Element) && (to.IsReadOnly || !from.IsReadOnly),
            (SpanType to, ArrayType { Rank: 1 } from) => Same(from.Element, to.Element),
            (ArrayType to, ResultArrayType from) => to.Equals(from.Array),
            (ResultArrayType to, ArrayType from) => from.Equals(to.Array),
            _ => false,
        };

    private static bool Same(IrType first, IrType second) => first is OpaqueType || second is OpaqueType || first.Equals(second);

    private static bool IsIndex(IrType type) => type.IsInteger || type is OpaqueType or ScalarType { Kind: ScalarKind.Char };

    private static bool IsBoolean(IrExpression expression) => expression.Type is OpaqueType || expression.Type.Equals(IrType.Boolean);

    private static string Mismatch(IrType found, IrType wanted) => $"{found.Text} where {wanted.Text} is wanted";
}
