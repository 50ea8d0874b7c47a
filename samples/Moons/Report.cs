using System.Globalization;
using Spectre.Console;

namespace Micrograd.Samples.Moons;

/// <summary>The tables that the sample prints.</summary>
internal static class Report
{
    private static readonly int[] ShownSteps = [0, 1, 10, 50, 99];

    internal static void Write(IAnsiConsole console, MoonsData data, IReadOnlyList<TrainingRun> runs)
    {
        console.Write(LossTable(data, runs));
        console.Write(CostTable(data, runs));
        TrainingRun? generated = runs.FirstOrDefault(run => run.Engine == "generated");
        TrainingRun? tape = runs.FirstOrDefault(run => run.Engine == "tape");
        if (generated is not null && tape is not null)
        {
            double difference = Statistics.LargestGradientDifference(generated, tape);
            console.WriteLine(Text($"Largest difference between generated and tape gradients over all steps: {difference:0.0e-0}"));
            console.WriteLine(Text($"Time a step, tape / generated: {tape.MedianMicroseconds / generated.MedianMicroseconds:F1}"));
        }

        if (generated is not null)
        {
            double cost = Statistics.GradientCost(data, data.InitialParameters);
            console.WriteLine(Text($"Time of a call, generated gradient / loss: {cost:F2}"));
        }
    }

    private static Table LossTable(MoonsData data, IReadOnlyList<TrainingRun> runs)
    {
        Table table = NewTable("Loss");
        AddColumn(table, "step");
        AddColumn(table, "reference");
        foreach (TrainingRun run in runs)
        {
            AddColumn(table, run.Engine);
        }

        int steps = runs[0].Steps.Count;
        foreach (int step in ShownSteps.Append(steps - 1).Where(step => step < steps).Distinct().Order())
        {
            string reference = step < data.ReferenceLoss.Length ? Text($"{data.ReferenceLoss[step]:F12}") : "";
            table.AddRow([Text($"{step}"), reference, .. runs.Select(run => Text($"{run.Steps[step].Loss:F12}"))]);
        }

        return table;
    }

    private static Table CostTable(MoonsData data, IReadOnlyList<TrainingRun> runs)
    {
        Table table = NewTable("Cost");
        table.AddColumn("");
        foreach (TrainingRun run in runs)
        {
            AddColumn(table, run.Engine);
        }

        table.AddRow(["time a step, median", .. runs.Select(run => Text($"{run.MedianMicroseconds:N1} µs"))]);
        table.AddRow(["allocated a step", .. runs.Select(run => Text($"{run.MeanAllocatedBytes:N0} B"))]);
        table.AddRow(["accuracy at the last step", .. runs.Select(run => Text($"{run.Steps[^1].AccuracyPercent:F0} %"))]);
        table.AddRow(["largest |loss − reference|", .. runs.Select(run => Text($"{Statistics.LargestLossDifference(run, data):0.0e-0}"))]);
        return table;
    }

    private static Table NewTable(string title) => new() { Title = new TableTitle(title), Border = TableBorder.Rounded };

    private static void AddColumn(Table table, string name) => table.AddColumn(new TableColumn(name).RightAligned());

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
