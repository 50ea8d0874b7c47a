using Microsoft.CodeAnalysis;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>Members of <c>Complex</c> and the vectors of System.Numerics, field by field.</summary>
internal static class NumericsCalls
{
    private static readonly Dictionary<string, Func<NumericsCall, IrExpression>> Table = [];

    public static bool IsKnown(IMethodSymbol method) => TypeMapping.IsNumerics(method.ContainingType) && Table.ContainsKey(KeyOf(method));

    public static IrExpression Lower(LoweringScope scope, IMethodSymbol method, IReadOnlyList<IrExpression> operands, IrType type) =>
        Table[KeyOf(method)](new NumericsCall(scope, operands, type));

    private static string KeyOf(IMethodSymbol method) => CallResolution.KeyOf(method);
}

internal sealed record NumericsCall(LoweringScope Scope, IReadOnlyList<IrExpression> Operands, IrType Type);
