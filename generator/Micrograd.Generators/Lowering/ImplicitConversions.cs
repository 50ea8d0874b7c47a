using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>What the compiler wraps around an expression that the user wrote.</summary>
internal static class ImplicitConversions
{
    /// <summary>The expression that is converted.</summary>
    public static IOperation Peeled(this IOperation operation) => operation is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand.Peeled() : operation;
}
