using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// Memory in which no derivative may be stored: [NoDiff] parameters, [Parameter] members, and what comes from C# that is kept as text, such as a static
/// array or the result of a [NoDiff] method. By class of views, so that a slice or an alias of it counts too.
/// </summary>
internal static class ForeignMemory
{
    public static HashSet<int> Of(MethodIr method, ViewRoots roots)
    {
        HashSet<int> foreign = OfOpaqueCode(method.Body, roots);
        foreign.UnionWith(method.Signature.Parameters.Where(static p => (p.Role == ParameterRole.Constant || p.State is not null) && p.Local.Type.IsView).Select(p => roots.ClassOf(p.Local)));
        return foreign;
    }

    /// <summary>Without the parameters: memory that is neither the method's nor its caller's.</summary>
    public static HashSet<int> OfOpaqueCode(IEnumerable<IrStatement> body, ViewRoots roots)
    {
        HashSet<int> foreign = [];
        foreach (IrStatement statement in body.AllStatements())
        {
            if (ViewRoots.Given(statement) is var (target, value) && ViewRoots.IsOutside(value))
            {
                foreign.Add(roots.ClassOf(target));
            }
        }

        return foreign;
    }
}
