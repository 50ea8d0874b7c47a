namespace Micrograd.Generators.Ir;

/// <summary>
/// Which views may name the same memory. A slice, a copy of a span, a swap or a row stored in an array of arrays puts two locals into one
/// class; two parameters are different memory, because overlapping arguments are refused where the method writes (semantics.md section 5).
/// </summary>
internal sealed class ViewRoots
{
    private readonly LocalSets _sets = new();
    private readonly Dictionary<IrType, int> _outside = [];

    public static ViewRoots Analyze(IEnumerable<IrStatement> body) => Of(body.AllStatements());

    /// <summary>What variables name, arrays of arrays by themselves: one that holds a row of another is not that other.</summary>
    public static ViewRoots OfVariables(IEnumerable<IrStatement> body) => Of(body.AllStatements().Where(static s => s.DefinedLocal() is not null));

    private static ViewRoots Of(IEnumerable<IrStatement> statements)
    {
        var roots = new ViewRoots();
        foreach (IrStatement statement in statements)
        {
            roots.Note(statement);
        }

        return roots;
    }

    /// <summary>Takes in what the statement itself does; not those nested in it.</summary>
    public void Note(IrStatement statement)
    {
        if (Given(statement) is not (var target, var value))
        {
            return;
        }

        foreach (IrLocal source in Sources(value))
        {
            _sets.Union(target.Id, source.Id);
        }

        // Code that is kept as text may give out the same memory twice.
        if (IsOutside(value))
        {
            IrType element = Element(value.Type);
            _sets.Union(target.Id, _outside.TryGetValue(element, out int other) ? other : _outside[element] = target.Id);
        }
    }

    /// <summary>A number for the memory that a view local may name; equal for locals that may share memory.</summary>
    public int ClassOf(IrLocal view) => _sets.Find(view.Id);

    /// <summary>The local that the statement gives a view, to name it or to hold it as a row, and that view.</summary>
    public static (IrLocal Target, IrExpression Value)? Given(IrStatement statement)
    {
        IrLocal? target = statement is AssignStatement { Target: ElementExpression { Type.IsView: true } row } ? row.Root() : statement.DefinedLocal();
        return target is { Type.IsView: true } && statement.StoredValue() is { } value ? (target, value) : null;
    }

    /// <summary>The view is of memory that code kept as text gave out.</summary>
    public static bool IsOutside(IrExpression value) => value switch
    {
        OpaqueExpression { Arguments.Count: 0, Template: "null" or "default" } => false,
        OpaqueExpression => true,
        ConditionalExpression choice => IsOutside(choice.WhenTrue) || IsOutside(choice.WhenFalse),
        ViewExpression view => IsOutside(view.Source),
        _ => false,
    };

    /// <summary>The locals whose memory a view may be, or lie in.</summary>
    public static IEnumerable<IrLocal> Sources(IrExpression value) => value is ConditionalExpression choice
        ? Sources(choice.WhenTrue).Concat(Sources(choice.WhenFalse))
        : value is OpaqueExpression opaque ? opaque.Arguments.Where(static a => a.Type.IsView).SelectMany(Sources)
        : value.Root() is { } root ? [root] : [];

    /// <summary>What an array or span holds in the end, rows of rows left aside.</summary>
    public static IrType Number(IrType type) => type.IsView ? Number(Element(type)) : type;

    private static IrType Element(IrType view) => view switch { ArrayType array => array.Element, SpanType span => span.Element, _ => view };
}
