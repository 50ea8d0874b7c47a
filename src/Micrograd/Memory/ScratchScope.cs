using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Micrograd;

/// <summary>One call's part of the thread's scratch memory. Used by generated code.</summary>
/// <remarks>
/// A strict stack: <see cref="Release{T}"/> and <see cref="Pop{T}"/> undo <see cref="Take{T}"/> and <see cref="Push{T}"/> in reverse order,
/// freely interleaved. Everything is aligned to 8 bytes. A copy of the scope is the same scope; only one of them may be disposed.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref struct ScratchScope
{
    private readonly ScratchStack _stack;
    private readonly string _method;
    private readonly byte* _mark;
    private readonly int _markBlock;
    private readonly int _markObjects;

    internal ScratchScope(ScratchStack stack, string method)
    {
        _stack = stack;
        _method = method;
        _mark = stack.Top;
        _markBlock = stack.Block;
        _markObjects = stack.Objects;
        stack.Depth++;
    }

    /// <summary>Takes a block of elements whose contents are undefined.</summary>
    /// <typeparam name="T">The element type; it holds no references.</typeparam>
    /// <param name="length">The number of elements.</param>
    /// <returns>The block, valid until it is released and something else is taken.</returns>
    /// <exception cref="OverflowException"><paramref name="length"/> is negative, as where an array of that length is made.</exception>
    /// <exception cref="InsufficientMemoryException">Memory ran out; the message names the method.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Take<T>(int length)
    {
        nint bytes = ScratchStack.SizeOf<T>(length);
        ScratchStack stack = _stack;
        byte* start = stack.Top;
        if (bytes > stack.End - start)
        {
            start = stack.Advance(bytes, _method);
        }

        stack.Top = start + bytes;
        return new Span<T>(start, length);
    }

    /// <summary>Takes a block of elements that are all zero.</summary>
    /// <inheritdoc cref="Take{T}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> TakeCleared<T>(int length)
    {
        Span<T> block = Take<T>(length);
        block.Clear();
        return block;
    }

    /// <summary>Releases the block that was taken last and is not yet released. Its contents stay valid until the next take or push.</summary>
    /// <typeparam name="T">The element type that it was taken with.</typeparam>
    /// <param name="length">The length that it was taken with.</param>
    /// <returns>The block.</returns>
    /// <exception cref="OverflowException"><paramref name="length"/> is negative, as where an array of that length is made.</exception>
    /// <exception cref="InvalidOperationException">No block of that size was taken last.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Release<T>(int length)
    {
        nint bytes = ScratchStack.SizeOf<T>(length);
        ScratchStack stack = _stack;
        if (bytes > stack.Top - stack.Start)
        {
            stack.Retreat(bytes);
        }

        byte* start = stack.Top - bytes;
        stack.Top = start;
        return new Span<T>(start, length);
    }

    /// <summary>Pushes one value of at most 8 bytes.</summary>
    /// <typeparam name="T">The type of the value; it holds no references.</typeparam>
    /// <param name="value">The value.</param>
    /// <exception cref="InsufficientMemoryException">Memory ran out; the message names the method.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push<T>(T value)
    {
        ScratchStack.RequireSlot<T>();
        ScratchStack stack = _stack;
        byte* top = stack.Top;
        if (top == stack.End)
        {
            top = stack.Advance(ScratchStack.SlotSize, _method);
        }

        Unsafe.Write(top, value);
        stack.Top = top + ScratchStack.SlotSize;
    }

    /// <summary>Pops the value that was pushed last.</summary>
    /// <typeparam name="T">The type that it was pushed with.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">Nothing is left to pop.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Pop<T>()
    {
        ScratchStack.RequireSlot<T>();
        ScratchStack stack = _stack;
        if (stack.Top == stack.Start)
        {
            stack.Retreat(ScratchStack.SlotSize);
        }

        byte* top = stack.Top - ScratchStack.SlotSize;
        stack.Top = top;
        return Unsafe.Read<T>(top);
    }

    /// <summary>Pushes a value of any type: an object, such as the instance that a method was called on, or a struct of any size.</summary>
    /// <typeparam name="T">The type of the value. A struct that <see cref="Push{T}"/> does not take is boxed.</typeparam>
    /// <param name="value">The value.</param>
    /// <exception cref="InsufficientMemoryException">Memory ran out; the message names the method.</exception>
    public void Keep<T>(T value)
    {
        if (ScratchStack.FitsSlot<T>())
        {
            Push(value);
        }
        else
        {
            _stack.KeepObject(value);
        }
    }

    /// <summary>Pops the value that was kept last.</summary>
    /// <typeparam name="T">The type that it was kept with.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">Nothing is left to pop.</exception>
    public T Recall<T>() => ScratchStack.FitsSlot<T>() ? Pop<T>() : (T)_stack.RecallObject()!;

    /// <summary>Releases everything that was taken or pushed since the scope was opened.</summary>
    public void Dispose()
    {
        // default(ScratchScope) opened nothing.
        _stack?.Unwind(_markBlock, _mark, _markObjects);
    }
}
