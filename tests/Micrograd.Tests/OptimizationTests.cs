namespace Micrograd.Tests;

public sealed class OptimizationTests
{
    [Fact]
    public void Step_WithoutMomentum_GoesAgainstTheGradient()
    {
        double[] p = [1, 2];
        new Sgd(2).Step(p, [10, -10], 0.1);
        Assert.Equal([0.0, 3.0], p);
    }

    // v₁ = 1, v₂ = 0.5 + 1: the second step is half as long again.
    [Fact]
    public void Step_WithMomentum_AccumulatesVelocity()
    {
        Sgd sgd = new(1, momentum: 0.5);
        double[] p = [0];
        sgd.Step(p, [1], 1);
        Assert.Equal(-1.0, p[0]);
        sgd.Step(p, [1], 1);
        Assert.Equal(-2.5, p[0]);
        sgd.Reset();
        sgd.Step(p, [1], 1);
        Assert.Equal(-3.5, p[0]);
    }

    [Fact]
    public void Step_AllocatesNothing()
    {
        Sgd sgd = new(100, 0.9);
        double[] p = new double[100];
        sgd.Step(p, p, 0.1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        sgd.Step(p, p, 0.1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // The step would read what it has changed already; one and the same span it may not misread.
    [Fact]
    public void Step_WithTheGradientAmongTheParameters_IsRefusedBeforeItChangesAnything()
    {
        double[] memory = [1, 2, 3];
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => new Sgd(2).Step(memory.AsSpan(1), memory.AsSpan(0, 2), 0.5)).ParamName);
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => new Sgd(2, 0.5).Step(memory.AsSpan(0, 2), memory.AsSpan(1), 0.5)).ParamName);
        Assert.Equal([1.0, 2.0, 3.0], memory);
        new Sgd(3).Step(memory, memory, 0.5);
        Assert.Equal([0.5, 1.0, 1.5], memory);
    }

    [Fact]
    public void WrongArguments_AreNamed()
    {
        Sgd sgd = new(2);
        Assert.Equal("parameters", Assert.Throws<ArgumentException>(() => sgd.Step(new double[1], new double[2], 1)).ParamName);
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => sgd.Step(new double[2], new double[3], 1)).ParamName);
        Assert.Equal("learningRate", Assert.Throws<ArgumentOutOfRangeException>(() => sgd.Step(new double[2], new double[2], double.NaN)).ParamName);
        Assert.Equal("momentum", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(2, 1)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(-1)).ParamName);
        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Linear(1, 0, 0)).ParamName);
        Assert.Equal("end", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Cosine(1, -1, 1)).ParamName);
        Assert.Equal("factor", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Exponential(1, 0)).ParamName);
        Assert.Equal("step", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Constant(1).At(-1)).ParamName);
    }

    // The moons run needs these very bits: 1 − 0.9·k/100.
    [Fact]
    public void Linear_EqualsMicrogradsFormula()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Linear(1.0, 0.1, 100);
        for (int k = 0; k < 100; k++)
        {
            Assert.Equal(1.0 - (0.9 * k / 100), schedule.At(k));
        }

        Assert.Equal(0.1, schedule.At(100));
        Assert.Equal(0.1, schedule.At(1000));
    }

    [Fact]
    public void Schedules_FollowTheirFormulas()
    {
        Assert.Equal(0.3, LearningRateSchedule.Constant(0.3).At(99));
        LearningRateSchedule cosine = LearningRateSchedule.Cosine(1.0, 0.2, 10);
        Assert.Equal([1.0, 0.6, 0.2, 0.2], new[] { 0, 5, 10, 11 }.Select(cosine.At), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(0.125, LearningRateSchedule.Exponential(1.0, 0.5).At(3));
        LearningRateSchedule steps = LearningRateSchedule.StepDecay(1.0, 0.1, 10);
        Assert.Equal([1.0, 1.0, 0.1, 0.1], new[] { 0, 9, 10, 19 }.Select(steps.At), (a, b) => Math.Abs(a - b) < 1e-15);
    }
}
