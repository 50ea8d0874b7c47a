namespace Micrograd.Generators.Ir;

/// <summary>A statement. <see cref="Source"/> is the user's line it came from, tokens joined by single spaces, for the trailing comment.</summary>
internal abstract record IrStatement
{
    public string? Source { get; init; }
}

/// <summary>Declares a local, with its first value if it has one. A local of a view type is always given its memory here.</summary>
internal sealed record DeclareStatement(IrLocal Local, IrExpression? Value) : IrStatement;

/// <summary>Stores into a place: a local, an element, a field of a place.</summary>
internal sealed record AssignStatement(IrExpression Target, IrExpression Value) : IrStatement
{
    /// <summary>Number of the place in the source of a store into memory, for a diagnostic.</summary>
    public int Site { get; init; } = -1;
}

internal sealed record IfStatement(IrExpression Condition, EquatableArray<IrStatement> Then, EquatableArray<IrStatement> Else) : IrStatement
{
    /// <summary>What stands around the first branch in the forward sweep, where the condition is <c>true</c>; the reverse sweep has no need of it.</summary>
    public Enclosure? Enclosure { get; init; }
}

/// <summary>
/// <c>try { … } finally { … }</c>, <c>lock</c> or <c>using</c> around a block, as text: the opening line, and the statements of the
/// cleanup. It reads only locals that the block does not change, so that reading them with the condition is the same.
/// </summary>
internal sealed record Enclosure(OpaqueStatement Opening, EquatableArray<OpaqueStatement> Cleanup)
{
    public IEnumerable<IrExpression> Arguments => Opening.Arguments.Concat(Cleanup.SelectMany(static c => c.Arguments));

    /// <summary>The same text over other operands, each made when its turn comes in the order of <see cref="Arguments"/>.</summary>
    public Enclosure Rewritten(Func<IrExpression, IrExpression> rewrite) => new(
        Opening with { Arguments = Opening.Arguments.Select(rewrite).ToEquatableArray() },
        Cleanup.Select(c => c with { Arguments = c.Arguments.Select(rewrite).ToEquatableArray() }).ToEquatableArray());
}

/// <summary>
/// Any loop. <paramref name="Initializers"/> run once, <paramref name="Condition"/> is tested before each trip (after it where
/// <paramref name="TestsAtEnd"/>), <paramref name="Update"/> runs after the body, also on <c>continue</c>.
/// </summary>
internal sealed record LoopStatement(
    EquatableArray<IrStatement> Initializers,
    IrExpression Condition,
    EquatableArray<IrStatement> Body,
    EquatableArray<IrStatement> Update,
    bool TestsAtEnd = false) : IrStatement;

/// <summary>
/// <c>for (int i = From; i &lt; To; i += Step)</c>: the body does not assign the counter, and nothing it assigns is read by
/// <paramref name="To"/>, so the trips are known before the first. Made from <see cref="LoopStatement"/> by Normalize.
/// </summary>
internal sealed record CountedLoopStatement(
    IrLocal Counter,
    IrExpression From,
    BinaryOperator Comparison,
    IrExpression To,
    int Step,
    EquatableArray<IrStatement> Body) : IrStatement
{
    /// <summary>The counter is stepped after the test and before the trip, unchecked: the trips are those from behind <paramref name="From"/> to <paramref name="To"/> itself. Of reversed loops alone.</summary>
    public bool StepsFirst { get; init; }
}

/// <summary>Leaves the innermost loop; gone after Normalize.</summary>
internal sealed record BreakStatement : IrStatement;

/// <summary>Goes on with the innermost loop; gone after Normalize.</summary>
internal sealed record ContinueStatement : IrStatement;

/// <summary>Leaves the method; after Normalize only as the last statement of the body.</summary>
internal sealed record ReturnStatement(IrExpression? Value) : IrStatement;

/// <summary>Inactive C# that needs no understanding, such as <c>throw</c> and logging: runs in the forward sweep, never in reverse.</summary>
internal sealed record OpaqueStatement(string Template, EquatableArray<IrExpression> Arguments) : IrStatement
{
    /// <summary>Number of the place in the source, for a diagnostic (an index, so that the model holds no location).</summary>
    public int Site { get; init; } = -1;

    /// <summary>The statement keeps the values it is given (a store to a field or other state), so that a derivative would be lost.</summary>
    public bool StoresArguments { get; init; }

    /// <summary>The text runs code of the user's that may change memory it is not given, such as a static array.</summary>
    public bool ChangesState { get; init; }

    /// <summary>The statement never completes normally: <c>throw</c>.</summary>
    public bool LeavesMethod { get; init; }

    /// <summary>
    /// The locals that the text gives their value and declares, in the places of <see cref="OutputHole"/>: with the types in front,
    /// <c>{out1} = global::A.F({0}, out {out0});</c> is C#.
    /// </summary>
    public EquatableArray<IrLocal> Outputs { get; init; }

    /// <summary>For each of <see cref="Outputs"/>, the number of the argument that it holds before (<c>ref</c>); -1 where it holds none.</summary>
    public EquatableArray<int> EntryArguments { get; init; }

    /// <summary>No derivative is lost whatever goes in: it is declared to be dropped.</summary>
    public bool CarriesNothing { get; init; }

    public static string OutputHole(int output) => $"{{out{output}}}";
}

/// <summary>
/// Throws <c>ArgumentNullException</c> where the array is none. Memory that became a span was there, and is not asked.
/// <paramref name="Name"/> is the name that the exception gives, as a literal.
/// </summary>
internal sealed record NullCheckStatement(IrExpression Array, string? Name) : IrStatement;

/// <summary>
/// The body of a method called here, lowered in place: a <see cref="ReturnStatement"/> in it stores into <paramref name="Result"/>
/// and leaves this statement, not the method. Gone after Normalize.
/// </summary>
internal sealed record InlineStatement(EquatableArray<IrStatement> Body, IrLocal? Result) : IrStatement;

/// <summary>What stands before a label that is jumped to from within it, as out of nested loops. Gone after Normalize.</summary>
internal sealed record LabeledStatement(EquatableArray<IrStatement> Body, IrLabel Label) : IrStatement;

/// <summary>Leaves the <see cref="LabeledStatement"/> of this label, and all loops in it. Gone after Normalize.</summary>
internal sealed record LeaveStatement(IrLabel Label) : IrStatement;

/// <summary>A label: <paramref name="Id"/> is its own in the method, <paramref name="Name"/> the user's.</summary>
internal sealed record IrLabel(int Id, string Name);

/// <summary>Takes memory for a span from the scratch stack and declares the local.</summary>
internal sealed record TakeStatement(IrLocal Span, IrExpression Length, bool Cleared, ScratchStack Stack = ScratchStack.Records) : IrStatement;

/// <summary>
/// Gives back the memory taken last, of the same length. Where <paramref name="Span"/> is given, it is declared as that memory,
/// still holding what was written: how a reverse sweep gets back at what the forward sweep kept.
/// </summary>
internal sealed record ReleaseStatement(IrLocal? Span, IrType Element, IrExpression Length, ScratchStack Stack = ScratchStack.Records) : IrStatement;

/// <summary>
/// Two stacks, because the reverse sweep empties the one, record by record, while local arrays and their adjoints come and go with
/// the blocks they belong to on the other.
/// </summary>
internal enum ScratchStack
{
    Records,
    Arrays,
}

/// <summary>Pushes a value on the scratch stack, for the reverse sweep to pop.</summary>
internal sealed record PushStatement(IrExpression Value) : IrStatement;

/// <summary>Puts the elements of a span on the scratch stack, all at once; a <see cref="ReleaseStatement"/> gets them back.</summary>
internal sealed record RecordArrayStatement(IrExpression Span) : IrStatement;

/// <summary>Copies all elements of a view to a span of the same length.</summary>
internal sealed record CopyStatement(IrExpression From, IrExpression To) : IrStatement;

/// <summary>A heading in the generated code: <c>// Forward</c>, <c>// Reverse</c>.</summary>
internal sealed record CommentStatement(string Text) : IrStatement;
