using System.Text.Json;

namespace Micrograd.Mutants;

/// <summary>A change that Stryker built into the generator.</summary>
/// <param name="Id">The number that switches it on.</param>
/// <param name="File">Below generator/Micrograd.Generators.</param>
/// <param name="Kind">Stryker's name for the operator.</param>
/// <param name="Original">The text that is replaced.</param>
internal sealed record Mutant(int Id, string File, int Line, string Kind, string Original, string Replacement)
{
    public string Folder => System.IO.Path.GetDirectoryName(File)!.Replace('\\', '/');

    /// <summary>Those of a report that compile and that Stryker has a use for.</summary>
    public static IReadOnlyList<Mutant> ReadReport(string path, out int compileErrors, out int ignored)
    {
        using JsonDocument report = JsonDocument.Parse(System.IO.File.ReadAllText(path));
        List<Mutant> mutants = [];
        (compileErrors, ignored) = (0, 0);
        foreach (JsonProperty file in report.RootElement.GetProperty("files").EnumerateObject())
        {
            string[] lines = file.Value.GetProperty("source").GetString()!.Split('\n');
            foreach (JsonElement mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                switch (mutant.GetProperty("status").GetString())
                {
                    case "CompileError":
                        compileErrors++;
                        break;
                    case "Ignored":
                        ignored++;
                        break;
                    default:
                        mutants.Add(Read(mutant, ShortPath(file.Name), lines));
                        break;
                }
            }
        }

        return [.. mutants.OrderBy(static m => m.Id)];
    }

    private static Mutant Read(JsonElement mutant, string file, string[] lines)
    {
        JsonElement start = mutant.GetProperty("location").GetProperty("start");
        JsonElement end = mutant.GetProperty("location").GetProperty("end");
        int line = start.GetProperty("line").GetInt32();
        int last = end.GetProperty("line").GetInt32();
        string first = lines[line - 1][(start.GetProperty("column").GetInt32() - 1)..];
        string original = last == line ? lines[line - 1][(start.GetProperty("column").GetInt32() - 1)..(end.GetProperty("column").GetInt32() - 1)] : $"{first} … ({last - line + 1} lines)";
        return new Mutant(
            int.Parse(mutant.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            file,
            line,
            mutant.GetProperty("mutatorName").GetString()!,
            original,
            mutant.GetProperty("replacement").GetString()!);
    }

    private static string ShortPath(string path)
    {
        const string Project = "Micrograd.Generators/";
        string plain = path.Replace('\\', '/');
        int at = plain.LastIndexOf(Project, StringComparison.Ordinal);
        return at < 0 ? plain : plain[(at + Project.Length)..];
    }
}
