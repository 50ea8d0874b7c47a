using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Micrograd.Samples.Moons;

/// <summary>Reads the options; a wrong one gives one line and exit code 2.</summary>
internal static class CommandLine
{
    internal const int Success = 0;
    internal const int WrongUsage = 2;

    private const int MaxSteps = 1_000_000;

    private static readonly Option<EngineChoice> EngineOption = new("--engine")
    {
        Description = "Which gradients train the network. [default: both]",
        HelpName = "generated|tape|both",
        CustomParser = ParseEngine,
    };

    private static readonly Option<int> StepsOption = new("--steps")
    {
        Description = "The number of steps, at least 1.",
        HelpName = "N",
        DefaultValueFactory = _ => 100,
        CustomParser = ParseSteps,
    };

    private static readonly Option<string?> TraceOption = new("--trace")
    {
        Description = "Write every step to this file, as CSV.",
        HelpName = "FILE",
    };

    private static readonly Option<string> OutputOption = new("--output")
    {
        Description = "Where moons.png and loss.png are written; made if it does not exist.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".",
    };

    /// <summary>Parses the arguments and runs what they ask for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Receives the help.</param>
    /// <param name="error">Receives the line about what is wrong.</param>
    /// <param name="run">Called with the options; an exception about a file becomes a line and exit code 2.</param>
    /// <returns>The exit code.</returns>
    internal static int Execute(string[] arguments, TextWriter output, TextWriter error, Action<Options> run)
    {
        RootCommand command = new("Trains a 2→16→16→1 network on two moons with generated gradients and with the dynamic tape.")
        {
            EngineOption, StepsOption, TraceOption, OutputOption,
        };

        command.Options.Remove(command.Options.OfType<VersionOption>().Single());

        // No response files: an argument that begins with @ is as wrong as any other.
        ParseResult result = command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Action is HelpAction)
        {
            return result.Invoke(new InvocationConfiguration { Output = output, Error = error });
        }

        if (result.Errors.Count > 0)
        {
            return Fail(error, $"{result.Errors[0].Message.TrimEnd('.')}; --help lists the options");
        }

        try
        {
            run(new Options(result.GetValue(EngineOption), result.GetValue(StepsOption), result.GetValue(TraceOption), result.GetValue(OutputOption)!));
            return Success;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Fail(error, exception.Message);
        }
    }

    private static int Fail(TextWriter error, string message)
    {
        error.WriteLine("moons: " + message.ReplaceLineEndings(" "));
        return WrongUsage;
    }

    private static EngineChoice ParseEngine(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        switch (text)
        {
            case "generated": return EngineChoice.Generated;
            case "tape": return EngineChoice.Tape;
            case "both": return EngineChoice.Both;
            default:
                result.AddError($"--engine is generated, tape or both, not '{text}'");
                return default;
        }
    }

    private static int ParseSteps(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int steps) && steps is >= 1 and <= MaxSteps)
        {
            return steps;
        }

        result.AddError($"--steps is a whole number from 1 to {MaxSteps}, not '{text}'");
        return default;
    }
}
