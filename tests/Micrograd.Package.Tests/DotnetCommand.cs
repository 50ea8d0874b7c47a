using System.Diagnostics;

namespace Micrograd.Package.Tests;

/// <summary>Runs the <c>dotnet</c> command line, as a user does.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs to the end and returns what was printed; fails with all of it if the command fails.</summary>
    public static Task<string> RunAsync(string directory, params string[] arguments) => RunAsync("dotnet", directory, arguments);

    /// <summary>Runs a published program in the same way.</summary>
    public static Task<string> RunProgramAsync(string executable) => RunAsync(executable, Path.GetDirectoryName(executable)!, []);

    private static async Task<string> RunAsync(string command, string directory, string[] arguments)
    {
        ProcessStartInfo start = new(command, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test host's own MSBuild settings are not the user's; and no build server may outlive the test.
        foreach (string name in start.Environment.Keys.Where(static k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start.");
        using CancellationTokenSource timeout = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} {string.Join(' ', arguments)} took longer than {Patience}.");
        }

        string printed = await output + await errors;
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{printed}");
        return printed;
    }
}
