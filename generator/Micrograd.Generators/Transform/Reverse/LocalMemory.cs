using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>Where the memory of local arrays, their shadows and of records comes from: the stack where it is small and surely so, else pooled.</summary>
internal static class LocalMemory
{
    private const long MostOnStack = 128;

    /// <summary>Zeroed memory for a local array or shadow of a block.</summary>
    public static IrStatement Declare(IrLocal span, IrExpression length, bool isTop) =>
        isTop && FitsOnStack(span, length)
            ? new DeclareStatement(span, new NewArrayExpression([length], ArrayStorage.Stack, span.Type))
            : new TakeStatement(span, length, Cleared: true, ScratchStack.Arrays);

    // Of a type parameter it is not known that it is unmanaged, which `stackalloc` asks for.
    public static bool FitsOnStack(IrLocal span, IrExpression length) => Spans.Element(span.Type) is not TypeParameterType && length is ConstantExpression { Bits: >= 0 and <= MostOnStack };
}
