using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform;

/// <summary>Decides which parameters and locals hold nodes of the tape, and gives them their types.</summary>
internal sealed class LiftedLocals
{
    private readonly VariedFacts _varied;
    private readonly HashSet<int> _parameters;
    private readonly HashSet<int> _lifted = [];

    public LiftedLocals(MethodIr method, VariedFacts varied)
    {
        _varied = varied;
        RoundsSingle = !method.Signature.Parameters.Select(static p => p.Local.Type).Append(method.Signature.ReturnType).Any(IsSingle);
        _parameters = [.. method.Signature.Parameters.Select(static p => p.Local.Id)];
        _lifted.UnionWith(method.Signature.Parameters.Where(static p => HasLiftedType(p)).Select(static p => p.Local.Id));
        _lifted.UnionWith(Declared(method.Body).Where(varied.IsVaried).Select(static l => l.Id));
        Entering = [.. method.Signature.Parameters.Where(p => !HasLiftedType(p) && CanLift(p.Local.Type) && varied.IsVaried(p.Local)).Select(static p => p.Local)];
        _lifted.UnionWith(Entering.Select(static l => l.Id));
        ShareMemory(method.Body);
    }

    /// <summary>
    /// Parameters that keep their type in the signature but receive derivatives in the body (left out by WithRespectTo and
    /// assigned): the body works on a lifted copy.
    /// </summary>
    public ImmutableArray<IrLocal> Entering { get; }

    /// <summary>
    /// The method takes and returns no <c>float</c>, so that the numbers which it rounds to <c>float</c> or <c>Half</c> on the way are
    /// rounded here, too. A method of <c>float</c> computes in <c>double</c> on the tape.
    /// </summary>
    public bool RoundsSingle { get; }

    /// <summary>The parameter of the overload is of a tape type: differentiated, or visibly written.</summary>
    public static bool HasLiftedType(IrParameter parameter) => parameter.Role switch
    {
        ParameterRole.Independent => CanLift(parameter.Local.Type),
        ParameterRole.Dependent => parameter.IsWritable && CanLift(parameter.Local.Type),
        _ => false,
    };

    private static bool IsSingle(IrType type) => type switch
    {
        ArrayType array => IsSingle(array.Element),
        SpanType span => IsSingle(span.Element),
        StructType whole => whole.Fields.Any(static f => IsSingle(f.Type)),
        _ => type is ScalarType { Kind: ScalarKind.Single },
    };

    public bool IsLifted(IrLocal local) => _lifted.Contains(local.Id);

    public bool IsVaried(IrLocal local) => _varied.IsVaried(local);

    /// <summary>Declared constant, of memory that varies.</summary>
    public bool IsConstantView(IrLocal local) => _varied.LosesStore(local);

    public bool IsVaried(IrExpression expression) => expression.Type.IsFloating && _varied.IsVaried(expression);

    /// <summary>The place lies in a lifted array, or is a lifted scalar.</summary>
    public bool IsLifted(IrExpression place) => place.Root() is { } root && IsLifted(root);

    public static IrLocal Lift(IrLocal local) => local with { Type = Lift(local.Type) };

    /// <summary>The same shape with nodes of the tape for numbers.</summary>
    public static IrType Lift(IrType type) => type switch
    {
        { IsFloating: true } => new TapeValueType(),
        ArrayType array => array with { Element = Lift(array.Element) },
        SpanType span => span with { Element = Lift(span.Element) },
        ResultArrayType result => new ResultArrayType((ArrayType)Lift(result.Array)),
        _ => type,
    };

    private static bool CanLift(IrType type) => type switch
    {
        ArrayType array => CanLift(array.Element),
        SpanType span => CanLift(span.Element),
        _ => type.IsFloating,
    };

    private static IEnumerable<IrLocal> Declared(EquatableArray<IrStatement> body) =>
        body.AllStatements().OfType<DeclareStatement>().Select(static d => d.Local).Where(static l => CanLift(l.Type));

    // Views of the same memory are lifted together. A parameter that keeps its type is copied where a lifted view meets it.
    private void ShareMemory(EquatableArray<IrStatement> body)
    {
        (IrLocal Target, IrExpression Value)[] views =
        [
            .. body.AllStatements()
                .Select(static s => s switch
                {
                    DeclareStatement { Value: { } value } d => (Target: d.Local, Value: value),
                    AssignStatement a => (Target: a.Target.Type.IsView ? a.Target.Root()! : null!, a.Value),
                    _ => default,
                })
                .Where(static v => v.Target is not null && v.Value.Type.IsView && CanLift(v.Value.Type)),
        ];

        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach ((IrLocal target, IrExpression value) in views)
            {
                IrLocal[] shared = [target, .. MemoryOf(value)];
                if (shared.Any(IsLifted))
                {
                    changed |= shared.Where(l => !_parameters.Contains(l.Id)).Count(l => _lifted.Add(l.Id)) > 0;
                }
            }
        }
    }

    private static IEnumerable<IrLocal> MemoryOf(IrExpression view) => view switch
    {
        ConditionalExpression c => MemoryOf(c.WhenTrue).Concat(MemoryOf(c.WhenFalse)),
        _ => view.Root() is { } root ? [root] : [],
    };
}
