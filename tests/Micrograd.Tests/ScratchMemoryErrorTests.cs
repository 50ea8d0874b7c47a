namespace Micrograd.Tests;

/// <summary>Misuse of scratch memory, and its end.</summary>
public sealed class ScratchMemoryErrorTests
{
    [Fact]
    public void NegativeLength_ThrowsWhatAnArrayThrows()
    {
        OverflowException e = Assert.Throws<OverflowException>(static () =>
        {
            using ScratchScope scope = ScratchMemory.Enter("f");
            scope.Take<double>(-1);
        });
        Assert.Contains("-1", e.Message, StringComparison.Ordinal);
    }

    // 2^31 structs of 64 bytes are 128 GiB: more than an array holds, on every machine.
    [Fact]
    public void OutOfMemory_NamesTheMethod()
    {
        using ScratchScope scope = ScratchMemory.Enter("Model.Loss");
        InsufficientMemoryException? caught = null;
        try
        {
            scope.Take<System.Numerics.Matrix4x4>(int.MaxValue);
        }
        catch (InsufficientMemoryException e)
        {
            caught = e;
        }

        Assert.Contains("Model.Loss", caught?.Message);
        scope.Push(1.0);
        Assert.Equal(1.0, scope.Pop<double>());
    }

    [Fact]
    public void OutOfMemory_KeepsNothing()
    {
        ScratchMemory.Trim();
        Assert.Throws<InsufficientMemoryException>(static () =>
        {
            using ScratchScope scope = ScratchMemory.Enter("f");
            scope.Push(1.0);
            scope.Take<System.Numerics.Matrix4x4>(int.MaxValue);
        });
        Assert.Equal(0, ScratchMemory.BytesReserved);

        using ScratchScope next = ScratchMemory.Enter("g");
        next.Push(2.0);
        Assert.Equal(2.0, next.Pop<double>());
    }

    [Fact]
    public void ReleaseOutOfOrder_Throws()
    {
        Assert.Throws<InvalidOperationException>(static () =>
        {
            using ScratchScope scope = ScratchMemory.Enter("f");
            scope.Take<double>(2);
            scope.Release<double>(3);
        });
        Assert.Equal(0, ScratchMemory.BytesInUse);
    }

    [Fact]
    public void PopFromEmpty_Throws()
    {
        ScratchMemory.Trim();
        Assert.Throws<InvalidOperationException>(static () =>
        {
            using ScratchScope scope = ScratchMemory.Enter("f");
            scope.Pop<double>();
        });
    }
}
