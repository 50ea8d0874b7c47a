using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// The halves of a pair whose derivative is a hand-written rule: the method itself, with what it may overwrite recorded, and the
/// rule, with everything as it was before the call. A rule may use what it is given as working memory: it is put right again.
/// </summary>
internal sealed class RulePair
{
    private readonly PairedMethod _pair;
    private readonly HandWrittenRule _rule;
    private readonly LocalFactory _locals;
    private readonly IrParameter[] _parameters;
    private readonly IrLocal?[] _shadows;
    private readonly IrParameter[] _written;
    private readonly List<IrStatement> _output = [];
    private readonly List<IrExpression> _operands = [];
    private readonly List<IrStatement> _after = [];

    private RulePair(PairedMethod pair)
    {
        _pair = pair;
        _rule = pair.Rule!;
        _locals = new LocalFactory(pair.Method.NextLocalId);
        _parameters = [.. pair.Method.Signature.Parameters];
        _shadows = [.. _parameters.Select(p => p.Role != ParameterRole.Independent ? null : _locals.Create(NameFor(p.Local), p.Local.Type.IsView ? Spans.Writable(p.Local.Type) : p.Local.Type))];
        _written = [.. _parameters.Where((_, i) => pair.Target.Parameters[i].IsWritten)];
    }

    public static ReversePair Build(PairedMethod pair)
    {
        var built = new RulePair(pair);
        if (built._rule.Forward is { } first)
        {
            return built.Halves(first);
        }

        EquatableArray<IrStatement> forward = [.. built._written.Select(static w => (IrStatement)new RecordArrayStatement(Memory(new LocalExpression(w.Local)))), .. pair.Method.Body];
        IrLocal? upstream = pair.Method.Signature.ReturnType.IsFloating ? built._locals.Create("upstream", pair.Method.Signature.ReturnType) : null;
        built.Reverse(upstream);
        return new ReversePair(forward, new ReverseMethod(built._output.ToEquatableArray(), built._shadows.ToEquatableArray(), upstream));
    }

    // The halves that were compiled with the method take what this pair takes, but for the instance, and leave memory as they should.
    private ReversePair Halves(string first)
    {
        IrType type = _pair.Method.Signature.ReturnType;
        string forward = $"{Half(first, [])}{{records}})";
        EquatableArray<IrExpression> operands = _operands.ToEquatableArray();
        IrStatement call = type is VoidType ? new OpaqueStatement(forward + ";", operands) : new ReturnStatement(new OpaqueExpression(forward, operands, type));
        _operands.Clear();
        IrLocal? upstream = type.IsFloating ? _locals.Create("upstream", type) : null;
        string reverse = $"{Half(_rule.Rule, [upstream, .. _shadows])}{{records}});";
        return new ReversePair([call], new ReverseMethod([new OpaqueStatement(reverse, _operands.ToEquatableArray())], _shadows.ToEquatableArray(), upstream));
    }

    private string Half(string name, IEnumerable<IrLocal?> added)
    {
        bool isMember = name.StartsWith(".", StringComparison.Ordinal);
        string owner = isMember ? Value(_rule.Arguments[0], static leaf => leaf) : "";
        IEnumerable<RuleLeaf> leaves = _rule.Arguments.Skip(isMember ? 1 : 0).SelectMany(static a => a.Leaves).Concat(_rule.Result?.Leaves ?? default);
        string given = string.Concat(leaves.Select(leaf => Hole(new LocalExpression(_parameters[leaf.Parameter].Local)) + ", "));
        return $"{owner}{name}({given}{string.Concat(added.OfType<IrLocal>().Select(local => $"{(IsReference(local) ? "ref " : "")}{Hole(new LocalExpression(local))}, "))}";
    }

    private bool IsReference(IrLocal added) => !added.Type.IsView && _shadows.Contains(added);

    private void Reverse(IrLocal? upstream)
    {
        StepBack();
        List<string> arguments = [.. _rule.Arguments.Select(a => a.Modifier + Value(a, static leaf => leaf))];
        if (upstream is not null)
        {
            arguments.Add(Hole(new LocalExpression(upstream)));
        }
        else if (_rule.Result is { HasDerivative: true } result)
        {
            arguments.Add(Value(result, leaf => _shadows[leaf.Parameter] is null ? leaf : leaf with { Parameter = -1 - leaf.Parameter }));
            _after.AddRange(result.Leaves.Select(l => _shadows[l.Parameter]).OfType<IrLocal>().Select(static s => new AssignStatement(First(s), ConstantExpression.Number(0.0, Spans.Element(s.Type)))));
        }

        arguments.AddRange(_rule.Arguments.Where(static a => a.HasDerivative).Select(Derivative));
        int owner = _rule.Rule.StartsWith(".", StringComparison.Ordinal) ? 1 : 0;
        _output.Add(new OpaqueStatement($"{string.Concat(arguments.Take(owner))}{_rule.Rule}({string.Join(", ", arguments.Skip(owner))});", _operands.ToEquatableArray()));
        _output.AddRange(_after);
    }

    // What the method overwrote comes back before the rule, and once more after it.
    private void StepBack()
    {
        foreach (IrParameter written in Enumerable.Reverse(_written))
        {
            IrType element = Spans.Element(written.Local.Type);
            SpanType span = new(element, false);
            IrExpression length = Spans.Length(written.Local), memory = Memory(new LocalExpression(written.Local));
            IrLocal before = _locals.Create(written.Local.Name + "Before", span), saved = _locals.Create("saved", span);
            _output.Add(new TakeStatement(before, length, Cleared: false, ScratchStack.Arrays));
            _output.Add(new ReleaseStatement(saved, element, length));
            _output.Add(new OpaqueStatement("{0}.CopyTo({1});", [new LocalExpression(saved), new LocalExpression(before)]));
            _output.Add(new OpaqueStatement("{0}.CopyTo({1});", [new LocalExpression(before), memory]));
            _after.Add(new OpaqueStatement("{0}.CopyTo({1});", [new LocalExpression(before), memory]));
        }
    }

    private string Value(RuleArgument argument, Func<RuleLeaf, RuleLeaf> choose)
    {
        string text = argument.Template;
        for (int i = 0; i < argument.Leaves.Count; i++)
        {
            RuleLeaf leaf = choose(argument.Leaves[i]);
            IrLocal local = leaf.Parameter < 0 ? _shadows[-1 - leaf.Parameter]! : _parameters[leaf.Parameter].Local;
            bool isElement = argument.IsVariable || argument == _rule.Result;
            text = text.Replace($"{{#{i}}}", Hole(isElement ? First(local) : new LocalExpression(local)));
        }

        return text;
    }

    private string Derivative(RuleArgument argument)
    {
        if (!argument.IsStruct)
        {
            IrLocal shadow = _shadows[argument.Leaves[0].Parameter]!;
            return argument.IsVariable ? "ref " + Hole(First(shadow)) : shadow.Type.IsView ? Hole(new LocalExpression(Memory(argument.Leaves[0].Parameter, shadow))) : "ref " + Hole(new LocalExpression(shadow));
        }

        // Begins at zero; what the rule adds is taken over field by field.
        IrLocal whole = _locals.Create("dArgument", argument.Type);
        _output.Add(new DeclareStatement(whole, new ConstantExpression(argument.Type, 0, "default")));
        foreach (RuleLeaf leaf in argument.Leaves)
        {
            if (_shadows[leaf.Parameter] is { } shadow)
            {
                IrExpression field = leaf.Path.Aggregate((IrExpression)new LocalExpression(whole), (target, name) => new FieldExpression(target, name, shadow.Type));
                _after.Add(new AssignStatement(new LocalExpression(shadow), new LocalExpression(shadow) + field));
            }
        }

        return "ref " + Hole(new LocalExpression(whole));
    }

    // The caller may give one array twice; each part of its derivative then comes in memory of its own, and is added. What the method
    // writes may overlap nothing else in any case.
    private IrLocal Memory(int parameter, IrLocal shadow)
    {
        bool isApart = !_rule.IsGenerated || _pair.Target.Parameters[parameter].IsWritten
            || !_parameters.Take(parameter).Where((p, i) => p.Local.Type.IsView && _shadows[i] is not null && !_pair.Target.Parameters[i].IsWritten).Any();
        if (isApart)
        {
            return shadow;
        }

        IrLocal part = _locals.Create(shadow.Name + "Part", shadow.Type), counter = _locals.Create("i", IrType.Int32);
        ElementExpression Element(IrLocal memory) => new(new LocalExpression(memory), [new LocalExpression(counter)], Spans.Element(memory.Type));
        _output.Add(new TakeStatement(part, Spans.Length(shadow), Cleared: true, ScratchStack.Arrays));
        _after.Add(new CountedLoopStatement(counter, ConstantExpression.Integer(0), BinaryOperator.Less, Spans.Length(shadow), 1, [new AssignStatement(Element(shadow), Element(shadow) + Element(part))]));
        return part;
    }

    private string Hole(IrExpression operand)
    {
        _operands.Add(operand);
        return $"{{{_operands.Count - 1}}}";
    }

    private static IrExpression Memory(IrExpression view) => view.Type is ArrayType array
        ? new OpaqueExpression($"new global::System.Span<{array.Element.Text}>({{0}})", [view], new SpanType(array.Element, false))
        : view;

    private static ElementExpression First(IrLocal memory) => new(new LocalExpression(memory), [ConstantExpression.Integer(0)], Spans.Element(memory.Type));

    private static string NameFor(IrLocal local) => Identifier.Prefixed("d", local.Name);
}
