namespace Micrograd.Tests;

public sealed class ScratchMemoryTests
{
    [Fact]
    public void TakeAndPush_Interleaved_ComeBackInReverse()
    {
        using (ScratchScope scope = ScratchMemory.Enter("f"))
        {
            scope.Push(1.5);
            Span<float> floats = scope.Take<float>(3);
            floats.Fill(2.5f);
            scope.Push(true);
            scope.Push(7);
            scope.Take<int>(0);

            Assert.Equal(0, scope.Release<int>(0).Length);
            Assert.Equal(7, scope.Pop<int>());
            Assert.True(scope.Pop<bool>());
            Assert.Equal([2.5f, 2.5f, 2.5f], scope.Release<float>(3).ToArray());
            Assert.Equal(1.5, scope.Pop<double>());
        }

        Assert.Equal(0, ScratchMemory.BytesInUse);
    }

    // 200,000 values need several blocks: going back must find each of them, whatever was left unused at its end.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void ManyBlocks_FramesOfUnevenSize_ComeBackInReverse(int largest)
    {
        using ScratchScope scope = ScratchMemory.Enter("f");
        const int Frames = 3000;
        for (int i = 0; i < Frames; i++)
        {
            Span<int> frame = scope.Take<int>(i % largest);
            frame.Fill(i);
            scope.Push((double)i);
        }

        for (int i = Frames - 1; i >= 0; i--)
        {
            Assert.Equal(i, scope.Pop<double>());
            Span<int> frame = scope.Release<int>(i % largest);
            Assert.True(frame.IndexOfAnyExcept(i) < 0, $"frame {i}");
        }

        Assert.Equal(0, ScratchMemory.BytesInUse);
    }

    // At a block's border push, pop, push, pop must neither lose a value nor ask for memory again and again.
    [Fact]
    public void BlockBorder_PushedAndPoppedRepeatedly_KeepsValues()
    {
        using ScratchScope scope = ScratchMemory.Enter("f");
        for (int i = 0; i < 8192 + 1; i++)
        {
            scope.Push((long)i);
        }

        long reserved = ScratchMemory.BytesReserved;
        for (int round = 0; round < 100; round++)
        {
            Assert.Equal(8192, scope.Pop<long>());
            Assert.Equal(8191, scope.Pop<long>());
            scope.Push(8191L);
            scope.Push(8192L);
        }

        Assert.Equal(reserved, ScratchMemory.BytesReserved);
    }

    [Fact]
    public void LargerThanABlock_GetsItsOwn()
    {
        using ScratchScope scope = ScratchMemory.Enter("f");
        scope.Push(1.0);
        Span<double> large = scope.Take<double>(1_000_000);
        large.Fill(3.0);
        scope.Push(2.0);

        Assert.Equal(2.0, scope.Pop<double>());
        Assert.Equal(3.0, scope.Release<double>(1_000_000)[999_999]);
        Assert.Equal(1.0, scope.Pop<double>());
    }

    // The first push of the second block is popped, and then something comes that only a third block holds: the second stays empty in between.
    [Fact]
    public void EmptyBlockInBetween_IsSkippedGoingBack()
    {
        ScratchMemory.Trim();
        using ScratchScope scope = ScratchMemory.Enter("f");
        scope.Take<double>(8192).Fill(1.0);
        scope.Push(2.0);
        scope.Pop<double>();
        scope.Take<double>(100_000).Fill(3.0);

        Assert.Equal(3.0, scope.Release<double>(100_000)[0]);
        Assert.Equal(1.0, scope.Release<double>(8192)[8191]);
        Assert.Equal(0, ScratchMemory.BytesInUse);
    }

    // A byte frame between doubles must not shift what follows: unaligned doubles are slow and atomics on them fail.
    [Fact]
    public unsafe void OddLength_NextFrameIsAligned()
    {
        using ScratchScope scope = ScratchMemory.Enter("f");
        scope.Take<byte>(3);
        fixed (double* p = scope.Take<double>(1))
        {
            Assert.Equal(0, (nint)p % 8);
        }
    }

    [Fact]
    public void TakeCleared_AfterUse_IsZero()
    {
        using ScratchScope scope = ScratchMemory.Enter("f");
        scope.Take<double>(100).Fill(1.0);
        scope.Release<double>(100);

        Assert.True(scope.TakeCleared<double>(100).IndexOfAnyExcept(0.0) < 0);
    }

    [Fact]
    public void Exception_UnwindsToTheScope()
    {
        using ScratchScope outer = ScratchMemory.Enter("outer");
        outer.Push(4.0);
        long before = ScratchMemory.BytesInUse;
        Assert.Throws<FormatException>(TakeAndThrow);

        Assert.Equal(before, ScratchMemory.BytesInUse);
        Assert.Equal(4.0, outer.Pop<double>());

        static void TakeAndThrow()
        {
            using ScratchScope scope = ScratchMemory.Enter("inner");
            scope.Take<double>(100_000);
            scope.Push(1);
            throw new FormatException();
        }
    }

    [Fact]
    public void NestedScopes_EachUnwindsToItsOwnMark()
    {
        using (ScratchScope outer = ScratchMemory.Enter("outer"))
        {
            Span<double> kept = outer.Take<double>(10);
            kept.Fill(5.0);
            using (ScratchScope inner = ScratchMemory.Enter("inner"))
            {
                inner.Take<double>(50_000).Fill(6.0);
            }

            Assert.Equal(80, ScratchMemory.BytesInUse);
            outer.Take<double>(10).Fill(7.0);
            Assert.True(kept.IndexOfAnyExcept(5.0) < 0);
        }

        Assert.Equal(0, ScratchMemory.BytesInUse);
    }

    [Fact]
    public async Task Threads_DoNotShareMemory()
    {
        Task<bool>[] tasks = [.. Enumerable.Range(0, 4).Select(id => Task.Run(() => Work(id)))];

        Assert.All(await Task.WhenAll(tasks), Assert.True);

        static bool Work(int id)
        {
            for (int round = 0; round < 200; round++)
            {
                using ScratchScope scope = ScratchMemory.Enter("f");
                Span<int> frame = scope.Take<int>(5000);
                frame.Fill(id);
                Thread.Yield();
                if (frame.IndexOfAnyExcept(id) >= 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    [Fact]
    public void SteadyState_AllocatesNothing()
    {
        Use();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            Use();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Use()
        {
            using ScratchScope scope = ScratchMemory.Enter("f");
            for (int i = 1; i < 300; i++)
            {
                scope.Take<double>(i * 10);
                scope.Push(i);
            }
        }
    }

    // A method called in turn with small and large arrays must not make the pool grow with every call.
    [Fact]
    public void ChangingRequests_DoNotGrowThePool()
    {
        ScratchMemory.Trim();
        Use(1000, 2_000_000);
        Use(9000, 2_000_000);
        long reserved = ScratchMemory.BytesReserved;
        for (int i = 0; i < 20; i++)
        {
            Use(9000 + i, 2_000_000);
            Use(2_000_000, 100);
        }

        Assert.Equal(reserved, ScratchMemory.BytesReserved);
        Assert.True(reserved < 4 * 16_000_000, $"{reserved}");

        static void Use(int first, int second)
        {
            using ScratchScope scope = ScratchMemory.Enter("f");
            scope.Take<double>(first);
            scope.Take<double>(second);
        }
    }

    [Fact]
    public void Trim_Idle_ReturnsEverything()
    {
        using (ScratchScope scope = ScratchMemory.Enter("f"))
        {
            scope.Take<double>(100_000);
        }

        Assert.True(ScratchMemory.BytesReserved > 0);
        ScratchMemory.Trim();
        Assert.Equal(0, ScratchMemory.BytesReserved);
    }

    [Fact]
    public void Trim_InsideAScope_KeepsWhatIsInUse()
    {
        using ScratchScope scope = ScratchMemory.Enter("f");
        Span<double> kept = scope.Take<double>(100);
        kept.Fill(8.0);
        scope.Take<double>(100_000);
        scope.Release<double>(100_000);
        scope.Push(1.0);
        scope.Pop<double>();
        ScratchMemory.Trim();
        GC.Collect();

        scope.Take<double>(100_000).Fill(9.0);
        scope.Release<double>(100_000);
        Assert.True(scope.Release<double>(100).IndexOfAnyExcept(8.0) < 0);
    }
}
