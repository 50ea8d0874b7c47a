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

    /// <summary>The value or the variable, as the body of the pair sees it.</summary>
    public IrExpression Place
    {
        get
        {
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

    /// <summary>Null for a method that no pair can be made for.</summary>
    /// <param name="method">The method, with its type arguments.</param>
    /// <param name="changesReceiver">It is a struct's, and changes it.</param>
    /// <param name="state">The [Parameter] members, where the method works on the marked method's own instance, which stays in one piece; else null.</param>
    public static PairShape? Of(IMethodSymbol method, bool changesReceiver, IEnumerable<(ISymbol Member, IrType Type)>? state)
    {
        if (method is not { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, ReturnsByRef: false, ReturnsByRefReadonly: false, IsAsync: false } || ExtensionMembers.IsMember(method) || MemoryViews.IsPassedTo(method))
        {
            return null;
        }

        int id = 0;
        IrType owner = state is null ? TypeMapping.Map(method.ContainingType) : new OpaqueType(TypeMapping.Qualify(method.ContainingType));
        PairPart? receiver = method is { IsStatic: false, MethodKind: MethodKind.Ordinary } ? Part(null, owner, changesReceiver ? RefKind.Ref : RefKind.None, "self", ref id) : null;
        List<PairPart> given = [], members = [];
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            given.Add(Part(parameter, TypeMapping.Map(parameter.Type), parameter.RefKind is RefKind.Ref or RefKind.Out ? parameter.RefKind : RefKind.None, parameter.Name, ref id));
        }

        bool returnsStruct = TypeMapping.Map(method.ReturnType) is StructType && !StructShape.IsMemory(method.ReturnType);
        PairPart? result = returnsStruct ? Part(null, TypeMapping.Map(method.ReturnType), RefKind.Out, "result", ref id) : null;
        foreach ((ISymbol member, IrType type) in state ?? [])
        {
            members.Add(Part(member, type, RefKind.None, member.Name.TrimStart('_'), ref id));
        }

        PairShape shape = new(receiver, [.. given], result, [.. members], returnsStruct ? IrType.Void : TypeMapping.Map(method.ReturnType));
        return shape.ReturnType is ScalarType or TypeParameterType or VoidType && shape.Parts.All(IsSupported) ? shape : null;
    }

    private static IEnumerable<PairPart> Of(PairPart? part) => part is null ? [] : [part];

    private static PairPart Part(ISymbol? symbol, IrType type, RefKind refKind, string name, ref int id)
    {
        int next = id;
        IrExpression locals = StructValues.CreateLocals(name, type, (n, t) => new IrLocal(next++, n, refKind == RefKind.None ? t : new SpanType(t, false)));
        id = next;
        bool isConstant = symbol is not null && CallResolution.IsNoDiff(symbol);
        return new PairPart(symbol, type, refKind, [.. locals.Leaves().Cast<LocalExpression>().Select(l => new IrParameter(
            l.Local,
            l.Local is { IsConstant: false, Type.IsDifferentiable: true } && !isConstant ? ParameterRole.Independent : ParameterRole.Constant,
            ParameterMode.Value,
            l.Local.Type.Text))]);
    }

    private static bool IsSupported(PairPart part) => part.Leaves.All(leaf => leaf.Local.Type switch
    {
        SpanType { Element: ScalarType or TypeParameterType } or ArrayType { Rank: 1, Element: ScalarType or TypeParameterType } => true,
        ScalarType or TypeParameterType or OpaqueType => !part.PassesBack,
        _ => false,
    });
}
