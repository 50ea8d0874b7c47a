using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Reads data of objects once before a loop that cannot change it: <c>model.Weights[i]</c> becomes an element of a local array, and
/// <c>i &lt; data.X.Length</c> a bound that is known before the first trip. What was read in a trip that may never come is read
/// without asking for the object, so that it is missed where it is used and nowhere else.
/// </summary>
internal sealed class ReadHoisting(LocalFactory locals, EquatableArray<IrParameter> parameters, Func<PairCallExpression, bool> changesState)
{
    private readonly HashSet<int> _references = [.. parameters.Where(static p => p.Mode is ParameterMode.Ref or ParameterMode.Out).Select(static p => p.Local.Id)];

    public EquatableArray<IrStatement> Run(EquatableArray<IrStatement> body) => Block(body, []);

    /// <summary>Whether the block runs code of the user's that may change data of objects.</summary>
    public static bool ChangesState(IEnumerable<IrStatement> block, Func<PairCallExpression, bool> changesState) => block.AllStatements().Any(statement => statement switch
    {
        OpaqueStatement { LeavesMethod: false } or IfStatement { Enclosure: not null } or AssignStatement { Target: FieldExpression } => true,
        _ => statement.Expressions().SelectMany(static e => e.SelfAndDescendants()).Any(e => e switch
        {
            OpaqueExpression opaque => opaque.ChangesState,
            DerivativeCallExpression call => call.Target.MayChangeState,
            PairCallExpression call => changesState(call),
            _ => false,
        }),
    });

    private EquatableArray<IrStatement> Block(EquatableArray<IrStatement> block, HashSet<int> present)
    {
        List<IrStatement> output = [];
        foreach (IrStatement statement in block)
        {
            present.UnionWith(statement is LoopStatement ? [] : Asked(statement.Expressions()));
            present.ExceptWith(new[] { statement }.AssignedLocals());
            switch (statement)
            {
                case LoopStatement or CountedLoopStatement:
                    Loop(statement, present, output);
                    break;
                case IfStatement branch:
                    output.Add(branch with { Then = Block(branch.Then, [.. present]), Else = Block(branch.Else, [.. present]) });
                    break;
                case InlineStatement inline:
                    output.Add(inline with { Body = Block(inline.Body, [.. present]) });
                    break;
                case LabeledStatement labeled:
                    output.Add(labeled with { Body = Block(labeled.Body, [.. present]) });
                    break;
                default:
                    output.Add(statement);
                    break;
            }
        }

        return output.ToEquatableArray();
    }

    private void Loop(IrStatement loop, HashSet<int> present, List<IrStatement> output)
    {
        if (IsCandidate(loop))
        {
            HoistedReads reads = new(locals, NumbersStay(loop), present, loop);
            loop = reads.TakeOut(loop, loop is LoopStatement open ? First(open) : []);
            output.AddRange(reads.Declarations);
        }

        output.Add(loop switch
        {
            LoopStatement open => Tested(open with { Body = Block(open.Body, [.. present]) }),
            CountedLoopStatement counted => counted with { Body = Block(counted.Body, [.. present]) },
            _ => loop,
        });
    }

    private bool IsCandidate(IrStatement loop) =>
        new[] { loop }.AllExpressions().Any(static e => e is OpaqueExpression { WithoutObject: not null }) && !ChangesState([loop], changesState) && !new[] { loop }.AllStatements().Any(StoresReference);

    // A number of an object that the caller passes by reference, or as memory, may change under another name.
    private bool NumbersStay(IrStatement loop) => _references.Count == 0 && !new[] { loop }.AllStatements().Any(static s =>
        s is AssignStatement { Target: ElementExpression element } ? element.Root()?.Type is SpanType : s.PairCall()?.Arguments.Any(static a => a.Type is SpanType { IsReadOnly: false }) == true);

    // So may a member that refers to an object or an array.
    private bool StoresReference(IrStatement statement) => statement is AssignStatement { Target: var target }
        && (target is LocalExpression variable ? _references.Contains(variable.Local.Id) && target.Type is not ScalarType : target is ElementExpression { Type: not (ScalarType or TypeParameterType) });

    // What is evaluated before the first trip is decided upon, whatever comes: the test, and the statements that it needs.
    private static IEnumerable<IrExpression> First(LoopStatement loop)
    {
        bool startsWithTest = !loop.TestsAtEnd && loop.Initializers.All(static s => s is DeclareStatement { Value: ConstantExpression or LocalExpression or LengthExpression or null });
        return !startsWithTest ? []
            : loop.Condition is not ConstantExpression ? [loop.Condition]
            : loop.Body.TakeWhile(static s => s is DeclareStatement).Concat(loop.Body.SkipWhile(static s => s is DeclareStatement).Take(1).Where(static s => s is IfStatement)).SelectMany(static s => s.Expressions());
    }

    // Where the statements of the test are gone, it is the loop's own again.
    private static LoopStatement Tested(LoopStatement loop) =>
        loop is { TestsAtEnd: false, Condition: ConstantExpression { Literal: "true" } }
        && loop.Body.Count > 0 && loop.Body[0] is IfStatement { Condition: UnaryExpression { Operator: UnaryOperator.Not } stop, Then: [BreakStatement], Else.Count: 0 }
            ? loop with { Condition = stop.Operand, Body = loop.Body.Skip(1).ToEquatableArray() }
            : loop;

    /// <summary>The objects that the evaluation of the expressions would have missed.</summary>
    public static IEnumerable<int> Asked(IEnumerable<IrExpression> expressions) =>
        expressions.SelectMany(Certain).OfType<OpaqueExpression>().Where(static e => e.WithoutObject is not null).SelectMany(static e => e.LocalsRead()).Select(static l => l.Id);

    /// <summary>The parts of an expression that are evaluated in any case.</summary>
    public static IEnumerable<IrExpression> Certain(IrExpression expression) => expression switch
    {
        ConditionalExpression e => Certain(e.Condition),
        BinaryExpression { Operator: BinaryOperator.LogicalAnd or BinaryOperator.LogicalOr } e => Certain(e.Left),
        _ => new[] { expression }.Concat(expression.Operands.SelectMany(Certain)),
    };
}
