using System.Diagnostics;
using System.Globalization;
using Micrograd.Samples.Moons;

namespace Micrograd.Samples.Tests;

public sealed class MoonsCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("moons-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("--steps", "0")]
    [InlineData("--steps", "-1")]
    [InlineData("--steps", "ten")]
    [InlineData("--steps", "1e3")]
    [InlineData("--steps")]
    [InlineData("--engine", "Tape")]
    [InlineData("--engine", "1")]
    [InlineData("--trace")]
    [InlineData("--bogus")]
    [InlineData("file")]
    [InlineData("@file")]
    public void WrongOption_IsOneLineAndExitCode2(params string[] arguments)
    {
        (int code, string output, string error) = Execute(arguments, _ => Assert.Fail("A wrong option must not train."));
        Assert.Equal(2, code);
        Assert.Empty(output);
        AssertOneLine(error);
    }

    [Fact]
    public void UnwritableFile_IsOneLineAndExitCode2()
    {
        string trace = Path.Combine(_directory.FullName, "missing", "trace.csv");
        (int code, _, string error) = Execute(
            ["--trace", trace, "--output", _directory.FullName],
            options => Program.Train(options, Terminal.Create(TextWriter.Null, piped: true)));
        Assert.Equal(2, code);
        AssertOneLine(error);
        Assert.Contains(trace, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_ListsEveryOption()
    {
        (int code, string output, string error) = Execute(["--help"], _ => Assert.Fail("Help must not train."));
        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.All((string[])["--engine", "--steps", "--trace", "--output", "--help"], option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Fact]
    public void Defaults_AreBothEnginesAndAHundredSteps()
    {
        Options? options = null;
        Execute([], parsed => options = parsed);
        Assert.Equal(new Options(EngineChoice.Both, 100, null, "."), options);
    }

    [Fact]
    public void Trace_HasALineForEveryStepInTheInvariantCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string trace = Path.Combine(_directory.FullName, "trace.csv");
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Options options = new(EngineChoice.Both, 3, trace, _directory.FullName) { WarmUp = TimeSpan.Zero };
            Program.Train(options, Terminal.Create(TextWriter.Null, piped: true));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        string[] lines = File.ReadAllLines(trace);
        MoonsData data = MoonsData.Load();
        Assert.Equal("engine,step,loss,accuracy_percent,microseconds,allocated_bytes", lines[0]);
        Assert.Equal(7, lines.Length);
        for (int i = 0; i < 6; i++)
        {
            string[] fields = lines[i + 1].Split(',');
            Assert.Equal(6, fields.Length);
            Assert.Equal(i < 3 ? "generated" : "tape", fields[0]);
            Assert.Equal(i % 3, int.Parse(fields[1], CultureInfo.InvariantCulture));
            Assert.Equal(data.ReferenceLoss[i % 3], Number(fields[2]), 1e-9);
            Assert.Equal(data.ReferenceAccuracyPercent[i % 3], Number(fields[3]));
            Assert.True(Number(fields[4]) > 0.0);
            Assert.True(i < 3 ? fields[5] == "0" : Number(fields[5]) > 0.0);
        }

        Assert.All((string[])["moons.png", "loss.png"], AssertPicture);
    }

    // As a program, because what a pipe receives depends on the process.
    [Fact]
    public async Task Piped_HasNoControlCharacters()
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (string argument in (string[])["--steps", "2", "--output", _directory.FullName])
        {
            start.ArgumentList.Add(argument);
        }

        // A build server's variables must not bring colours either.
        start.Environment["GITHUB_ACTIONS"] = "true";
        start.Environment["TERM"] = "xterm-256color";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal("", await error);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("reference", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, c => char.IsControl(c) && c is not '\n' and not '\r');
    }

    private static (int Code, string Output, string Error) Execute(string[] arguments, Action<Options> run)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = CommandLine.Execute(arguments, output, error, run);
        return (code, output.ToString(), error.ToString());
    }

    private static void AssertOneLine(string text)
    {
        Assert.StartsWith("moons: ", text, StringComparison.Ordinal);
        Assert.EndsWith(Environment.NewLine, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.TrimEnd());
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private void AssertPicture(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(_directory.FullName, name));
        Assert.True(bytes.AsSpan(1).StartsWith("PNG"u8), $"{name} is not a picture.");
        Assert.True(bytes.Length > 5000, $"{name} has only {bytes.Length} bytes.");
    }
}
