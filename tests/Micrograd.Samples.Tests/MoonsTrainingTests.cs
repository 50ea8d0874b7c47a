using Micrograd.Samples.Moons;

namespace Micrograd.Samples.Tests;

public sealed class MoonsTrainingTests
{
    private static readonly MoonsData Data = MoonsData.Load();

    [Fact]
    public void Generated_HundredSteps_FollowThePublishedRun() => FollowsThePublishedRun(Train(data => new GeneratedEngine(data)));

    [Fact]
    public void Tape_HundredSteps_FollowThePublishedRun() => FollowsThePublishedRun(Train(data => new TapeEngine(data)));

    [Fact]
    public void FirstGradient_OfBothEngines_IsMicrograds()
    {
        foreach (TrainingEngine engine in (TrainingEngine[])[new GeneratedEngine(Data), new TapeEngine(Data)])
        {
            engine.Evaluate();
            double[] gradient = new double[337];
            engine.CopyGradientTo(gradient);
            for (int i = 0; i < gradient.Length; i++)
            {
                Assert.Equal(Data.FirstStepGradient[i], gradient[i], 1e-12);
            }
        }
    }

    [Fact]
    public void Gradients_OfBothEngines_AgreeAtEveryStep()
    {
        TrainingRun generated = Train(data => new GeneratedEngine(data));
        TrainingRun tape = Train(data => new TapeEngine(data));
        Assert.InRange(Statistics.LargestGradientDifference(generated, tape), 0.0, 1e-12);
    }

    [Fact]
    public void Generated_AllocatesNothingAStep()
    {
        TrainingRun run = Train(data => new GeneratedEngine(data));
        Assert.All(run.Steps, step => Assert.Equal(0, step.AllocatedBytes));
    }

    // The generated overload on Value is the third way to the same gradient.
    [Fact]
    public void LossOnTheTape_HasTheGeneratedGradient()
    {
        Value[] parameters = [.. Data.InitialParameters.Select(p => new Value(p))];
        Value loss = MoonsLoss.Loss(parameters, Data.Points, Data.Labels);
        loss.Backward();
        double[] gradient = new double[337];
        double value = MoonsLoss.LossGradient(Data.InitialParameters, Data.Points, Data.Labels, gradient);
        Assert.Equal(value, loss.Data);
        for (int i = 0; i < gradient.Length; i++)
        {
            Assert.Equal(gradient[i], parameters[i].Grad, 1e-12);
        }
    }

    private static TrainingRun Train(Func<MoonsData, TrainingEngine> create) =>
        TrainingRun.Execute(create, Data, 100, warmUp: TimeSpan.Zero);

    private static void FollowsThePublishedRun(TrainingRun run)
    {
        for (int step = 0; step < 100; step++)
        {
            Assert.Equal(Data.ReferenceLoss[step], run.Steps[step].Loss, 1e-9);
            Assert.Equal(Data.ReferenceAccuracyPercent[step], run.Steps[step].AccuracyPercent);
        }
    }
}
