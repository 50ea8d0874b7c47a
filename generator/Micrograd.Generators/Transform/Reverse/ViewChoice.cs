using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>A view variable with several definitions, the memory it may name, and the numbers that say which part of which.</summary>
internal sealed class ViewChoice
{
    private readonly IReadOnlyList<IrLocal> _candidates;
    private readonly IrLocal _which;
    private readonly IrLocal? _start;
    private readonly IrLocal? _length;
    private readonly bool _mayBeNull;

    private ViewChoice(IrLocal variable, IReadOnlyList<IrLocal> candidates, bool mayBeNull, bool slices, LocalFactory locals)
    {
        Variable = variable;
        _candidates = candidates;
        _mayBeNull = mayBeNull;
        _which = locals.Create(variable.Name + "Choice", IrType.Int32);
        if (slices)
        {
            _start = locals.Create(variable.Name + "Start", IrType.Int32);
            _length = locals.Create(variable.Name + "Length", IrType.Int32);
        }
    }

    public IrLocal Variable { get; }

    // Where an array leaves the method, or is asked for, it is one of the arrays themselves.
    public IrType Type => IsArray ? Variable.Type : new SpanType(Spans.Element(Variable.Type), Variable.Type is SpanType { IsReadOnly: true });

    private bool IsArray => Variable.Type is ArrayType && _start is null && _candidates.All(static c => c.Type is ArrayType);

    /// <summary>The variables of a method that need it, by local id.</summary>
    public static Dictionary<int, ViewChoice> Find(MethodIr method, LocalFactory locals)
    {
        var definitions = new Dictionary<int, (IrLocal Local, List<IrExpression> Values)>();
        foreach (IrParameter parameter in method.Signature.Parameters.Where(static p => p.Local.Type.IsView))
        {
            definitions[parameter.Local.Id] = (parameter.Local, [new LocalExpression(parameter.Local)]);
        }

        foreach (IrStatement statement in method.Body.AllStatements())
        {
            if (statement.StoredValue() is { } value && statement.DefinedLocal() is { Type.IsView: true } local)
            {
                if (!definitions.TryGetValue(local.Id, out (IrLocal Local, List<IrExpression> Values) entry))
                {
                    definitions[local.Id] = entry = (local, []);
                }

                entry.Values.Add(value);
            }
        }

        return Choose(method, definitions.Values.ToArray(), locals);
    }

    private static Dictionary<int, ViewChoice> Choose(MethodIr method, IReadOnlyList<(IrLocal Local, List<IrExpression> Values)> definitions, LocalFactory locals)
    {
        ViewRoots roots = ViewRoots.Analyze(method.Body);
        HashSet<int> several = Several(definitions);
        HashSet<int> slicedClasses = [.. definitions
            .Where(d => several.Contains(d.Local.Id) && d.Values.Any(static v => v is ViewExpression { Start: not null }))
            .Select(d => roots.ClassOf(d.Local))];
        var choices = new Dictionary<int, ViewChoice>();
        foreach ((IrLocal variable, List<IrExpression> _) in definitions.Where(d => several.Contains(d.Local.Id)))
        {
            int memory = roots.ClassOf(variable);
            IrExpression[] values = [.. definitions.Where(d => several.Contains(d.Local.Id) && roots.ClassOf(d.Local) == memory).SelectMany(static d => d.Values)];
            IrLocal[] candidates = values
                .Where(static v => !IsNothing(v))
                .Select(v => IsRow(v) ? throw Refused(variable) : v.Root() ?? throw Refused(variable))
                .Where(root => !several.Contains(root.Id))
                .GroupBy(static root => root.Id).Select(static g => g.First()).ToArray();
            if (!candidates.All(candidate => Outlives(candidate, variable, method)))
            {
                throw Refused(variable);
            }

            ViewChoice choice = new(variable, candidates, values.Any(IsNull), slicedClasses.Contains(memory), locals);
            choices[variable.Id] = choice is { _mayBeNull: true, IsArray: false } ? throw Refused(variable) : choice;
        }

        return choices;
    }

    /// <summary>The variables with several definitions, and those that pass what one of them names on to another, as a swap does.</summary>
    private static HashSet<int> Several(IReadOnlyList<(IrLocal Local, List<IrExpression> Values)> definitions)
    {
        HashSet<int> several = [.. definitions.Where(static d => d.Values.Count > 1).Select(static d => d.Local.Id)];
        bool changed = several.Count > 0;
        while (changed)
        {
            HashSet<int> sources = [.. definitions.Where(d => several.Contains(d.Local.Id)).SelectMany(static d => d.Values).Select(static v => v.Root()?.Id ?? -1)];
            IEnumerable<int> passing = definitions
                .Where(d => sources.Contains(d.Local.Id) && d.Values.Any(v => v.Root() is { } root && several.Contains(root.Id)))
                .Select(static d => d.Local.Id);
            changed = passing.ToArray().Count(several.Add) > 0;
        }

        return several;
    }

    private static ReverseNotSupportedException Refused(IrLocal variable) =>
        new($"the array or span variable '{variable.Name}', which is given new memory in a loop or a branch");

    // Of an array of arrays there is one for every row, and which one is not known here.
    private static bool IsRow(IrExpression view) =>
        view.Type is ArrayType { IsJagged: true } or ArrayType { Rank: > 1 } || view.SelfAndDescendants().Any(static e => e is ElementExpression { Type.IsView: true });

    // Memory made in a block is given back at its end; a variable that lives longer cannot name it.
    private static bool Outlives(IrLocal memory, IrLocal variable, MethodIr method)
    {
        Region top = Region.Build(method.Body);
        Region? made = Declaration(memory), used = Declaration(variable);
        return made is null || (used is not null && used.IsWithin(made));

        Region? Declaration(IrLocal local) => top.AllSteps().FirstOrDefault(step => step.Statement is DeclareStatement declare && declare.Local.Id == local.Id)?.Region;
    }

    // A variable that is given its memory later, in one branch or another; or that the user gave none.
    private static bool IsNothing(IrExpression value) => value is ConstantExpression { IsNoMemory: true } || IsNull(value);

    // What the user may ask for, or trip over.
    private static bool IsNull(IrExpression value) => value is ConstantExpression { IsNull: true };

    private bool IsChosen => _candidates.Count + (_mayBeNull ? 1 : 0) > 1;

    public IEnumerable<IrStatement> Declarations() =>
        new[] { IsChosen ? _which : null, _start, _length }.OfType<IrLocal>().Select(static local => new DeclareStatement(local, ConstantExpression.Integer(0)));

    /// <summary>The numbers for a new value of the variable.</summary>
    public IEnumerable<IrStatement> Assign(IrExpression value, IReadOnlyDictionary<int, ViewChoice> choices)
    {
        if (IsNothing(value))
        {
            if (IsNull(value) && IsChosen)
            {
                yield return Set(_which, ConstantExpression.Integer(_candidates.Count));
            }

            yield break;
        }

        IrLocal root = value.Root()!;
        choices.TryGetValue(root.Id, out ViewChoice? source);
        if (IsChosen && source != this)
        {
            yield return Set(_which, source is null ? ConstantExpression.Integer(Index(root)) : new LocalExpression(source._which));
        }

        if (_start is null)
        {
            yield break;
        }

        IrExpression whole = source is null ? Spans.Length(root) : new LocalExpression(source._length!);
        if (value is ViewExpression slice && SliceCheck.Create(slice, whole) is { } check)
        {
            yield return check;
        }

        IrExpression start = value is ViewExpression { Start: { } s } ? s : ConstantExpression.Integer(0);
        IrExpression length = value is ViewExpression { Length: { } l } ? l : Integers.Subtract(whole, start);
        if (source != this || start is not ConstantExpression { Bits: 0 })
        {
            yield return Set(_start, source is null ? start : Integers.Add(new LocalExpression(source._start!), start));
        }

        yield return Set(_length!, length);
    }

    /// <summary>The view that the numbers describe.</summary>
    /// <param name="declared">The locals declared so far: memory that is made later is none that the variable names here.</param>
    public IrExpression View(HashSet<int> declared) => Among(declared, Part, _mayBeNull ? new ConstantExpression(Type, 0, "null!") : null);

    /// <summary>The length of that view, from the numbers alone.</summary>
    public IrExpression Length(HashSet<int> declared) => _length is not null ? new LocalExpression(_length) : _mayBeNull ? throw Refused(Variable) : Among(declared, Spans.Length, null);

    private IrExpression Among(HashSet<int> declared, Func<IrLocal, IrExpression> part, IrExpression? otherwise)
    {
        IrExpression? chosen = otherwise;
        for (int i = _candidates.Count - 1; i >= 0; i--)
        {
            if (declared.Contains(_candidates[i].Id))
            {
                chosen = chosen is null ? part(_candidates[i]) : new ConditionalExpression(new LocalExpression(_which).IsEqual(ConstantExpression.Integer(i)), part(_candidates[i]), chosen);
            }
        }

        return chosen ?? throw new InvalidOperationException($"{Variable} is used before it names any memory.");
    }

    private IrExpression Part(IrLocal memory) => IsArray ? new LocalExpression(memory) : new ViewExpression(
        new LocalExpression(memory),
        _start is null ? null : new LocalExpression(_start),
        _length is null ? null : new LocalExpression(_length),
        Type);

    private int Index(IrLocal memory)
    {
        for (int i = 0; i < _candidates.Count; i++)
        {
            if (_candidates[i].Id == memory.Id)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"{memory} is not among the memory that {Variable} may name.");
    }

    private static AssignStatement Set(IrLocal number, IrExpression value) => new(new LocalExpression(number), value);
}
