using System.ComponentModel;

namespace Micrograd;

/// <summary>The memory in which generated gradients keep what their reverse sweep needs: a stack of pooled blocks for each thread.</summary>
/// <remarks>
/// Blocks are kept between calls, so that a gradient allocates nothing once it has run. Threads do not share blocks. There are two
/// stacks: the reverse sweep takes records off the one while local arrays and their adjoints come and go on the other.
/// </remarks>
public static class ScratchMemory
{
    [ThreadStatic]
    private static ScratchStack? _records;

    [ThreadStatic]
    private static ScratchStack? _arrays;

    /// <summary>The number of bytes that are taken and not yet released on this thread; 0 when every gradient has returned.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static long BytesInUse => (_records?.BytesInUse ?? 0) + (_arrays?.BytesInUse ?? 0);

    /// <summary>The number of bytes in this thread's blocks, in use or pooled.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static long BytesReserved => (_records?.BytesReserved ?? 0) + (_arrays?.BytesReserved ?? 0);

    /// <summary>Gives this thread's pooled blocks back to the garbage collector. Blocks that a gradient is using at the moment stay.</summary>
    public static void Trim()
    {
        _records = Trimmed(_records);
        _arrays = Trimmed(_arrays);
    }

    /// <summary>Opens a scope on this thread's stack of records. Generated code; dispose it on the same thread, in reverse order of opening.</summary>
    /// <param name="method">The method that an <see cref="InsufficientMemoryException"/> names.</param>
    /// <returns>The scope. Disposing it releases what was taken since.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ScratchScope Enter(string method) => new(_records ??= new ScratchStack(), method);

    /// <summary>Opens a scope on this thread's stack of local arrays. Generated code; dispose it on the same thread, in reverse order of opening.</summary>
    /// <param name="method">The method that an <see cref="InsufficientMemoryException"/> names.</param>
    /// <returns>The scope. Disposing it releases what was taken since.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ScratchScope EnterArrays(string method) => new(_arrays ??= new ScratchStack(), method);

    private static ScratchStack? Trimmed(ScratchStack? stack) => stack is null || stack.Trim() ? null : stack;
}
