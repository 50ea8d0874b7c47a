using Spectre.Console;

namespace Micrograd.Samples.Moons;

internal static class Program
{
    private static int Main(string[] arguments) =>
        CommandLine.Execute(arguments, Console.Out, Console.Error, options => Train(options, Terminal.Create(Console.Out, Console.IsOutputRedirected)));

    /// <summary>Trains, reports, and writes the files.</summary>
    internal static void Train(Options options, IAnsiConsole console)
    {
        // A place that cannot be written is reported before the training, not after it.
        Directory.CreateDirectory(options.OutputDirectory);
        string moons = Path.Combine(options.OutputDirectory, "moons.png");
        string loss = Path.Combine(options.OutputDirectory, "loss.png");
        File.OpenWrite(moons).Dispose();
        File.OpenWrite(loss).Dispose();
        using StreamWriter? trace = options.TraceFile is null ? null : new StreamWriter(options.TraceFile);

        MoonsData data = MoonsData.Load();
        IReadOnlyList<TrainingRun> runs = Terminal.WithProgress(console, Engines(options), options.Steps, (create, onStep) =>
            TrainingRun.Execute(create, data, options.Steps, options.WarmUp, onStep));

        Report.Write(console, data, runs);
        if (trace is not null)
        {
            Trace.Write(trace, runs);
        }

        Plots.SaveMoons(moons, data, runs[0].Parameters);
        Plots.SaveLoss(loss, data, runs);
        console.WriteLine($"Wrote {moons} and {loss}.");
    }

    private static List<(string Name, Func<MoonsData, TrainingEngine> Create)> Engines(Options options)
    {
        List<(string, Func<MoonsData, TrainingEngine>)> engines = [];
        if (options.Engine is not EngineChoice.Tape)
        {
            engines.Add(("generated", data => new GeneratedEngine(data)));
        }

        if (options.Engine is not EngineChoice.Generated)
        {
            engines.Add(("tape", data => new TapeEngine(data)));
        }

        return engines;
    }
}
