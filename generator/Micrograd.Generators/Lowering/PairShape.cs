using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// A parameter of a method as its pair has it: the numbers and memories that it is made of. What the method passes back through it
/// (<c>ref</c>, <c>out</c>, a struct that is returned) is memory of one element for each number.
/// </summary>
internal sealed record PairPart(ISymbol? Symbol, IrType Type, RefKind RefKind, ImmutableArray<IrParameter> Leaves)
{
    public bool PassesBack => RefKind is RefKind.Ref or RefKind.Out;

    /// <summary>An array of several dimensions: its memory, row by row, and its lengths.</summary>
    public bool IsGrid => Type is ArrayType { Rank: > 1 } && Leaves.Length > 1;

    /// <summary>The value or the variable, as the body of the pair sees it.</summary>
    public IrExpression Place
    {
        get
        {
            if (IsGrid)
            {
                return ExpressionLowerer.Grid((ArrayType)Type, new LocalExpression(Leaves[0].Local), [.. Leaves.Skip(1).Select(static l => new LocalExpression(l.Local))]);
            }

            int next = 0;
            return StructValues.Zero(Type).MapLeaves(_ => Inside(Leaves[next++]));
        }
    }

    private IrExpression Inside(IrParameter leaf)
    {
        LocalExpression local = new(leaf.Local);
        return PassesBack ? new ElementExpression(local, [ConstantExpression.Integer(0)], ((SpanType)leaf.Local.Type).Element) : local;
    }
}

/// <summary>The parameters of a pair: those of the method taken apart, the instance before them and what C# does not show behind them.</summary>
internal sealed record PairShape(PairPart? Receiver, ImmutableArray<PairPart> Given, PairPart? Result, ImmutableArray<PairPart> State, IrType ReturnType)
{
    public IEnumerable<PairPart> Parts => Of(Receiver).Concat(Given).Concat(Of(Result)).Concat(State);

    public IEnumerable<IrParameter> Parameters => Parts.SelectMany(static p => p.Leaves);

    /// <summary>The method itself can be called with the pair's parameters.</summary>
    public bool IsPlain => Parts.All(static p => p is { Symbol: IParameterSymbol, RefKind: RefKind.None, Leaves.Length: 1, Type: not StructType });

    /// <summary>Null for a method that no pair can be made for where its body is not known.</summary>
    /// <param name="method">The method, with its type arguments.</param>
    /// <param name="changesReceiver">It is a struct's, and changes it.</param>
    /// <param name="state">The [Parameter] members, where the method works on the marked method's own instance, which stays in one piece; else null.</param>
    public static PairShape? Of(IMethodSymbol method, bool changesReceiver, IEnumerable<(ISymbol Member, IrType Type)>? state) =>
        IsPossible(method) && Create(method, changesReceiver, state, opensGrids: false) is var shape && shape.ReturnType is ScalarType or TypeParameterType or VoidType && shape.Parts.All(IsPlainMemory) ? shape : null;

    /// <summary>The same for a method whose body is lowered here; null where <see cref="PairObstacle"/> says why.</summary>
    public static PairShape? OfBody(IMethodSymbol method, bool changesReceiver, IEnumerable<(ISymbol Member, IrType Type)>? state) =>
        IsPossible(method) && Create(method, changesReceiver, state, opensGrids: true) is var shape && shape.ReturnType is ScalarType or TypeParameterType or VoidType && shape.Parts.All(IsSupported) ? shape : null;

    /// <summary>The first part that a pair cannot take.</summary>
    public static PairPart? Unsupported(IMethodSymbol method, bool changesReceiver) => Create(method, changesReceiver, state: null, opensGrids: true).Parts.FirstOrDefault(static p => !IsSupported(p));

    private static bool IsPossible(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, ReturnsByRef: false, ReturnsByRefReadonly: false, IsAsync: false }
        && !ExtensionMembers.IsMember(method) && !MemoryViews.IsPassedTo(method);

    private static PairShape Create(IMethodSymbol method, bool changesReceiver, IEnumerable<(ISymbol Member, IrType Type)>? state, bool opensGrids)
    {
        int id = 0;
        IrType owner = state is null ? TypeMapping.Map(method.ContainingType) : new OpaqueType(TypeMapping.Qualify(method.ContainingType));
        PairPart? receiver = method is { IsStatic: false, MethodKind: MethodKind.Ordinary } ? Part(null, owner, changesReceiver ? RefKind.Ref : RefKind.None, "self", ref id) : null;
        List<PairPart> given = [], members = [];
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            RefKind kind = parameter.RefKind is RefKind.Ref or RefKind.Out ? parameter.RefKind : RefKind.None;
            IrType type = TypeMapping.Map(parameter.Type);
            given.Add(opensGrids && kind == RefKind.None && type is ArrayType { Rank: > 1, Element.IsFloating: true } grid ? GridPart(parameter, grid, ref id) : Part(parameter, type, kind, parameter.Name, ref id));
        }

        bool returnsStruct = TypeMapping.Map(method.ReturnType) is StructType && !StructShape.IsMemory(method.ReturnType);
        PairPart? result = returnsStruct ? Part(null, TypeMapping.Map(method.ReturnType), RefKind.Out, "result", ref id) : null;
        foreach ((ISymbol member, IrType type) in state ?? [])
        {
            members.Add(Part(member, type, RefKind.None, member.Name.TrimStart('_'), ref id));
        }

        HashSet<string> taken = [.. method.Parameters.Select(static p => p.Name)];
        return new(Apart(receiver, taken), [.. given.Select(p => Apart(p, taken)!)], Apart(result, taken), [.. members.Select(p => Apart(p, taken)!)], returnsStruct ? IrType.Void : TypeMapping.Map(method.ReturnType));
    }

    // What the method calls its parameters is theirs: pX of a struct p, or self, gives way.
    private static PairPart? Apart(PairPart? part, HashSet<string> taken) => part is null ? null : part with
    {
        Leaves = [.. part.Leaves.Select(leaf => leaf.Local.Name == part.Symbol?.Name && part.Symbol is IParameterSymbol ? leaf : leaf with { Local = leaf.Local with { Name = Free(leaf.Local.Name, taken) } })],
    };

    private static string Free(string name, HashSet<string> taken)
    {
        while (!taken.Add(name))
        {
            name += "_";
        }

        return name;
    }

    private static IEnumerable<PairPart> Of(PairPart? part) => part is null ? [] : [part];

    private static PairPart Part(ISymbol? symbol, IrType type, RefKind refKind, string name, ref int id)
    {
        int next = id;
        IrExpression locals = StructValues.CreateLocals(name, type, (n, t) => new IrLocal(next++, n, refKind == RefKind.None ? t : new SpanType(t, false)));
        id = next;
        return new PairPart(symbol, type, refKind, [.. locals.Leaves().Cast<LocalExpression>().Select(l => Leaf(symbol, l.Local))]);
    }

    private static PairPart GridPart(IParameterSymbol parameter, ArrayType type, ref int id)
    {
        int first = id;
        IrLocal items = new(first, parameter.Name + "Items", new SpanType(type.Element, IsReadOnly: false));
        IrLocal[] lengths = [.. Enumerable.Range(0, type.Rank).Select(k => new IrLocal(first + 1 + k, $"{parameter.Name}Length{k}", IrType.Int32))];
        id += 1 + type.Rank;
        return new PairPart(parameter, type, RefKind.None, [.. lengths.Prepend(items).Select(l => Leaf(parameter, l))]);
    }

    private static IrParameter Leaf(ISymbol? symbol, IrLocal local) => new(
        local,
        local is { IsConstant: false, Type.IsDifferentiable: true } && !(symbol is not null && CallResolution.IsNoDiff(symbol)) ? ParameterRole.Independent : ParameterRole.Constant,
        ParameterMode.Value,
        local.Type.Text);

    private static bool IsPlainMemory(PairPart part) => part.Leaves.All(leaf => leaf.Local.Type switch
    {
        SpanType { Element: ScalarType or TypeParameterType } or ArrayType { Rank: 1, Element: ScalarType or TypeParameterType } => true,
        ScalarType or TypeParameterType or OpaqueType => !part.PassesBack,
        _ => false,
    });

    // Memory without numbers is data, whatever it holds.
    private static bool IsSupported(PairPart part) => IsPlainMemory(part) || (!part.PassesBack && part.Leaves.All(static leaf => leaf.Local.Type switch
    {
        ArrayType { Rank: 1, Element: ArrayType { Rank: 1, Element: ScalarType or TypeParameterType } } => true,
        var type => !type.IsDifferentiable || type is SpanType or ScalarType or TypeParameterType or ArrayType { Rank: 1, Element: ScalarType or TypeParameterType },
    }));
}
