using System.Collections.Concurrent;
using System.Collections.Immutable;
using Micrograd.Generators.Tests.Architecture;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace Micrograd.Generators.Tests.Documentation;

/// <summary>What <c>generator/LANGUAGE.md</c> says about each construct is what happens to its example.</summary>
/// <remarks>With <c>MICROGRAD_UPDATE_LANGUAGE=1</c> the first test writes what happens into the page instead; read the difference.</remarks>
public class LanguagePageTests
{
    private static readonly string PagePath = Path.Combine(Repository.Root, "generator", "LANGUAGE.md");

    private static readonly IReadOnlyList<LanguageRow> Rows = LanguageRow.ReadAll(File.ReadAllText(PagePath));

    [Fact]
    public void Page_SaysWhatHappens()
    {
        ConcurrentDictionary<string, string> happens = new();
        Parallel.ForEach(Rows, row => happens[row.Example] = Outcome(row.Example));

        if (Environment.GetEnvironmentVariable("MICROGRAD_UPDATE_LANGUAGE") == "1")
        {
            File.WriteAllText(PagePath, LanguageRow.Rewrite(File.ReadAllText(PagePath), row => row.IsLost && happens[row.Example] == LanguageRow.Generated ? LanguageRow.Lost : happens[row.Example]));
        }

        string[] wrong = [.. LanguageRow.ReadAll(File.ReadAllText(PagePath))
            .Where(row => (row.IsLost ? LanguageRow.Generated : row.Result) != happens[row.Example] || happens[row.Example].Contains("MGRAD9", StringComparison.Ordinal))
            .Select(row => $"{row.Construct}: the page says {row.Result}, but it is {happens[row.Example]}")];
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void GeneratedExamples_AgreeWithAllOracles()
    {
        ConcurrentBag<string> wrong = [];
        int checkedRows = 0;
        Parallel.ForEach(Rows.Where(static r => r.Result is LanguageRow.Generated or LanguageRow.OnTheTape), row =>
        {
            try
            {
                Interlocked.Add(ref checkedRows, Agrees(row) ? 1 : 0);
            }
            catch (XunitException failure)
            {
                wrong.Add($"{row.Construct}: {failure.Message}");
            }
        });

        Assert.True(wrong.IsEmpty, string.Join("\n\n", wrong));
        Assert.True(checkedRows > 60, $"Only {checkedRows} examples have arguments that can be tried.");
    }

    // A row that begins to work must say so.
    [Fact]
    public void DerivativesKnownToBeLost_AreStillLost() =>
        Assert.All(Rows.Where(static row => row.IsLost), static row => Assert.ThrowsAny<XunitException>(() => Agrees(row)));

    [Fact]
    public void EveryDiagnosticNamed_HasAPage() =>
        Assert.All(
            Rows.SelectMany(static row => Ids(row.Result)),
            static id => Assert.True(File.Exists(Path.Combine(Repository.Root, "generator", "diagnostics", id + ".md")), id));

    private static string Outcome(string example)
    {
        ProbeCompilation compilation = GradientProbe.Generate(example);
        string[] ids = [.. compilation.GeneratorDiagnostics.Select(static d => d.Id).Distinct().Order()];
        bool failed = compilation.GeneratorDiagnostics.Any(static d => d.DefaultSeverity == DiagnosticSeverity.Error);
        ImmutableArray<Diagnostic> problems = failed ? [] : compilation.CompilerProblems();
        return (problems.IsEmpty, ids) switch
        {
            (false, _) => LanguageRow.Broken,
            (_, []) => LanguageRow.Generated,
            (_, ["MGRAD0300"]) => LanguageRow.OnTheTape,
            _ => string.Join(", ", ids.Select(LanguageRow.Link)) + (failed ? "" : ", " + LanguageRow.Generated),
        };
    }

    private static bool Agrees(LanguageRow row)
    {
        if (LanguageArguments.For(GradientProbe.Generate(row.Example)) is not { } at)
        {
            return false;
        }

        GradientProbe probe = GradientProbe.Compile(row.Example, new ProbeSettings { Expected = ["MGRAD0300"] });
        probe.AgreesWithAllOracles("F", at, LanguageArguments.Options(row, probe["F"]));
        return true;
    }

    private static IEnumerable<string> Ids(string result) =>
        result.Split('[', ']').Where(static part => part.StartsWith("MGRAD", StringComparison.Ordinal));
}
