using System.ComponentModel;

namespace Micrograd;

/// <summary>The memory in which generated gradients keep what their reverse sweep needs: a stack of pooled blocks for each thread.</summary>
/// <remarks>Blocks are kept between calls, so that a gradient allocates nothing once it has run. Threads do not share blocks.</remarks>
public static class ScratchMemory
{
    [ThreadStatic]
    private static ScratchStack? _current;

    /// <summary>The number of bytes that are taken and not yet released on this thread; 0 when every gradient has returned.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static long BytesInUse => _current?.BytesInUse ?? 0;

    /// <summary>The number of bytes in this thread's blocks, in use or pooled.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static long BytesReserved => _current?.BytesReserved ?? 0;

    /// <summary>Gives this thread's pooled blocks back to the garbage collector. Blocks that a gradient is using at the moment stay.</summary>
    public static void Trim()
    {
        if (_current is { } stack && stack.Trim())
        {
            _current = null;
        }
    }

    /// <summary>Opens a scope on this thread's stack. Generated code; dispose it on the same thread, in reverse order of opening.</summary>
    /// <param name="method">The method that an <see cref="InsufficientMemoryException"/> names.</param>
    /// <returns>The scope. Disposing it releases what was taken since.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ScratchScope Enter(string method) => new(_current ??= new ScratchStack(), method);
}
