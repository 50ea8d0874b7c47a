namespace Micrograd.Generators.Ir;

/// <summary>
/// A typed expression without side effects: assignments, increments and calls that change something are statements of
/// their own after lowering. Evaluating an expression twice gives the same value as long as nothing it reads has changed.
/// </summary>
internal abstract record IrExpression(IrType Type)
{
    public virtual EquatableArray<IrExpression> Operands => default;

    public static IrExpression operator +(IrExpression left, IrExpression right) => new BinaryExpression(BinaryOperator.Add, left, right, left.Type);

    public static IrExpression operator -(IrExpression left, IrExpression right) => new BinaryExpression(BinaryOperator.Subtract, left, right, left.Type);

    public static IrExpression operator *(IrExpression left, IrExpression right) => new BinaryExpression(BinaryOperator.Multiply, left, right, left.Type);

    public static IrExpression operator /(IrExpression left, IrExpression right) => new BinaryExpression(BinaryOperator.Divide, left, right, left.Type);

    public static IrExpression operator -(IrExpression operand) => new UnaryExpression(UnaryOperator.Negate, operand, operand.Type);

    public static IrExpression operator +(IrExpression left, double right) => left + ConstantExpression.Number(right, left.Type);

    public static IrExpression operator +(double left, IrExpression right) => ConstantExpression.Number(left, right.Type) + right;

    public static IrExpression operator -(IrExpression left, double right) => left - ConstantExpression.Number(right, left.Type);

    public static IrExpression operator -(double left, IrExpression right) => ConstantExpression.Number(left, right.Type) - right;

    public static IrExpression operator *(IrExpression left, double right) => left * ConstantExpression.Number(right, left.Type);

    public static IrExpression operator *(double left, IrExpression right) => ConstantExpression.Number(left, right.Type) * right;

    public static IrExpression operator /(IrExpression left, double right) => left / ConstantExpression.Number(right, left.Type);

    public static IrExpression operator /(double left, IrExpression right) => ConstantExpression.Number(left, right.Type) / right;

    public IrExpression IsLess(IrExpression other) => new BinaryExpression(BinaryOperator.Less, this, other, IrType.Boolean);

    public IrExpression IsGreater(IrExpression other) => new BinaryExpression(BinaryOperator.Greater, this, other, IrType.Boolean);

    public IrExpression IsEqual(IrExpression other) => new BinaryExpression(BinaryOperator.Equal, this, other, IrType.Boolean);
}

/// <summary>
/// A compile-time constant. <paramref name="Bits"/> is the value's bit pattern (numbers and booleans), so that 0.0 and -0.0
/// differ; <paramref name="Literal"/> is how it is written in C#, and the only content of strings, null and default.
/// </summary>
internal sealed record ConstantExpression(IrType Type, long Bits, string Literal) : IrExpression(Type)
{
    /// <summary>The number as a constant of a floating-point or integer type.</summary>
    public static ConstantExpression Number(double value, IrType type) => ConstantText.Create(value, type);

    public static ConstantExpression Integer(int value) => ConstantText.Create(value, IrType.Int32);

    public static ConstantExpression Boolean(bool value) => new(IrType.Boolean, value ? 1 : 0, value ? "true" : "false");

    /// <summary>What a view that is given its memory later holds until then; nobody reads it.</summary>
    public static ConstantExpression NoMemory(IrType view) => new(view, 1, view is ArrayType ? "null!" : "default");

    /// <summary>The user's own: an array that is null, which he may ask for or trip over.</summary>
    public bool IsNull => Type is ArrayType && Bits == 0;

    /// <summary>No view reads it: an array that is null would throw, and a span declared without memory is given some first.</summary>
    public bool IsNoMemory => Type is ArrayType || (Type.IsView && Bits == 1);

    /// <summary>The number that a constant of a floating-point or integer type is; null for others.</summary>
    public double? Value => Type switch
    {
        ScalarType { Kind: ScalarKind.Double } or TypeParameterType => BitConverter.Int64BitsToDouble(Bits),
        ScalarType { Kind: ScalarKind.Single } => BitConverter.ToSingle(BitConverter.GetBytes((int)Bits), 0),
        { IsInteger: true } => Bits,
        _ => null,
    };

    /// <summary>Whether this is the given floating-point number or integer; a zero must have the same sign.</summary>
    public bool Is(double value) => (Type.IsFloating || Type.IsInteger) && Bits == ConstantText.Create(value, Type).Bits;
}

internal sealed record LocalExpression(IrLocal Local) : IrExpression(Local.Type);

/// <summary>
/// An element of an array or span: a place. <paramref name="Array"/> is a path: a local, or an element or field of a path
/// (a row of a jagged array, an array in a struct), never a call or a slice, which are bound to a local first.
/// </summary>
internal sealed record ElementExpression(IrExpression Array, EquatableArray<IrExpression> Indices, IrType Type) : IrExpression(Type)
{
    public override EquatableArray<IrExpression> Operands => [Array, .. Indices];
}

/// <summary>A field of a struct or tuple: a place if its target is one.</summary>
internal sealed record FieldExpression(IrExpression Target, string Field, IrType Type) : IrExpression(Type)
{
    public override EquatableArray<IrExpression> Operands => [Target];
}

/// <summary>
/// A struct or tuple taken apart, with a value for each field. Lowering computes with these; what comes out of it holds one only
/// as the value of the last return of a method that returns a struct.
/// </summary>
internal sealed record StructExpression(StructType Struct, EquatableArray<IrExpression> Fields) : IrExpression(Struct)
{
    public override EquatableArray<IrExpression> Operands => Fields;
}

/// <summary>The length of a view, or of one dimension of a multi-dimensional array.</summary>
internal sealed record LengthExpression(IrExpression View, int? Dimension = null) : IrExpression(IrType.Int32)
{
    public override EquatableArray<IrExpression> Operands => [View];
}

/// <summary>
/// A view of the same memory: the conversion of an array to a span (no <paramref name="Start"/>, no <paramref name="Length"/>)
/// or a slice. Stands only as the initialiser of, or an assignment to, a local.
/// </summary>
internal sealed record ViewExpression(IrExpression Source, IrExpression? Start, IrExpression? Length, IrType Type) : IrExpression(Type)
{
    /// <summary>What is read through the local that names this view carries no derivative: a [NoDiff] parameter of a method put in place.</summary>
    public bool IsConstant { get; init; }

    /// <summary>Number of the place where the memory is kept in a field marked [NoDiff]: with derivatives in it, it must not get there.</summary>
    public int Site { get; init; } = -1;

    public override EquatableArray<IrExpression> Operands => Start is null ? [Source] : Length is null ? [Source, Start] : [Source, Start, Length];
}

/// <summary>New zeroed memory. Stands only as the initialiser of, or an assignment to, a local.</summary>
internal sealed record NewArrayExpression(EquatableArray<IrExpression> Lengths, ArrayStorage Storage, IrType Type) : IrExpression(Type)
{
    public override EquatableArray<IrExpression> Operands => Lengths;
}

/// <summary>A new array of several dimensions with the elements of memory in one piece, row by row. Stands only as a value that a method returns, or on its way there.</summary>
internal sealed record FilledArrayExpression(IrExpression Items, EquatableArray<IrExpression> Lengths, IrType Type) : IrExpression(Type)
{
    public ArrayType Array => ((ResultArrayType)Type).Array;

    public override EquatableArray<IrExpression> Operands => [Items, .. Lengths];
}

internal enum ArrayStorage
{
    Heap,
    Stack,
    Scratch,
}

internal enum UnaryOperator
{
    Negate,
    Plus,
    Not,
    Complement,
}

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRight,
    UnsignedShiftRight,
    LogicalAnd,
    LogicalOr,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary><paramref name="IsChecked"/> is null where the project's default overflow context is meant.</summary>
internal sealed record UnaryExpression(UnaryOperator Operator, IrExpression Operand, IrType Type, bool? IsChecked = null) : IrExpression(Type)
{
    public override EquatableArray<IrExpression> Operands => [Operand];
}

internal sealed record BinaryExpression(BinaryOperator Operator, IrExpression Left, IrExpression Right, IrType Type, bool? IsChecked = null) : IrExpression(Type)
{
    public override EquatableArray<IrExpression> Operands => [Left, Right];
}

/// <summary>A numeric conversion; from one floating-point type to another it carries the derivative, every other one drops it.</summary>
internal sealed record ConversionExpression(IrExpression Operand, IrType Type, bool? IsChecked = null) : IrExpression(Type)
{
    public override EquatableArray<IrExpression> Operands => [Operand];
}

internal sealed record ConditionalExpression(IrExpression Condition, IrExpression WhenTrue, IrExpression WhenFalse) : IrExpression(WhenTrue.Type)
{
    public override EquatableArray<IrExpression> Operands => [Condition, WhenTrue, WhenFalse];
}

/// <summary>
/// A call of a primitive with a row in the rule table. <paramref name="Rule"/> is the row's key, as
/// <c>System.Math.Tanh(double)</c>; <paramref name="Method"/> is the C# to call, as <c>global::System.Math.Tanh</c>.
/// </summary>
internal sealed record RuleCallExpression(string Rule, string Method, EquatableArray<IrExpression> Arguments, IrType Type) : IrExpression(Type)
{
    public override EquatableArray<IrExpression> Operands => Arguments;
}

/// <summary>
/// Inactive C# that needs no understanding: fully qualified text in which <c>{0}</c>, <c>{1}</c>… stand for the operands
/// (braces of its own are doubled, as in a composite format string). Evaluated exactly once, in the forward sweep.
/// </summary>
internal sealed record OpaqueExpression(string Template, EquatableArray<IrExpression> Arguments, IrType Type) : IrExpression(Type)
{
    /// <summary>Number of the place in the source, for a diagnostic (an index, so that the model holds no location).</summary>
    public int Site { get; init; } = -1;

    /// <summary>No derivative is lost whatever goes in: it is declared to be dropped, or the result is an enumeration or text.</summary>
    public bool CarriesNothing { get; init; }

    /// <summary>A read-only member, static or of an object among the operands: it gives the same whenever it is read.</summary>
    public bool IsFixed { get; init; }

    /// <summary>
    /// Of a read of data, a member of objects or static: the same text, but without a value where an object on the way is null. The
    /// data changes only where code of the user's may change it. Null for all other code.
    /// </summary>
    public string? WithoutObject { get; init; }

    /// <summary>What is read is static, and the first read of its type runs a static constructor, which may do anything.</summary>
    public bool RunsConstructor { get; init; }

    /// <summary>The value is kept in a place marked [NoDiff]: with a derivative it must not get there.</summary>
    public bool IsStore { get; init; }

    /// <summary>Nothing but elements and members that hold data are read: what the text is given stays as it is.</summary>
    public bool IsRead { get; init; }

    /// <summary>Nothing but references is looked at: whether an array is there, or is the same as another.</summary>
    public bool ComparesReferences { get; init; }

    /// <summary>The derivative is dropped by declaration, of the call or of the method called: nothing that the result leads to has one.</summary>
    public bool IsDeclaredConstant { get; init; }

    /// <summary>The text runs code of the user's that may change memory it is not given, such as a static array.</summary>
    public bool ChangesState { get; init; }

    /// <summary>C# lets the text stand as a statement: a call or a creation.</summary>
    public bool IsStatement { get; init; } = true;

    public override EquatableArray<IrExpression> Operands => Arguments;
}

/// <summary>
/// A value with the derivative of another: <paramref name="Derivative"/> is what the reverse sweep goes through, and is not computed
/// but for what that needs.
/// </summary>
internal sealed record SubstitutedExpression(IrExpression Value, IrExpression Derivative) : IrExpression(Value.Type)
{
    public override EquatableArray<IrExpression> Operands => [Value, Derivative];
}

/// <summary>Takes the last recorded value off the scratch stack; appears only in reverse sweeps, as a whole initialiser or right-hand side.</summary>
internal sealed record PopExpression(IrType Type) : IrExpression(Type);
