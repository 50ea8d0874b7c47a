namespace Micrograd.Generators.Ir;

/// <summary>
/// A method that is called through its pair: <c>Forward</c> computes and records on the shared scratch stack, <c>Reverse</c> takes
/// the records off it again. Nesting costs nothing extra, and recursion works.
/// </summary>
/// <param name="Key">Tells methods apart.</param>
/// <param name="Name">The stem of the names of the pair, unique in its class.</param>
/// <param name="Method">The method itself, as C#; null where no C# could call it with the pair's parameters, and the pair's class has it once more.</param>
internal sealed record PairTarget(string Key, string Name, string? Method, EquatableArray<PairParameter> Parameters)
{
    /// <summary>The first half, as C#.</summary>
    public string Forward { get; init; } = $"{Name}Forward";

    /// <summary>The second half, as C#.</summary>
    public string Reverse { get; init; } = $"{Name}Reverse";

    /// <summary>The method on the tape, as C#; null where there is none.</summary>
    public string? Tape { get; init; } = Identifier.EscapeLast(Name);

    /// <summary>The pair was generated where the method was compiled; what it writes is known from its signature.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The method runs code kept as text that may change memory it is not given, such as a static array.</summary>
    public bool ChangesState { get; init; }

    /// <summary>The same pair, named from another type than the one it stands in.</summary>
    public PairTarget In(string type) => this with { Name = $"{type}.{Name}", Forward = $"{type}.{Forward}", Reverse = $"{type}.{Reverse}", Tape = $"{type}.{Tape}" };

    /// <summary>The method with the pair's parameters.</summary>
    public string Value => Method ?? $"{Name}Value";
}

/// <summary>
/// <paramref name="HasDerivative"/>: the pair has a derivative parameter for this one. <paramref name="IsWritten"/>: the method may
/// store into the array or span it is given.
/// </summary>
internal sealed record PairParameter(IrType Type, bool HasDerivative, bool IsWritten = false)
{
    /// <summary>The method gives it to code kept as text, which may change what is in it.</summary>
    public bool IsGivenToText { get; init; }

    /// <summary>The method itself, and its overload on the tape, ask for an array here, where the pair takes a span.</summary>
    public bool IsArray { get; init; }

    /// <summary>The method depends on it in a way that has a derivative, which the pair does not give.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>The overload on the tape takes no node here: the method's author left the parameter out by WithRespectTo.</summary>
    public bool IsConstantOnTape { get; init; }
}

/// <summary>A call through a pair; stands only as the whole value of a declaration or an assignment to a local, or in a <see cref="CallStatement"/>.</summary>
internal sealed record PairCallExpression(PairTarget Target, EquatableArray<IrExpression> Arguments, IrType Type) : IrExpression(Type)
{
    /// <summary>Number of the place in the source, for a diagnostic; -1 where none can come.</summary>
    public int Site { get; init; } = -1;

    public override EquatableArray<IrExpression> Operands => Arguments;

    public IEnumerable<IrExpression> DifferentiatedArguments => Arguments.Where((_, i) => Target.Parameters[i].HasDerivative);

    public IEnumerable<IrExpression> WrittenArguments => Arguments.Where((_, i) => Target.Parameters[i].IsWritten);
}

/// <summary>A call for what it stores.</summary>
internal sealed record CallStatement(PairCallExpression Call) : IrStatement;

/// <summary>A method whose pair is generated beside the marked method that needs it, lowered by itself.</summary>
internal sealed record PairedMethod(PairTarget Target, MethodIr Method)
{
    /// <summary>The hand-written rule that is the second half; null where both halves are made from the body.</summary>
    public HandWrittenRule? Rule { get; init; }

    /// <summary>A parameter's type cannot be named from outside that type, so that neither can the pair.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The type that the pair stands in, where that is not the marked method's: the method uses members that cannot be named from there.</summary>
    public ReopenedType? Home { get; init; }
}
