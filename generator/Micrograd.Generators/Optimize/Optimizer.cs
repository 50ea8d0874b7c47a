using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Optimize;

/// <summary>The value-preserving passes over both sweeps, in their fixed order.</summary>
internal static class Optimizer
{
    /// <param name="statements">A method body.</param>
    /// <param name="firstGeneratedLocal">Locals from this id on are not the user's.</param>
    /// <param name="adjoints">The locals that hold adjoints.</param>
    /// <param name="scattered">Views whose elements do not lie side by side.</param>
    public static EquatableArray<IrStatement> Optimize(EquatableArray<IrStatement> statements, int firstGeneratedLocal, IReadOnlyCollection<int> adjoints, IReadOnlyCollection<int> scattered)
    {
        statements = new ConstantFolding(adjoints).RewriteBlock(statements);
        statements = new FirstContribution(adjoints).Run(statements);
        statements = DeadReset.Run(statements);
        statements = CopyPropagation.Run(statements, firstGeneratedLocal);
        statements = new ConstantFolding(adjoints).RewriteBlock(statements);
        return new ScaledAccumulation(adjoints, scattered).RewriteBlock(statements);
    }
}
