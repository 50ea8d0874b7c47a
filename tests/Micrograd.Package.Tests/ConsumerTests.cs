using System.Globalization;
using Xunit.Abstractions;

namespace Micrograd.Package.Tests;

/// <summary>
/// One program with as many situations as fit, over three other packages, as strict as a compiler can be set: built by two versions
/// of the language, trimmed, and compiled to native code. It must print the same numbers each time, and the right ones.
/// </summary>
[Collection(nameof(PackedPackage))]
public class ConsumerTests(PackedPackage package, ITestOutputHelper output)
{
    private const double Tolerance = 1e-13;

    private static string? _latestRun;

    [Theory]
    [InlineData("13")]
    [InlineData("latest")]
    public async Task LanguageVersion_PrintsExpectedNumbers(string version)
    {
        string printed = version == "latest" ? await RunLatestAsync() : await DotnetCommand.RunAsync(".", await package.BuildAppAsync(version));

        Dictionary<string, double[]> lines = Parse(printed);
        IEnumerable<string> situations = ExpectedNumbers.Situations.Keys.Where(name => version == "latest" || name != "CSharp14");
        Assert.Equal(situations.Order(), lines.Keys.Order());
        foreach (string name in situations)
        {
            double tolerance = name == "GenericSingle" ? 1e-6 : Tolerance;
            double[] expected = ExpectedNumbers.Situations[name];
            Assert.True(
                expected.Length == lines[name].Length && expected.Zip(lines[name]).All(p => Math.Abs(p.First - p.Second) <= tolerance * Math.Max(1.0, Math.Abs(p.First))),
                $"{name}: expected {string.Join(' ', expected)}, was {string.Join(' ', lines[name])}");
        }
    }

    // The SDK's warnings about trimming are errors in the program's settings: that it publishes is half of what is tested.
    [Fact]
    public async Task PublishTrimmed_NoWarningAndSameNumbers() => await PrintsTheSameAsync(await package.PublishAppAsync(native: false));

    [ToolchainFact]
    public async Task PublishAot_NoWarningAndSameNumbers() => await PrintsTheSameAsync(await package.PublishAppAsync(native: true));

    // Bit by bit: the numbers are printed so that they can be read back.
    private async Task PrintsTheSameAsync(string executable)
    {
        string printed = await DotnetCommand.RunProgramAsync(executable);

        output.WriteLine($"{executable}: {new FileInfo(executable).Length:N0} bytes, {FolderSize(executable):N0} with all beside it");
        Assert.Equal(await RunLatestAsync(), printed);
    }

    private async Task<string> RunLatestAsync() => _latestRun ??= await DotnetCommand.RunAsync(".", await package.BuildAppAsync("latest"));

    private static long FolderSize(string executable) => new DirectoryInfo(Path.GetDirectoryName(executable)!)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(static file => file.Extension is not (".dbg" or ".pdb" or ".xml"))
        .Sum(static file => file.Length);

    private static Dictionary<string, double[]> Parse(string printed) => printed
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.TrimEnd('\r').Split(": "))
        .ToDictionary(static parts => parts[0], static parts => parts[1].Split(' ').Select(static n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray());
}
