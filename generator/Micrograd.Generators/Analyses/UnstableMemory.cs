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
        HashSet<int> unstable = [];
        HashSet<IrType> kept = [];
        bool changesState = false;
        foreach (IrStatement statement in body.AllStatements())
        {
            kept.UnionWith(KeptArrays.Of(statement).Select(static array => ViewRoots.Number(array.Type)));
            if (statement is OpaqueStatement { LeavesMethod: false } text)
            {
                changesState |= text.ChangesState;
                Add(text.Arguments);
            }

            foreach (OpaqueExpression opaque in statement.Expressions().SelectMany(static e => e.SelfAndDescendants()).OfType<OpaqueExpression>())
            {
                changesState |= opaque.ChangesState;
                Add(opaque.IsRead ? default : opaque.Arguments);
            }
        }

        // What lies outside may be an array of the method's that text has kept.
        unstable.UnionWith(changesState ? foreign : body.AllStatements().Select(ViewRoots.Given).OfType<(IrLocal View, IrExpression)>()
            .Where(given => kept.Contains(ViewRoots.Number(given.View.Type))).Select(given => varied.Roots.ClassOf(given.View)).Where(foreign.Contains));
        return unstable;

        void Add(EquatableArray<IrExpression> arguments)
        {
            foreach (IrLocal view in arguments.Where(static a => a.Type is ArrayType or SpanType { IsReadOnly: false }).Select(static a => a.Root()).OfType<IrLocal>())
            {
                if (!varied.IsVaried(view))
                {
                    unstable.Add(varied.Roots.ClassOf(view));
                }
            }
        }
    }
}
