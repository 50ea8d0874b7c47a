using System.Diagnostics;

namespace Micrograd.Mutants;

/// <summary>Asks a <see cref="Judge"/>, and starts another when a mutant has taken it along.</summary>
/// <param name="arguments">The situations that are asked.</param>
/// <param name="mutantsPerProcess">Then another is started.</param>
internal sealed class JudgeProcess(IReadOnlyList<string> arguments, int mutantsPerProcess) : IDisposable
{
    private Process? _process;
    private int _asked;

    public Verdict Ask(int mutant)
    {
        if (_process is null || _asked++ == mutantsPerProcess)
        {
            Start();
        }

        _process!.StandardInput.WriteLine(mutant);
        if (_process.StandardOutput.ReadLine() is { } line)
        {
            return Verdict.Parse(line);
        }

        _process.WaitForExit();
        int code = _process.ExitCode;
        Dispose();
        return code == Judge.Stuck ? new Verdict(mutant, Outcome.TimedOut, "", "") : new Verdict(mutant, Outcome.Crashed, "", $"exit code {code}");
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }
    }

    private void Start()
    {
        Dispose();
        _asked = 1;
        ProcessStartInfo start = new("dotnet", [Path.Combine(MutatedGenerator.JudgeFolder, "Micrograd.Mutants.dll"), Judge.Argument, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // A mutant that allocates without end must not take the machine along.
        start.Environment["DOTNET_GCHeapHardLimit"] = "C0000000";
        _process = Process.Start(start)!;
        string? line = _process.StandardOutput.ReadLine();
        if (line?.StartsWith(Judge.Ready, StringComparison.Ordinal) != true)
        {
            throw new InvalidOperationException("The judge did not start: " + line);
        }

        Console.Error.WriteLine("A judge with " + line.Split('\t')[1]);
    }
}
