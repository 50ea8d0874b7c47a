using Micrograd.Generators.Ir;
using Micrograd.Generators.Rules;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Transform;

/// <summary>
/// Lifts expressions to the tape. What varies becomes a node; everything else is computed from <c>Data</c>, in the type it had:
/// indices, conditions, constants. <c>Data</c> is read where possible at the leaves, so that no node is made for its number alone.
/// </summary>
internal sealed class TapeExpressionLift(LiftedLocals locals) : IrRewriter
{
    private static readonly TapeValueType Value = new();
    private bool _isRounded;

    /// <summary>A node that counts as varied, also where the expression is a constant: ties are decided as in the generated gradient.</summary>
    public IrExpression Varied(IrExpression expression) => locals.IsVaried(expression) ? Node(expression) : NewNode(Constant(expression));

    /// <summary>A node where the expression varies, otherwise a number that converts to a constant node.</summary>
    public IrExpression Operand(IrExpression expression) => locals.IsVaried(expression) ? Node(expression) : Constant(expression);

    /// <summary>A leaf of the tape that is no constant.</summary>
    public static IrExpression NewNode(IrExpression number) => new RuleCallExpression("Micrograd.Value", "new global::Micrograd.Value", [Number(number)], Value);

    /// <summary>A number as the tape takes it: float converts to Value by itself, through double; Half and type parameters do not.</summary>
    public static IrExpression Number(IrExpression number) =>
        number.Type is ScalarType { Kind: ScalarKind.Half } or TypeParameterType ? new ConversionExpression(number, IrType.Double) : number;

    /// <summary>A place that holds nodes: a lifted local or an element of a lifted array.</summary>
    public IrExpression Place(IrExpression place) => place switch
    {
        LocalExpression e => new LocalExpression(LiftedLocals.Lift(e.Local)),
        ElementExpression e => new ElementExpression(Place(e.Array), e.Indices.Select(Rewrite).ToEquatableArray(), LiftedLocals.Lift(e.Type)),
        _ => throw new InvalidOperationException($"{place.GetType().Name} cannot be lifted."),
    };

    /// <summary>The expression as it was, with <c>x.Data</c> for every lifted number.</summary>
    public override IrExpression Rewrite(IrExpression expression) => expression switch
    {
        LocalExpression e when locals.IsLifted(e.Local) => Read(e),
        LocalExpression { Type: ResultArrayType } e => Place(e),
        ElementExpression e when locals.IsLifted(e) => Read(e),
        ViewExpression e when locals.IsLifted(e) => (ViewExpression)base.Rewrite(e) with { Type = LiftedLocals.Lift(e.Type) },
        OpaqueExpression { ComparesReferences: true } e => e with { Arguments = [.. e.Arguments.Select(a => locals.IsLifted(a) ? Place(a) : Rewrite(a))] },
        OpaqueExpression e => e with { Arguments = Arguments(e.Arguments) },
        DerivativeCallExpression e => e with { Arguments = Arguments(e.Arguments) },
        PairCallExpression e when IsLifted(e) => e.Type.IsFloating ? TapeInput.OfType(new FieldExpression(Pair(e), "Data", IrType.Double), e.Type) : Pair(e),
        _ => base.Rewrite(expression),
    };

    /// <summary>Arguments of C# that the tape does not understand: it gets numbers, and arrays of numbers.</summary>
    public EquatableArray<IrExpression> Arguments(EquatableArray<IrExpression> arguments) =>
        arguments.Select(Plain).ToEquatableArray();

    private IrExpression Plain(IrExpression argument) => argument.Type.IsView && locals.IsLifted(argument) ? Numbers(argument) : Rewrite(argument);

    private IrExpression Node(IrExpression expression)
    {
        if (!locals.RoundsSingle || _isRounded || expression.Type is not ScalarType { Kind: ScalarKind.Single or ScalarKind.Half } || expression is not (BinaryExpression or ConversionExpression or RuleCallExpression))
        {
            return Unrounded(expression);
        }

        // The number is the method's own; what leads to it, and the derivative, are as the tape computes them.
        _isRounded = true;
        OpaqueExpression node = Function(expression.Type.Text.Split('.').Last(), expression, Unrounded(expression));
        _isRounded = false;
        return node;
    }

    private IrExpression Unrounded(IrExpression expression) => expression switch
    {
        LocalExpression or ElementExpression => Place(expression),
        UnaryExpression e => new UnaryExpression(e.Operator, Node(e.Operand), Value),
        BinaryExpression e => new BinaryExpression(e.Operator, Operand(e.Left), Operand(e.Right), Value),

        // The tape computes in double: conversions between floating-point types vanish, where nothing rounds.
        ConversionExpression e => Node(e.Operand),
        ConditionalExpression e => new ConditionalExpression(Rewrite(e.Condition), Varied(e.WhenTrue), Varied(e.WhenFalse)),
        RuleCallExpression e when RuleTable.Find(e) is { IsConstant: false } rule => Call(e, rule),
        DerivativeCallExpression e => Call(e),
        SubstitutedExpression e => Substituted(e),
        PairCallExpression e => Pair(e),
        OpaqueExpression or RuleCallExpression => NewNode(Constant(expression)),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} cannot be lifted."),
    };

    private RuleCallExpression Call(RuleCallExpression call, DerivativeRule rule) =>
        new("Micrograd.Value." + rule.TapeMethod, "global::Micrograd.Value." + rule.TapeMethod, call.Arguments.Select(Operand).ToEquatableArray(), Value);

    /// <summary>Something that the call is given is on the tape, so the method is called there.</summary>
    public bool IsLifted(PairCallExpression call) => call.DifferentiatedArguments.Any(a => locals.IsVaried(a) || (a.Type.IsView && locals.IsLifted(a)));

    /// <summary>The same method on the tape, which is generated beside its pair.</summary>
    public RuleCallExpression Pair(PairCallExpression call) => new(
        call.Target.Name,
        call.Target.Tape ?? throw new NotOnTapeException($"'{call.Target.Value}', which is not on the tape"),
        call.Arguments.Select((a, i) => Argument(a, call.Target.Parameters[i])).ToEquatableArray(),
        LiftedLocals.Lift(call.Type));

    // A span of a pair's own goes to a method that asks for an array as a copy, which must then not be written.
    private IrExpression Argument(IrExpression argument, PairParameter parameter)
    {
        if (parameter.IsConstantOnTape || (parameter.IsWritten && !parameter.HasDerivative))
        {
            return locals.IsVaried(argument) || (argument.Type.IsView && locals.IsLifted(argument))
                ? throw new NotOnTapeException($"'{argument.Root()?.Name ?? "an argument"}', which is passed where the tape takes a constant")
                : Rewrite(argument);
        }

        IrExpression lifted = Argument(argument, new DerivativeCallParameter(parameter.Type, parameter.HasDerivative));
        return !parameter.IsArray || lifted.Type is not SpanType span ? lifted
            : parameter.IsWritten ? throw new NotOnTapeException($"the span '{argument.Root()?.Name}', which is passed where an array is asked for")
            : new OpaqueExpression("{0}.ToArray()", [lifted], new ArrayType(span.Element));
    }

    private IrExpression Call(DerivativeCallExpression call) => call.Target.Tape is { } tape
        ? new RuleCallExpression(tape, tape, call.Arguments.Select((a, i) => Argument(a, call.Target.Parameters[i])).ToEquatableArray(), Value)
        : Function(call);

    // A node whose derivative is the hand-written rule: Value.Function("F", F(x.Data), [x], x.Data, static (a, u, g) => FRule(a, u, ref g[0])).
    private OpaqueExpression Function(DerivativeCallExpression call)
    {
        if (call.Arguments.Any(static a => a.Type.IsView))
        {
            throw new NotOnTapeException($"'{call.Target.Method}', whose derivative rule takes an array or span");
        }

        List<IrExpression> holes = [.. call.Arguments.Select(Rewrite), .. call.DifferentiatedArguments.Select(Operand)];
        string numbers = string.Join(", ", call.Arguments.Select(static (_, i) => $"{{{i}}}"));
        string nodes = string.Join(", ", call.DifferentiatedArguments.Select((_, i) => $"{{{call.Arguments.Count + i}}}"));
        string name = call.Target.Method.Substring(call.Target.Method.LastIndexOf('.') + 1);
        (string state, string passed) = call.Arguments.Count == 1
            ? (numbers, "arguments")
            : ($"({numbers})", string.Join(", ", call.Arguments.Select(static (_, i) => $"arguments.Item{i + 1}")));
        string template = $"global::Micrograd.Value.Function(\"{name}\", {call.Target.Method}({numbers}), [{nodes}], {state}, static (arguments, upstream, gradient) => {RuleBody(call, passed)})";
        return new OpaqueExpression(template, holes.ToEquatableArray(), Value);
    }

    // A node with the one value whose derivative goes to the other.
    private OpaqueExpression Substituted(SubstitutedExpression e) => Function("as", e.Value, Operand(e.Derivative));

    private OpaqueExpression Function(string name, IrExpression value, IrExpression derivative) => new(
        $"global::Micrograd.Value.Function(\"{name}\", {{0}}, [{{1}}], 0, static (_, upstream, gradient) => gradient[0] += upstream)",
        [Constant(value), derivative],
        Value);

    // The tape's adjoints are double: a rule of another type is given numbers of its own, which are added afterwards.
    private static string RuleBody(DerivativeCallExpression call, string passed)
    {
        IrType[] types = [.. call.DifferentiatedArguments.Select(static a => a.Type)];
        if (call.Type.Equals(IrType.Double) && types.All(static t => t.Equals(IrType.Double)))
        {
            return $"{call.Target.Backward}({passed}, upstream, {string.Join(", ", types.Select(static (_, i) => $"ref gradient[{i}]"))})";
        }

        string declarations = string.Concat(types.Select(static (t, i) => $"{t.Text} d{i} = default; "));
        string sums = string.Concat(types.Select(static (t, i) => $" gradient[{i}] += {Converted($"d{i}", t, IrType.Double)};"));
        return $"{{{{ {declarations}{call.Target.Backward}({passed}, {Converted("upstream", IrType.Double, call.Type)}, {string.Join(", ", types.Select(static (_, i) => $"ref d{i}"))});{sums} }}}}";
    }

    private IrExpression Argument(IrExpression argument, DerivativeCallParameter parameter) =>
        !parameter.HasDerivative ? Plain(argument)
        : !argument.Type.IsView ? Operand(argument)
        : locals.IsLifted(argument) ? Place(argument)
        : EachOf(Rewrite(argument), Value, "x", $"(global::Micrograd.Value){Converted("x", Spans.Element(argument.Type), IrType.Double)}");

    private IrExpression Constant(IrExpression expression) => Number(Rewrite(expression));

    private IrExpression Read(IrExpression place)
    {
        IrExpression lifted = Place(place);
        return place.Type.IsFloating ? TapeInput.OfType(new FieldExpression(lifted, "Data", IrType.Double), place.Type) : lifted;
    }

    private OpaqueExpression Numbers(IrExpression view)
    {
        IrType element = Spans.Element(view.Type);
        return EachOf(Rewrite(view), element, "v", Converted("v.Data", IrType.Double, element));
    }

    private static OpaqueExpression EachOf(IrExpression view, IrType element, string parameter, string body) =>
        new($"global::System.Array.ConvertAll({(view.Type is SpanType ? "{0}.ToArray()" : "{0}")}, static {parameter} => {body})", [view], new ArrayType(element));

    private static string Converted(string number, IrType from, IrType to) =>
        from.Equals(to) ? number
        : from is TypeParameterType || to is TypeParameterType ? $"{to.Text}.CreateChecked({number})"
        : $"({to.Text}){number}";
}
