using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// Which views may name the same memory. A slice, a copy of a span or a swap puts two locals into one class; two parameters are
/// different memory, because overlapping arguments are refused where the method writes (semantics.md section 5).
/// </summary>
internal sealed class ViewRoots
{
    private readonly Dictionary<int, int> _parent = [];

    public static ViewRoots Analyze(IEnumerable<IrStatement> body)
    {
        var roots = new ViewRoots();
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
                    roots.Union(target.Id, source.Id);
                }
            }
        }

        return roots;
    }

    /// <summary>A number for the memory that a view local may name; equal for locals that may share memory.</summary>
    public int ClassOf(IrLocal view) => Find(view.Id);

    private static IEnumerable<IrLocal> Sources(IrExpression value) => value is ConditionalExpression choice
        ? Sources(choice.WhenTrue).Concat(Sources(choice.WhenFalse))
        : value.Root() is { } root ? [root] : [];

    private void Union(int left, int right)
    {
        (int a, int b) = (Find(left), Find(right));
        _parent[Math.Max(a, b)] = Math.Min(a, b);
    }

    private int Find(int id)
    {
        while (_parent.TryGetValue(id, out int parent) && parent != id)
        {
            id = parent;
        }

        return id;
    }
}
