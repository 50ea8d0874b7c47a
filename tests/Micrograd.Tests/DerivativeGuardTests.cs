namespace Micrograd.Tests;

public sealed class DerivativeGuardTests
{
    [Fact]
    public void WrongLength_NamesParameterAndLengths()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => DerivativeGuard.RequireSameLength(3, 2, "dX"));
        Assert.Equal("dX", e.ParamName);
        Assert.Contains("3", e.Message);
        Assert.Contains("2", e.Message);
        DerivativeGuard.RequireSameLength(3, 3, "dX");
    }

    [Fact]
    public void NullArray_NamesParameter()
    {
        Assert.Equal("x", Assert.Throws<ArgumentNullException>(() => DerivativeGuard.RequireNotNull(null, "x")).ParamName);
        DerivativeGuard.RequireNotNull(new double[1], "x");
    }

    [Theory]
    [InlineData(0, 4, 3, 4, true)]
    [InlineData(3, 4, 0, 4, true)]
    [InlineData(0, 8, 2, 1, true)]
    [InlineData(0, 4, 4, 4, false)]
    [InlineData(4, 4, 0, 4, false)]
    [InlineData(0, 4, 2, 0, false)]
    public void SpansOfOneType_OverlapIsFound(int startA, int lengthA, int startB, int lengthB, bool overlaps)
    {
        double[] memory = new double[8];
        Exception? e = Record.Exception(() => DerivativeGuard.RequireNoOverlap<double>(
            memory.AsSpan(startA, lengthA), memory.AsSpan(startB, lengthB), "dX"));
        Assert.Equal(overlaps, e is ArgumentException { ParamName: "dX" });
    }

    // A float view of memory that is also passed as double: MemoryMarshal.Cast makes one in a line.
    [Theory]
    [InlineData(0, 4, 7, 2, true)]
    [InlineData(0, 4, 8, 2, false)]
    [InlineData(4, 4, 6, 3, true)]
    [InlineData(4, 4, 6, 2, false)]
    [InlineData(0, 0, 0, 4, false)]
    public void SpansOfTwoTypes_OverlapIsFound(int startA, int lengthA, int startB, int lengthB, bool overlaps)
    {
        double[] memory = new double[8];
        Exception? e = Record.Exception(() => DerivativeGuard.RequireNoOverlap<double, float>(
            memory.AsSpan(startA, lengthA),
            System.Runtime.InteropServices.MemoryMarshal.Cast<double, float>(memory.AsSpan()).Slice(startB, lengthB),
            "dX"));
        Assert.Equal(overlaps, e is ArgumentException { ParamName: "dX" });
    }
}
