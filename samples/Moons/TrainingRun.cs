using System.Diagnostics;

namespace Micrograd.Samples.Moons;

/// <summary>The steps of one engine, full batch; step k uses the learning rate 1 − 0.9·k/100.</summary>
internal sealed class TrainingRun
{
    private static readonly LearningRateSchedule Schedule = LearningRateSchedule.Linear(1.0, 0.1, 100);

    private TrainingRun(string engine, TrainingStep[] steps, double[] parameters)
    {
        Engine = engine;
        Steps = steps;
        Parameters = parameters;
    }

    /// <summary>The engine's name.</summary>
    internal string Engine { get; }

    /// <summary>What each step measured.</summary>
    internal IReadOnlyList<TrainingStep> Steps { get; }

    /// <summary>The parameters after the last step.</summary>
    internal double[] Parameters { get; }

    /// <summary>The median time of a step.</summary>
    internal double MedianMicroseconds => Statistics.Median([.. Steps.Select(step => step.Microseconds)]);

    /// <summary>The mean allocation of a step.</summary>
    internal double MeanAllocatedBytes => Steps.Average(step => (double)step.AllocatedBytes);

    /// <summary>Trains a new engine.</summary>
    /// <param name="create">Makes an engine at the initial parameters.</param>
    /// <param name="data">The points.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="warmUp">How long another engine of the kind runs before, so that the JIT has optimised what is then timed.</param>
    /// <param name="onStep">Called after every step, outside its time.</param>
    internal static TrainingRun Execute(
        Func<MoonsData, TrainingEngine> create,
        MoonsData data,
        int steps,
        TimeSpan warmUp,
        Action? onStep = null)
    {
        WarmUp(create(data), warmUp);
        TrainingEngine engine = create(data);
        TrainingStep[] measured = new TrainingStep[steps];
        for (int k = 0; k < steps; k++)
        {
            measured[k] = Step(engine, data, Schedule.At(k));
            onStep?.Invoke();
        }

        double[] parameters = new double[data.InitialParameters.Length];
        engine.CopyParametersTo(parameters);
        return new TrainingRun(engine.Name, measured, parameters);
    }

    private static TrainingStep Step(TrainingEngine engine, MoonsData data, double learningRate)
    {
        double[] gradient = new double[data.InitialParameters.Length];

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        double loss = engine.Evaluate();
        TimeSpan time = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        // Belongs to the parameters before the update, and to nobody's time.
        double accuracy = 100.0 * engine.CountCorrect() / data.Labels.Length;
        engine.CopyGradientTo(gradient);

        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        started = Stopwatch.GetTimestamp();
        engine.Update(learningRate);
        time += Stopwatch.GetElapsedTime(started);
        allocated += GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        return new TrainingStep(loss, accuracy, gradient, time.TotalMicroseconds, allocated);
    }

    private static void WarmUp(TrainingEngine engine, TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        do
        {
            engine.Evaluate();
            engine.Update(0.0);
        }
        while (Stopwatch.GetElapsedTime(started) < duration);
    }
}
