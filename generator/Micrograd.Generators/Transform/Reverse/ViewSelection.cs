using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// A variable that names different memory at different times, as in <c>(current, next) = (next, current)</c>, becomes numbers: which
/// memory, where it starts, how long it is. Numbers can be recorded, a span cannot; and wherever the variable is used, the
/// view is taken again from the numbers, in the reverse sweep as in the forward sweep.
/// </summary>
internal sealed class ViewSelection
{
    private readonly LocalFactory _locals;
    private readonly Dictionary<int, ViewChoice> _choices;
    private readonly Dictionary<int, IrLocal> _current = [];
    private readonly HashSet<int> _declared;

    private ViewSelection(MethodIr method, LocalFactory locals, Dictionary<int, ViewChoice> choices) =>
        (_locals, _choices, _declared) = (locals, choices, [.. method.Signature.Parameters.Select(static p => p.Local.Id)]);

    public static MethodIr Apply(MethodIr method)
    {
        var locals = new LocalFactory(method.NextLocalId);
        method = ReassignedParameters(method, locals);
        method = EarlyMemory.Apply(method with { Body = new NamedMemory(method.Body, locals).RewriteBlock(method.Body) });
        Dictionary<int, ViewChoice> choices = ViewChoice.Find(method, locals);
        if (choices.Count == 0)
        {
            return method;
        }

        EquatableArray<IrStatement> body = new ViewSelection(method, locals, choices).Block(method.Body);
        return method with { Body = body, NextLocalId = locals.NextId };
    }

    // A parameter goes on naming the caller's memory: where the method gives it other memory, a local variable takes its place.
    private static MethodIr ReassignedParameters(MethodIr method, LocalFactory locals)
    {
        HashSet<int> assigned = method.Body.AssignedLocals();
        var replacements = new Dictionary<int, IrExpression>();
        var entry = new List<IrStatement>();
        foreach (IrLocal parameter in method.Signature.Parameters.Select(static p => p.Local).Where(l => l.Type.IsView && assigned.Contains(l.Id)))
        {
            IrLocal variable = locals.Create(parameter.Name, parameter.Type);
            replacements[parameter.Id] = new LocalExpression(variable);
            entry.Add(new DeclareStatement(variable, new LocalExpression(parameter)));
        }

        return entry.Count == 0 ? method : method with { Body = [.. entry, .. new LocalSubstitution(replacements).RewriteBlock(method.Body)], NextLocalId = locals.NextId };
    }

    private EquatableArray<IrStatement> Block(EquatableArray<IrStatement> block)
    {
        var output = new List<IrStatement>();
        foreach (IrStatement statement in block)
        {
            Statement(statement, output);
            if (statement is DeclareStatement declare)
            {
                _declared.Add(declare.Local.Id);
            }
        }

        return output.ToEquatableArray();
    }

    private void Statement(IrStatement statement, List<IrStatement> output)
    {
        switch (statement)
        {
            case DeclareStatement { Value: null } s when _choices.TryGetValue(s.Local.Id, out ViewChoice? choice):
                output.AddRange(choice.Declarations());
                break;
            case DeclareStatement { Value: { } value } s when _choices.TryGetValue(s.Local.Id, out ViewChoice? choice):
                output.AddRange(choice.Declarations());
                Choose(choice, value, output);
                break;
            case AssignStatement { Target: LocalExpression target } s when _choices.TryGetValue(target.Local.Id, out ViewChoice? choice):
                Choose(choice, s.Value, output);
                break;
            case IfStatement s:
                IrExpression condition = Use(s.Condition, output);
                Dictionary<int, IrLocal> before = new(_current);
                EquatableArray<IrStatement> then = Block(s.Then);
                Restart(before);
                EquatableArray<IrStatement> otherwise = Block(s.Else);
                Restart(before, s);
                output.Add(s with { Condition = condition, Then = then, Else = otherwise });
                break;
            case CountedLoopStatement s:
                (IrExpression from, IrExpression to) = (Use(s.From, output), Use(s.To, output));
                output.Add(s with { From = from, To = to, Body = LoopBody(s, s.Body) });
                break;
            case LoopStatement s:
                output.Add(s with { Condition = new Substitution(Condition).Rewrite(s.Condition), Body = LoopBody(s, s.Body) });
                break;
            default:
                output.AddRange(new Substitution(expression => Use(expression, output)).RewriteBlock([statement]));
                break;
        }
    }

    private EquatableArray<IrStatement> LoopBody(IrStatement loop, EquatableArray<IrStatement> body)
    {
        Dictionary<int, IrLocal> before = new(_current);
        Restart(before, loop);
        EquatableArray<IrStatement> result = Block(body);
        Restart(before, loop);
        return result;
    }

    /// <summary>The views taken so far are valid again, but for variables that the statement assigns.</summary>
    private void Restart(Dictionary<int, IrLocal> views, IrStatement? changed = null)
    {
        _current.Clear();
        IrStatement[] block = changed is null ? [] : [changed];
        HashSet<int> assigned = block.AssignedLocals();
        foreach (KeyValuePair<int, IrLocal> view in views.Where(view => !assigned.Contains(view.Key)))
        {
            _current[view.Key] = view.Value;
        }
    }

    private void Choose(ViewChoice choice, IrExpression value, List<IrStatement> output)
    {
        IrExpression used = value is ViewExpression view
            ? view with { Start = view.Start is null ? null : Use(view.Start, output), Length = view.Length is null ? null : Use(view.Length, output) }
            : value;
        output.AddRange(choice.Assign(used, _choices));
        _current.Remove(choice.Variable.Id);
    }

    // The view is taken once in a block, just before its first use after the variable changed.
    private IrExpression Use(IrExpression expression, List<IrStatement> output)
    {
        var replacements = new Dictionary<int, IrExpression>();
        foreach (IrLocal read in expression.LocalsRead())
        {
            if (!_choices.TryGetValue(read.Id, out ViewChoice? choice))
            {
                continue;
            }

            if (!_current.TryGetValue(read.Id, out IrLocal? view))
            {
                view = _locals.Create(read.Name, choice.Type);
                output.Add(new DeclareStatement(view, choice.View(_declared)));
                _current[read.Id] = view;
            }

            replacements[read.Id] = new LocalExpression(view);
        }

        return replacements.Count == 0 ? expression : new LocalSubstitution(replacements).Rewrite(expression);
    }

    // A loop's condition is tested where no statement can stand; it may only ask for the length.
    private IrExpression Condition(IrExpression expression)
    {
        if (expression is LengthExpression { View: LocalExpression view } && _choices.TryGetValue(view.Local.Id, out ViewChoice? choice))
        {
            return choice.Length(_declared);
        }

        if (expression is LocalExpression variable && _choices.ContainsKey(variable.Local.Id))
        {
            throw new ReverseNotSupportedException($"the array or span variable '{variable.Local.Name}', which the condition of a loop reads and its body changes");
        }

        return expression.Operands.Count == 0 ? expression : IrRewriter.WithOperands(expression, expression.Operands.Select(Condition).ToArray());
    }

    private sealed class Substitution(Func<IrExpression, IrExpression> use) : IrRewriter
    {
        public override IrExpression Rewrite(IrExpression expression) => use(expression);
    }

    /// <summary>Gives memory that is made for a variable with several definitions a local of its own: <c>m = new T[n]; v = m</c>.</summary>
    private sealed class NamedMemory(EquatableArray<IrStatement> body, LocalFactory locals) : IrRewriter
    {
        private readonly HashSet<int> _several = [.. body.AllStatements().Select(static s => s.DefinedLocal()).OfType<IrLocal>().GroupBy(static l => l.Id).Where(static g => g.Count() > 1).Select(static g => g.Key)];

        protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
        {
            if (statement.StoredValue() is NewArrayExpression value && statement.DefinedLocal() is { } variable && _several.Contains(variable.Id))
            {
                IrLocal memory = locals.Create(variable.Name + "Memory", variable.Type);
                output.Add(new DeclareStatement(memory, value) { Source = statement.Source });
                var named = new LocalExpression(memory);
                output.Add(statement is DeclareStatement declare ? declare with { Value = named } : (AssignStatement)statement with { Value = named });
            }
            else
            {
                output.Add(RewriteParts(statement));
            }
        }
    }
}
