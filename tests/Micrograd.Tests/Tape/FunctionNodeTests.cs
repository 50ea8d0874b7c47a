namespace Micrograd.Tests.Tape;

/// <summary><see cref="Value.Function"/>: nodes with a derivative of their own, of any number of operands.</summary>
public sealed class FunctionNodeTests
{
    // Beyond 16 operands the gradient does not fit where a smaller one lies.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void EachOperand_GetsItsPartOfTheAdjoint(int count)
    {
        Value[] x = [.. Enumerable.Range(0, count).Select(static k => new Value(k))];
        Value y = Weighted(x);
        Value loss = 3.0 * y;
        loss.Backward();

        Assert.Equal("weighted", y.Operation);
        Assert.Equal(x, y.Operands);
        Assert.Equal(Enumerable.Range(0, count).Select(static k => 3.0 * (k + 1)), x.Select(static v => v.Grad));

        // Leaves sum over calls, and what lies between begins anew.
        loss.Backward();
        Assert.Equal(6.0 * count, x[^1].Grad);
        Assert.Equal(3.0, y.Grad);

        loss.ZeroGrad();
        Assert.All(x.Append(y), static v => Assert.Equal(0.0, v.Grad));
    }

    [Fact]
    public void ConstantOperands_GetNothing()
    {
        Value x = new(2.0);
        Value c = 5.0;
        Weighted([c, x, c]).Backward();

        Assert.Equal(2.0, x.Grad);
        Assert.Equal(0.0, c.Grad);
    }

    // Nothing would ever read its derivative, and a tie with it goes to it.
    [Fact]
    public void OfConstantsOrOfNothing_IsConstant()
    {
        Value x = new(3.0);
        Value.Max(x, Weighted([1.0, 1.0])).Backward();
        Assert.Equal(0.0, x.Grad);

        Value nothing = Value.Function("none", 3.0, [], 0, static (int _, double _, Span<double> _) => throw new InvalidOperationException());
        Value.Max(x, nothing).Backward();
        Assert.Equal(0.0, x.Grad);
        Assert.Equal(3.0, nothing.Data);
    }

    [Fact]
    public void OperandThatWasComputed_PassesItOn()
    {
        Value x = new(2.0);
        Value square = x * x;
        Weighted([x, square, square]).Backward();

        Assert.Equal(1.0 + ((2.0 + 3.0) * 4.0), x.Grad);
    }

    [Fact]
    public void Nulls_AreRefusedByName()
    {
        Assert.Equal("operation", Assert.Throws<ArgumentNullException>(static () => Value.Function(null!, 0.0, [1.0], 0, static (_, _, _) => { })).ParamName);
        Assert.Equal("backward", Assert.Throws<ArgumentNullException>(static () => Value.Function<int>("f", 0.0, [1.0], 0, null!)).ParamName);
        ArgumentNullException refused = Assert.Throws<ArgumentNullException>(static () => Value.Function("f", 0.0, [1.0, null!], 0, static (_, _, _) => { }));
        Assert.Equal("operands", refused.ParamName);
        Assert.Contains("Operand 1", refused.Message, StringComparison.Ordinal);
    }

    // 1·x₀ + 2·x₁ + …, whose derivative adds to what must begin at 0.
    private static Value Weighted(params Value[] x) => Value.Function(
        "weighted",
        x.Select(static (v, k) => (k + 1) * v.Data).Sum(),
        x,
        x.Length,
        static (count, upstream, gradient) =>
        {
            Assert.Equal(count, gradient.Length);
            for (int k = 0; k < count; k++)
            {
                Assert.Equal(0.0, gradient[k]);
                gradient[k] += (k + 1) * upstream;
            }
        });
}
