using Spectre.Console;

namespace Micrograd.Samples.Moons;

/// <summary>A console with colours and a progress bar for a person, and plain text for a pipe.</summary>
internal static class Terminal
{
    /// <summary>Makes the console.</summary>
    /// <param name="writer">Where the text goes.</param>
    /// <param name="piped">Whether a program or a file reads it: then there is not one control character in it.</param>
    internal static IAnsiConsole Create(TextWriter writer, bool piped)
    {
        if (!piped)
        {
            return AnsiConsole.Console;
        }

        AnsiConsoleSettings settings = new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),

            // They turn colours on where they see a build server.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        };
        IAnsiConsole console = AnsiConsole.Create(settings);
        console.Profile.Width = 100;
        return console;
    }

    /// <summary>Trains each engine under a progress bar of its own, if there is somebody to see it.</summary>
    internal static IReadOnlyList<TrainingRun> WithProgress(
        IAnsiConsole console,
        IReadOnlyList<(string Name, Func<MoonsData, TrainingEngine> Create)> engines,
        int steps,
        Func<Func<MoonsData, TrainingEngine>, Action?, TrainingRun> train)
    {
        if (!console.Profile.Capabilities.Ansi)
        {
            return [.. engines.Select(engine => train(engine.Create, null))];
        }

        List<TrainingRun> runs = [];
        console.Progress().Start(context =>
        {
            foreach ((string name, Func<MoonsData, TrainingEngine> create) in engines)
            {
                ProgressTask task = context.AddTask(name, maxValue: steps);
                runs.Add(train(create, () => task.Increment(1.0)));
            }
        });
        return runs;
    }
}
