using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Optimize;

/// <summary>The value-preserving passes over both sweeps, in their fixed order.</summary>
internal static class Optimizer
{
    public static EquatableArray<IrStatement> Optimize(EquatableArray<IrStatement> statements)
    {
        statements = new ConstantFolding().RewriteBlock(statements);
        return FirstContribution.Run(statements);
    }
}
