using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform;

/// <summary>The body and the parameters of the overload on <c>Micrograd.Value</c>.</summary>
internal sealed record LiftedMethod(EquatableArray<IrStatement> Statements, EquatableArray<IrParameter> Parameters, IrType ReturnType)
{
    /// <summary>Stands before the statements: copies of what keeps its type.</summary>
    public EquatableArray<IrStatement> Entry { get; init; }

    /// <summary>Gives the caller what the statements stored in those copies.</summary>
    public EquatableArray<IrStatement> Exit { get; init; }

    /// <summary>All of it, as one body.</summary>
    public EquatableArray<IrStatement> Body => Statements.Count > 0 && Statements[Statements.Count - 1] is ReturnStatement returned
        ? [.. Entry, .. Statements.Take(Statements.Count - 1), .. Exit, returned]
        : [.. Entry, .. Statements, .. Exit];

    /// <summary>The smallest local id that is free in <see cref="Statements"/>.</summary>
    public int NextLocalId { get; init; }
}

/// <summary>
/// Turns a method into the same method on the dynamic tape. Statements stay what they are; numbers that vary become nodes, and so
/// does every number that shares a local or an array with one.
/// </summary>
internal sealed class TapeLift : IrRewriter
{
    private readonly LiftedLocals _locals;
    private readonly TapeExpressionLift _expressions;
    private readonly TapeArrayLift _arrays;
    private readonly LocalFactory _factory;
    private readonly bool _returnsNode;
    private readonly HashSet<int> _stored;
    private readonly VariedFacts _varied;

    private TapeLift(MethodIr method, VariedFacts varied)
    {
        _locals = new LiftedLocals(method, varied);
        _expressions = new TapeExpressionLift(_locals);
        _factory = new LocalFactory(method.NextLocalId);
        _arrays = new TapeArrayLift(_locals, _expressions, _factory);
        _returnsNode = method.Signature.ReturnType.IsFloating;
        _varied = varied;
        _stored = [.. Stored(method.Body).Select(varied.Roots.ClassOf)];
    }

    public static LiftedMethod Apply(MethodIr normalized, VariedFacts varied)
    {
        var lift = new TapeLift(normalized, varied);
        var entry = new List<IrStatement>();
        var exit = new List<IrStatement>();
        EquatableArray<IrParameter> parameters = normalized.Signature.Parameters.Select(p => lift.Parameter(p, entry, exit)).ToEquatableArray();
        EquatableArray<IrStatement> statements = lift.RewriteBlock(normalized.Body);
        return new LiftedMethod(statements, parameters, LiftedLocals.Lift(normalized.Signature.ReturnType))
        {
            Entry = entry.ToEquatableArray(),
            Exit = exit.ToEquatableArray(),
            NextLocalId = lift._factory.NextId,
        };
    }

    public override IrExpression Rewrite(IrExpression expression) => _expressions.Rewrite(expression);

    protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
    {
        int first = output.Count;
        switch (statement)
        {
            case DeclareStatement { Local.Type: ResultArrayType, Value: var filled } s:
                output.Add(s with { Local = LiftedLocals.Lift(s.Local), Value = filled is null ? null : Filled(filled, output) });
                break;
            case AssignStatement { Target: LocalExpression { Type: ResultArrayType } target } s:
                output.Add(s with { Target = Rewrite(target), Value = Filled(s.Value, output) });
                break;
            case ReturnStatement { Value: FilledArrayExpression value } s:
                output.Add(s with { Value = Filled(value, output) });
                break;
            case DeclareStatement s when _locals.IsLifted(s.Local):
                Declare(s, output);
                break;
            case AssignStatement s when _locals.IsLifted(s.Target):
                Assign(s, output);
                break;
            case ReturnStatement { Value: { } value } s when _returnsNode:
                output.Add(s with { Value = _expressions.Operand(value) });
                break;
            case ReturnStatement { Value: StructExpression value } s:
                output.Add(s with { Value = value.MapLeaves(leaf => leaf.Type.IsFloating ? _expressions.Operand(leaf) : Rewrite(leaf)) });
                break;
            case ReturnStatement { Value: { Type.IsView: true } value } s:
                output.Add(s with { Value = _arrays.View(value, isVaried: true, output) });
                break;
            case CallStatement s when _expressions.IsLifted(s.Call):
                output.Add(new OpaqueStatement("{0};", [_expressions.Pair(s.Call)]) { Source = s.Source });
                break;
            case OpaqueStatement s:
                output.Add(s with { Arguments = _expressions.Arguments(s.Arguments) });
                break;
            default:
                output.Add(RewriteParts(statement));
                break;
        }

        KeepSource(statement, output, first);
    }

    private void Declare(DeclareStatement s, List<IrStatement> output)
    {
        IrLocal local = LiftedLocals.Lift(s.Local);
        if (s.Value is NewArrayExpression array)
        {
            _arrays.Declare(local, array, output);
        }
        else
        {
            output.Add(new DeclareStatement(local, s.Value is null ? null : Stored(s.Local, s.Value, output)));
        }
    }

    private void Assign(AssignStatement s, List<IrStatement> output)
    {
        IrExpression value = Stored(s.Target.Root()!, s.Value, output);
        output.Add(new AssignStatement(_expressions.Place(s.Target), value));
    }

    // A constant that enters a local or array that varies is a node that varies.
    private IrExpression Stored(IrLocal target, IrExpression value, List<IrStatement> output)
    {
        bool isVaried = _locals.IsVaried(target);
        return value.Type.IsView ? _arrays.View(value, isVaried, output)
            : isVaried ? _expressions.Varied(value)
            : _expressions.Operand(value);
    }

    private IrExpression Filled(IrExpression value, List<IrStatement> output) => value is FilledArrayExpression filled
        ? filled with { Items = _arrays.View(filled.Items, isVaried: true, output), Lengths = [.. filled.Lengths.Select(Rewrite)], Type = LiftedLocals.Lift(filled.Type) }
        : Rewrite(value) with { Type = LiftedLocals.Lift(value.Type) };

    // Where elements are stored, by the method or by what it calls.
    private static IEnumerable<IrLocal> Stored(EquatableArray<IrStatement> body) => body.AllStatements()
        .SelectMany(static s => s is AssignStatement { Target: ElementExpression { Type.IsView: false } place } ? [place] : s.PairCall()?.WrittenArguments ?? [])
        .Select(static place => place.Root())
        .OfType<IrLocal>();

    private IrParameter Parameter(IrParameter parameter, List<IrStatement> entry, List<IrStatement> exit)
    {
        if (LiftedLocals.HasLiftedType(parameter))
        {
            return Lifted(parameter);
        }

        if (!_locals.Entering.Contains(parameter.Local))
        {
            return parameter;
        }

        IrLocal given = _factory.Create(parameter.Local.Name, parameter.Local.Type);
        IrExpression value = new LocalExpression(given);
        value = given.Type.IsView ? _arrays.Copy(value, isVaried: true, entry) : TapeExpressionLift.NewNode(value);
        IrLocal lifted = LiftedLocals.Lift(parameter.Local);
        entry.Add(new DeclareStatement(lifted, value));
        if (given.Type.IsView && parameter.IsWritable && _stored.Contains(_varied.Roots.ClassOf(parameter.Local)))
        {
            // The copy is the method's own; what it stores is the caller's.
            exit.Add(new TapeShape(given, _factory).ForEach(at => [TapeInput.Store(at(lifted), at(given))]));
        }

        return parameter with { Local = given };
    }

    private static IrParameter Lifted(IrParameter parameter)
    {
        IrLocal local = LiftedLocals.Lift(parameter.Local);
        bool isReadOnlyReference = parameter.Mode is ParameterMode.In or ParameterMode.RefReadOnly;
        return parameter with
        {
            Local = local,
            Mode = isReadOnlyReference ? ParameterMode.Value : parameter.Mode,
            TypeText = parameter.TypeText.EndsWith("?", StringComparison.Ordinal) ? local.Type.Text + "?" : local.Type.Text,
            IsScoped = parameter.IsScoped && (local.Type is SpanType || parameter.Mode is ParameterMode.Ref or ParameterMode.Out),
        };
    }

    // The user's line stands beside the first statement made from it.
    private static void KeepSource(IrStatement statement, List<IrStatement> output, int first)
    {
        if (statement.Source is { } source && first < output.Count && output[first].Source is null)
        {
            output[first] = output[first] with { Source = source };
        }
    }
}
