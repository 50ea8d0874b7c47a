using System.Runtime.CompilerServices;

namespace Micrograd;

/// <summary>A thread's stack of chained blocks. A frame never straddles two blocks and a block never moves.</summary>
/// <remarks>
/// Blocks are pinned managed arrays: the garbage collector's memory limit applies to them and a dead thread's blocks need no finalizer.
/// Invariant: <see cref="Start"/> ≤ <see cref="Top"/> ≤ <see cref="End"/> lie in block <see cref="Block"/>; of every earlier block the used part is known; later blocks are free.
/// A frame that is not in the current block, because <c>Top == Start</c>, ends where the block before it was left: so going back is deterministic.
/// </remarks>
internal sealed unsafe class ScratchStack
{
    /// <summary>The size of a pushed value and the alignment of everything.</summary>
    internal const int SlotSize = 8;

    private const nint FirstBlockBytes = 64 * 1024;

    // Doubling further would reserve far more than is used.
    private const nint LargestDoubledBlockBytes = 256 * 1024 * 1024;

    internal byte* Top;
    internal byte* End;
    internal byte* Start;
    internal int Depth;

    private readonly List<ulong[]> _blocks = [];
    private readonly List<nint> _used = [];
    private readonly List<object?> _objects = [];
    private bool _ranShort;

    /// <summary>The number of objects kept: they lie beside the blocks, where the garbage collector finds them.</summary>
    internal int Objects => _objects.Count;

    internal int Block { get; private set; } = -1;

    internal long BytesInUse
    {
        get
        {
            long bytes = Top - Start;
            for (int i = 0; i < Block; i++)
            {
                bytes += _used[i];
            }

            return bytes;
        }
    }

    internal long BytesReserved
    {
        get
        {
            long bytes = 0;
            foreach (ulong[] block in _blocks)
            {
                bytes += BytesOf(block);
            }

            return bytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint SizeOf<T>(int length)
    {
        if (length < 0)
        {
            ThrowNegative(length);
        }

        return (((nint)length * Unsafe.SizeOf<T>()) + (SlotSize - 1)) & ~(nint)(SlotSize - 1);
    }

    // A constant for the JIT.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool FitsSlot<T>() => Unsafe.SizeOf<T>() <= SlotSize && !RuntimeHelpers.IsReferenceOrContainsReferences<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void RequireSlot<T>()
    {
        if (!FitsSlot<T>())
        {
            ThrowTooLarge(typeof(T));
        }
    }

    /// <summary>Makes the next block that holds <paramref name="bytes"/> the current one and returns its start.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal byte* Advance(nint bytes, string method)
    {
        int next = Block + 1;
        int found = next;
        while (found < _blocks.Count && BytesOf(_blocks[found]) < bytes)
        {
            found++;
        }

        if (found == _blocks.Count)
        {
            ulong[] block = Allocate(bytes, method);
            _used.Add(0);
            _blocks.Add(block);
        }

        // Blocks from `next` on are free, so their order is.
        (_blocks[next], _blocks[found]) = (_blocks[found], _blocks[next]);
        if (Block >= 0)
        {
            _used[Block] = (nint)(Top - Start);
        }

        Enter(next, 0);
        return Top;
    }

    /// <summary>Goes back to the block in which the frame of <paramref name="bytes"/> that was taken last lies.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Retreat(nint bytes)
    {
        int block = Block;
        nint used = (nint)(Top - Start);
        while (used == 0 && block > 0)
        {
            block--;
            used = _used[block];
        }

        if (used < bytes)
        {
            throw new InvalidOperationException(
                $"Scratch memory is released out of order: {bytes} bytes are asked for, but the frame taken last has at most {used}. Release and pop in the reverse order of taking and pushing.");
        }

        Enter(block, used);
    }

    internal void KeepObject(object? value) => _objects.Add(value);

    internal object? RecallObject()
    {
        int last = _objects.Count - 1;
        if (last < 0)
        {
            throw new InvalidOperationException("No object is left on the scratch stack. Recall as often as something was kept.");
        }

        object? value = _objects[last];
        _objects.RemoveAt(last);
        return value;
    }

    internal void Unwind(int block, byte* mark, int objects)
    {
        Depth--;
        if (_objects.Count > objects)
        {
            _objects.RemoveRange(objects, _objects.Count - objects);
        }

        if (_ranShort && Depth == 0)
        {
            // What did not suffice is kept from nobody who gets along with less.
            Forget();
        }
        else if (block == Block)
        {
            Top = mark;
        }
        else
        {
            UnwindBlocks(block, mark);
        }
    }

    /// <summary>Drops the free blocks; true where nothing is left to keep the stack for.</summary>
    internal bool Trim()
    {
        if (Depth == 0)
        {
            return true;
        }

        int kept = Block + 1;
        _blocks.RemoveRange(kept, _blocks.Count - kept);
        _used.RemoveRange(kept, _used.Count - kept);
        return false;
    }

    private void Forget()
    {
        _blocks.Clear();
        _used.Clear();
        Block = -1;
        Top = End = Start = null;
        _ranShort = false;
    }

    private static nint BytesOf(ulong[] block) => (nint)block.Length * sizeof(ulong);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UnwindBlocks(int block, byte* mark)
    {
        if (block < 0)
        {
            // The scope was opened before the first block existed.
            Enter(0, 0);
            return;
        }

        Enter(block, 0);
        Top = mark;
    }

    private void Enter(int block, nint used)
    {
        ulong[] array = _blocks[block];
        Block = block;
        Start = (byte*)Unsafe.AsPointer(ref array[0]);
        End = Start + BytesOf(array);
        Top = Start + used;
    }

    private ulong[] Allocate(nint bytes, string method)
    {
        nint largest = 0;
        foreach (ulong[] block in _blocks)
        {
            largest = Math.Max(largest, BytesOf(block));
        }

        // A large block is a convenience: where memory runs short, a smaller one is asked for, but none so small that the next push
        // would have to ask again.
        nint least = Math.Max(bytes, FirstBlockBytes);
        nint size = Math.Max(Math.Clamp(2 * largest, FirstBlockBytes, LargestDoubledBlockBytes), bytes);
        while (true)
        {
            try
            {
                return AllocateArray(size);
            }
            catch (OutOfMemoryException) when (size > least)
            {
                size = Math.Max(size / 2, least);
            }
            catch (OutOfMemoryException e)
            {
                _ranShort = true;
                throw OutOfMemory(bytes, method, e);
            }
        }
    }

    private static ulong[] AllocateArray(nint bytes)
    {
        nint length = bytes / sizeof(ulong);
        return length <= Array.MaxLength
            ? GC.AllocateUninitializedArray<ulong>((int)length, pinned: true)
            : throw new OutOfMemoryException();
    }

    private InsufficientMemoryException OutOfMemory(nint bytes, string method, OutOfMemoryException inner) => new(
        $"The gradient of '{method}' needs {bytes} more bytes of scratch memory than the {BytesInUse} it holds, and memory has run out. Differentiate fewer samples at a time, or record less per iteration.",
        inner);

    // What `new T[length]` throws: local arrays of the method are taken here.
    private static void ThrowNegative(int length) =>
        throw new OverflowException($"The length of an array must not be negative; it is {length}.");

    private static void ThrowTooLarge(Type type) =>
        throw new ArgumentException($"'{type}' has more than {SlotSize} bytes or holds references, and cannot be pushed as one value; take a block of it.");
}
