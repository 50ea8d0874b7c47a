namespace Micrograd.Tests.Tape;

public sealed class ValueTests
{
    // K01: the expression of micrograd's README, whose output is published.
    [Fact]
    public void ReadmeExpression_EqualsThePublishedNumbers()
    {
        Value a = new(-4.0);
        Value b = new(2.0);
        Value c = a + b;
        Value d = (a * b) + b.Pow(3);
        c += c + 1;
        c += 1 + c + (-a);
        d += (d * 2) + (b + a).Relu();
        d += (3 * d) + (b - a).Relu();
        Value e = c - d;
        Value f = e.Pow(2);
        Value g = f / 2.0;
        g += 10.0 / f;
        g.Backward();

        Assert.Equal(24.70408163265306, g.Data, 1e-13);
        Assert.Equal(138.8338192419825, a.Grad, 1e-12);
        Assert.Equal(645.5772594752186, b.Grad, 1e-12);
    }

    // K05: recursion would end at a depth of some thousands.
    [Fact]
    public void ChainOfAMillion_WorksWithoutRecursion()
    {
        Value x = new(1.0);
        Value y = x;
        for (int i = 0; i < 1_000_000; i++)
        {
            y += x;
        }

        y.Backward();
        Assert.Equal(1_000_001.0, y.Data);
        Assert.Equal(1_000_001.0, x.Grad);
        y.ZeroGrad();
        Assert.Equal(0.0, x.Grad);
    }

    // K09.
    [Fact]
    public void IntegerPowers_AtZeroAndBelow_AreExact()
    {
        Value x = new(0.0);
        Value z = new(-2.0);
        Value y = x.Pow(2) + z.Pow(3);
        y.Backward();
        Assert.Equal((-8.0, 0.0, 12.0), (y.Data, x.Grad, z.Grad));
    }

    [Fact]
    public void BackwardTwice_DoublesTheLeavesAndNothingElse()
    {
        Value x = new(3.0);
        Value square = x * x;
        Value y = square * 2.0;
        y.Backward();
        y.Backward();
        Assert.Equal((1.0, 2.0, 24.0), (y.Grad, square.Grad, x.Grad));
    }

    [Fact]
    public void Backward_OnAnotherResult_ResetsSharedInnerNodes()
    {
        Value x = new(3.0);
        Value square = x * x;
        (square * 2.0).Backward();
        x.ZeroGrad();
        (square * 5.0).Backward();
        Assert.Equal((5.0, 30.0), (square.Grad, x.Grad));
    }

    [Fact]
    public void ZeroGrad_ZeroesEverythingReachable()
    {
        Value x = new(3.0);
        Value constant = 2.0;
        Value inner = x * constant;
        Value y = inner + x;
        y.Backward();
        constant.Grad = 7.0;
        y.ZeroGrad();
        Assert.All([x, constant, inner, y], v => Assert.Equal(0.0, v.Grad));
    }

    // A diamond n deep has 2ⁿ paths: each node must be visited once, after all its uses.
    [Fact]
    public void SharedNodes_AreVisitedOnce()
    {
        Value x = new(1.0);
        Value y = x;
        for (int i = 0; i < 60; i++)
        {
            y += y;
        }

        y.Backward();
        Assert.Equal(Math.Pow(2, 60), x.Grad);
    }

    [Fact]
    public void Constants_GetNoDerivative()
    {
        Value constant = 2.0;
        Value x = new(3.0);
        (x * constant).Backward();
        Assert.Equal((2.0, 0.0), (x.Grad, constant.Grad));
    }

    [Fact]
    public void Leaf_BackwardIsOne()
    {
        Value x = new(3.0);
        x.Backward();
        Assert.Equal(1.0, x.Grad);
    }

    [Fact]
    public void Node_ShowsHowItWasMade()
    {
        Value x = new(3.0, "x");
        Value y = x * 2.0;
        Assert.Equal("*", y.Operation);
        Assert.Equal("", x.Operation);
        Assert.Empty(x.Operands);
        Assert.Same(x, y.Operands[0]);
        Assert.Equal(2, y.Operands.Count);
        Assert.Equal(3, Value.Clamp(x, y, y + 1.0).Operands.Count);
        Assert.Equal("x: Value(data=3, grad=0)", x.ToString());
        Assert.Equal("", y.Label);
    }

    [Fact]
    public void Comparisons_CompareData_EqualityIsByReference()
    {
        Value a = new(1.0);
        Value b = new(1.0);
        Assert.True(a <= b && a >= b && !(a < b) && !(a > b) && a < 2.0 && 2 > a);
        Assert.NotEqual(a, b);
        Assert.False(a == b);
        Assert.False(new Value(double.NaN) <= a);
    }

    // 80 bytes an operation: the tape of one moons step is 70,000 of them.
    [Fact]
    public void Operation_IsOneSmallAllocation()
    {
        Value x = new(1.0);
        Value y = x + x;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            y += x;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 8000);
    }

    [Fact]
    public void Backward_SteadyState_AllocatesNothing()
    {
        Value x = new(1.0);
        Value y = x;
        for (int i = 0; i < 1000; i++)
        {
            y = (y * x).Sin();
        }

        y.Backward();
        long before = GC.GetAllocatedBytesForCurrentThread();
        y.Backward();
        y.ZeroGrad();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // The buffers of a traversal are kept, the graph must not be.
    [Fact]
    public void Backward_DoesNotKeepTheGraphAlive()
    {
        WeakReference root = Make();
        GC.Collect();
        Assert.False(root.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Make()
        {
            Value x = new(1.0);
            Value y = (x * x) + x.Sin();
            y.Backward();
            y.ZeroGrad();
            return new WeakReference(y);
        }
    }

    [Fact]
    public async Task SeparateGraphs_OnSeveralThreads_DoNotDisturbEachOther()
    {
        Task<double>[] tasks = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(Work))];
        Assert.All(await Task.WhenAll(tasks), grad => Assert.Equal(200.0 * 501.0, grad));

        static double Work()
        {
            Value x = new(1.0);
            for (int round = 0; round < 200; round++)
            {
                Value y = x;
                for (int i = 0; i < 500; i++)
                {
                    y += x;
                }

                y.Backward();
            }

            return x.Grad;
        }
    }
}
