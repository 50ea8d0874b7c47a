namespace Micrograd.Generators.Ir;

/// <summary>The arrays that a statement gives to code kept as text, which may put them into an object and give them out again.</summary>
internal static class KeptArrays
{
    public static IEnumerable<IrLocal> Of(IrStatement statement)
    {
        IEnumerable<IrExpression> given = statement is OpaqueStatement { LeavesMethod: false } text ? text.Arguments : [];
        return given.Concat(statement.Expressions().SelectMany(static e => e.SelfAndDescendants()).OfType<OpaqueExpression>().Where(static o => !o.IsRead && !o.ComparesReferences).SelectMany(static o => o.Arguments))
            .Where(static a => a.Type is ArrayType)
            .Select(static a => a.Root())
            .OfType<IrLocal>();
    }
}
