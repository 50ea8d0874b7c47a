using System.Diagnostics;
using Micrograd.Generators.Tests.Architecture;

namespace Micrograd.Mutants;

/// <summary>The generator with all mutants of Stryker built in, each behind a switch, and Stryker's report of them.</summary>
/// <remarks>Stryker puts the mutated assembly into the output of the test project, and the original back when it is done.</remarks>
internal static class MutatedGenerator
{
    private const string AssemblyName = "Micrograd.Generators.dll";

    private static readonly string Tests = Path.Combine(Repository.Root, "tests");

    private static readonly string Folder = Path.Combine(Tests, "StrykerOutput", "stages");

    public static string Report => Path.Combine(Folder, "reports", "mutation-report.json");

    /// <summary>This program beside the mutated generator, below the repository.</summary>
    public static string JudgeFolder => Path.Combine(Folder, "judge");

    private static string MutatedAssembly => Path.Combine(Folder, AssemblyName);

    public static bool IsMade => File.Exists(Report) && File.Exists(MutatedAssembly);

    public static void Make()
    {
        Directory.CreateDirectory(Folder);
        ProcessStartInfo start = new("dotnet", ["stryker", "--config-file", "stryker-stages.json", "--output", Folder]) { WorkingDirectory = Tests };
        using Process stryker = Process.Start(start)!;
        string built = Path.Combine(Tests, "Micrograd.Generators.Tests", "bin", "Release", "net10.0", AssemblyName);
        while (!stryker.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            // Before and after, the original lies there.
            if (File.Exists(built) && File.ReadAllBytes(built).AsSpan().IndexOf("MutantControl"u8) >= 0)
            {
                File.Copy(built, MutatedAssembly, overwrite: true);
            }
        }

        if (!IsMade)
        {
            throw new InvalidOperationException("Stryker left no mutated assembly or no report; what it printed says why.");
        }
    }

    public static void PrepareJudge()
    {
        Directory.CreateDirectory(JudgeFolder);
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(JudgeFolder, Path.GetFileName(file)), overwrite: true);
        }

        File.Copy(MutatedAssembly, Path.Combine(JudgeFolder, AssemblyName), overwrite: true);
    }
}
