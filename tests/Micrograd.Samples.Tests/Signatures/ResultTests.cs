namespace Micrograd.Samples.Tests.Signatures;

/// <summary>What <c>FBackward</c> does with an upstream that is an array, or lies in the written parameters; by formula.</summary>
public class ResultTests
{
    [Fact]
    public void ArrayResult_TakesAnArrayOfAdjoints()
    {
        double[] d = [100.0, 0.0, 0.0];

        double[] value = Results.SquaresBackward([1.0, 2.0, 3.0], [1.0, 10.0, 100.0], d);

        Assert.Equal([1.0, 4.0, 9.0], value);
        Assert.Equal([102.0, 40.0, 600.0], d);
    }

    [Fact]
    public void CollectionExpressionResult_TakesAnArrayOfAdjoints()
    {
        double dX = 0.0, dY = 0.0;

        Results.ThreeBackward(2.0, 3.0, [1.0, 10.0, 100.0], ref dX, ref dY);

        Assert.Equal(3.0 + 10.0 + (100.0 * Math.Cos(2.0)), dX, 1e-12);
        Assert.Equal(12.0, dY);
    }

    [Fact]
    public void ArrayThatIsReturnedAsItIs_PassesTheAdjointsOn()
    {
        double[] d = new double[2];

        Results.SameBackward([1.0, 2.0], [3.0, 4.0], d);

        Assert.Equal([3.0, 4.0], d);
    }

    [Fact]
    public void UpstreamOfAnotherLength_IsAnErrorThatNamesIt()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Results.SquaresBackward([1.0, 2.0], [1.0], new double[2]));

        Assert.Equal("upstream", error.ParamName);
    }

    [Fact]
    public void IntegerResult_IsReturned_AndTheWrittenSpanCarriesTheAdjoint()
    {
        double dX = 0.0;
        double[] y = new double[2], dY = [5.0, 7.0];

        int count = Results.CountBackward(3.0, y, ref dX, dY);

        Assert.Equal(2, count);
        Assert.Equal(30.0, dX);
        Assert.Equal([0.0, 7.0], dY);
    }

    [Fact]
    public void VoidMethod_TurnsTheAdjointOfWhatItWrote_IntoThatOfItsInputs()
    {
        double[] y = new double[2], dX = new double[2], dY = [1.0, 10.0];
        double dFactor = 0.0;

        Results.ScaleBackward([2.0, 3.0], y, 0.5, dX, dY, ref dFactor);

        Assert.Equal([2.0, 4.5], y);
        Assert.Equal([2.0, 30.0], dX);
        Assert.Equal([0.0, 0.0], dY);
        Assert.Equal(94.0, dFactor);
    }

    // scratch has no derivative parameter, but what is stored in it depends on x.
    [Fact]
    public void MemoryLeftOutByWithRespectTo_StillCarriesTheDerivative()
    {
        double[] scratch = new double[1];

        double value = Results.ThroughScratchGradient(2.0, scratch, 3.0, out double dX);

        Assert.Equal(36.0, value);
        Assert.Equal(36.0, dX);
        Assert.Equal(6.0, scratch[0]);
    }
}
