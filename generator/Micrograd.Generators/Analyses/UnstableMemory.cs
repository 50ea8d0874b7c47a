using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// Memory of constants that code kept as text may change, by class of views: arrays it is given, and what lies outside the method
/// where it may run any code of the user's. The reverse sweep comes too late to read such memory.
/// </summary>
internal static class UnstableMemory
{
    public static HashSet<int> Of(EquatableArray<IrStatement> body, VariedFacts varied, HashSet<int> foreign)
    {
        TextEffects effects = TextEffects.Of(body);
        HashSet<IrType> kept = [.. body.AllStatements().SelectMany(KeptArrays.Of).Select(static array => ViewRoots.Number(array.Type))];
        HashSet<int> unstable = [.. effects.Given.Where(view => !varied.IsVaried(view)).Select(varied.Roots.ClassOf)];

        // What lies outside may be an array of the method's that text has kept.
        unstable.UnionWith(effects.ChangesState ? foreign : body.AllStatements().Select(ViewRoots.Given).OfType<(IrLocal View, IrExpression)>()
            .Where(given => kept.Contains(ViewRoots.Number(given.View.Type))).Select(given => varied.Roots.ClassOf(given.View)).Where(foreign.Contains));
        return unstable;
    }
}
