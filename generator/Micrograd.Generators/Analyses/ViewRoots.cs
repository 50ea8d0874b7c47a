using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// Which views may name the same memory. A slice, a copy of a span or a swap puts two locals into one class; two parameters are
/// different memory, because overlapping arguments are refused where the method writes (semantics.md section 5).
/// </summary>
internal sealed class ViewRoots
{
    private readonly LocalSets _sets = new();

    public static ViewRoots Analyze(IEnumerable<IrStatement> body)
    {
        var roots = new ViewRoots();
        var outside = new Dictionary<IrType, int>();
        foreach (IrStatement statement in body.AllStatements())
        {
            (IrLocal? target, IrExpression? value) = statement switch
            {
                DeclareStatement s => (s.Local, s.Value),
                AssignStatement { Target: LocalExpression local } s => (local.Local, s.Value),
                _ => (null, null),
            };
            if (target is { Type.IsView: true } && value is not null)
            {
                foreach (IrLocal source in Sources(value))
                {
                    roots._sets.Union(target.Id, source.Id);
                }

                // Code that is kept as text may give out the same memory twice.
                if (IsOutside(value))
                {
                    IrType element = Element(target.Type);
                    roots._sets.Union(target.Id, outside.TryGetValue(element, out int other) ? other : outside[element] = target.Id);
                }
            }
        }

        return roots;
    }

    /// <summary>A number for the memory that a view local may name; equal for locals that may share memory.</summary>
    public int ClassOf(IrLocal view) => _sets.Find(view.Id);

    private static IEnumerable<IrLocal> Sources(IrExpression value) => value is ConditionalExpression choice
        ? Sources(choice.WhenTrue).Concat(Sources(choice.WhenFalse))
        : value is OpaqueExpression opaque ? opaque.Arguments.Where(static a => a.Type.IsView).SelectMany(Sources)
        : value.Root() is { } root ? [root] : [];

    /// <summary>The view is of memory that code kept as text gave out.</summary>
    public static bool IsOutside(IrExpression value) => value switch
    {
        OpaqueExpression { Arguments.Count: 0, Template: "null" or "default" } => false,
        OpaqueExpression => true,
        ConditionalExpression choice => IsOutside(choice.WhenTrue) || IsOutside(choice.WhenFalse),
        ViewExpression view => IsOutside(view.Source),
        _ => false,
    };

    private static IrType Element(IrType view) => view switch { ArrayType array => array.Element, SpanType span => span.Element, _ => view };
}
