namespace Micrograd.Tests.Tape;

/// <summary>Found by mutants that no other test noticed: at kinks, with an adjoint other than 1, and where operands are constants.</summary>
public sealed class KinkTests
{
    [Fact]
    public void AtZero_TheSlopeIsTheOneBelow()
    {
        Assert.Equal((0.25, 0.0), Gradients(Value.Prelu, 0.0, 0.25));
        Assert.Equal((0.25, 0.0), Gradients(static (x, s) => Value.LeakyRelu(x, s), 0.0, 0.25));
        Assert.Equal((2.0, 0.0), Gradients(static (x, a) => Value.Elu(x, a), 0.0, 2.0));
    }

    [Fact]
    public void Selections_TakeTheAdjointTimesTheirShare()
    {
        Assert.Equal((-3.0, 0.0), Gradients(static (x, y) => 3.0 * Value.CopySign(x, y), 2.0, -1.0));
        Assert.Equal((3.0, 0.0), Gradients(static (x, y) => 3.0 * Value.CopySign(x, y), 2.0, 1.0));
        Assert.Equal((1.5, 1.5), Gradients(static (x, low) => 3.0 * Value.Clamp(x, low, 5.0), 2.0, 2.0));
        Assert.Equal((0.0, 3.0), Gradients(static (x, high) => 3.0 * Value.Clamp(x, -5.0, high), 2.0, 1.0));
        Assert.Equal((1.5, 1.5), Gradients(static (x, high) => 3.0 * Value.Clamp(x, -5.0, high), 1.0, 1.0));
    }

    [Fact]
    public void NaN_IsPassedOn()
    {
        Assert.Equal(double.NaN, Gradients(static (x, _) => x.Abs(), double.NaN, 0.0).First);
        Assert.Equal(double.NaN, Gradients(Value.CopySign, double.NaN, 1.0).First);
    }

    [Fact]
    public void Sigmoid_FarRight_HasDerivativeZero() => Assert.Equal(0.0, Gradients(static (x, _) => x.Sigmoid(), 1000.0, 0.0).First);

    // A tie with a constant goes to the constant.
    [Fact]
    public void ResultOfThreeConstants_IsConstant()
    {
        Assert.Equal(0.0, Gradients(static (x, _) => Value.Max(x, Value.FusedMultiplyAdd(1.0, 2.0, 3.0)), 5.0, 0.0).First);
        Assert.Equal((0.5, 0.5), Gradients(static (x, y) => Value.Max(x, Value.FusedMultiplyAdd(1.0, 2.0, y)), 5.0, 3.0));
    }

    [Fact]
    public void ZeroGrad_ReachesTheThirdOperand()
    {
        Value c = new(3.0);
        Value y = Value.FusedMultiplyAdd(1.0, 2.0, 2.0 * c);
        y.Backward();
        Assert.Equal(2.0, c.Grad);

        y.ZeroGrad();
        Assert.Equal(0.0, c.Grad);
    }

    // Many operands wait at once, more than the stack begins with.
    [Fact]
    public void ZeroGrad_ReachesAWideGraph()
    {
        Value[] leaves = [.. Enumerable.Range(0, 5000).Select(static k => new Value(k))];
        Value sum = leaves.Aggregate(new Value(0.0), static (rest, leaf) => leaf + rest);
        sum.Backward();
        Assert.All(leaves, static leaf => Assert.Equal(1.0, leaf.Grad));

        sum.ZeroGrad();
        Assert.All(leaves, static leaf => Assert.Equal(0.0, leaf.Grad));
    }

    [Fact]
    public void Operands_AreThoseThereAre()
    {
        Value x = new(1.0), y = new(2.0), z = new(3.0);
        Assert.Equal([x], x.Exp().Operands);
        Assert.Equal([x, y], (x * y).Operands);
        Assert.Equal([x, y, z], Value.FusedMultiplyAdd(x, y, z).Operands);
    }

    private static (double First, double Second) Gradients(Func<Value, Value, Value> f, double first, double second)
    {
        Value x = new(first), y = new(second);
        f(x, y).Backward();
        return (x.Grad, y.Grad);
    }
}
