using System.Globalization;

namespace Micrograd.Samples.Moons;

/// <summary>The steps of the runs as comma-separated values, in the invariant culture.</summary>
internal static class Trace
{
    internal const string Header = "engine,step,loss,accuracy_percent,microseconds,allocated_bytes";

    internal static void Write(TextWriter writer, IEnumerable<TrainingRun> runs)
    {
        writer.Write(Header + "\n");
        foreach (TrainingRun run in runs)
        {
            for (int k = 0; k < run.Steps.Count; k++)
            {
                TrainingStep step = run.Steps[k];
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{run.Engine},{k},{step.Loss:R},{step.AccuracyPercent:R},{step.Microseconds:F1},{step.AllocatedBytes}\n"));
            }
        }
    }
}
