using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Architecture;

/// <summary>Every diagnostic has a help page, a row in a release table, a test that names it, and a message with a way out.</summary>
public partial class DiagnosticCatalogTests
{
    public static TheoryData<string> Ids => [.. Descriptors.Keys];

    private static IReadOnlyDictionary<string, DiagnosticDescriptor> Descriptors { get; } = typeof(MicrogradGenerator).Assembly.GetTypes()
        .SelectMany(static t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(static f => f.FieldType == typeof(DiagnosticDescriptor))
        .Select(static f => (DiagnosticDescriptor)f.GetValue(null)!)
        .ToDictionary(static d => d.Id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Diagnostic_HasItsHelpPage(string id)
    {
        Assert.Matches(DiagnosticId(), id);
        string page = Path.Combine(Repository.Root, "generator", "diagnostics", id + ".md");
        Assert.True(File.Exists(page), $"generator/diagnostics/{id}.md is missing.");
        Assert.Contains(id, File.ReadAllText(page));
        Assert.EndsWith(id + ".md", Descriptors[id].HelpLinkUri);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Diagnostic_IsInTheReleaseTable(string id)
    {
        string rows = Repository.Read("generator/Micrograd.Generators/AnalyzerReleases.Unshipped.md") + Repository.Read("generator/Micrograd.Generators/AnalyzerReleases.Shipped.md");
        Assert.Matches($@"(?m)^{id} \| {Regex.Escape(Descriptors[id].Category)} \| {Descriptors[id].DefaultSeverity} \| ", rows);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Diagnostic_IsNamedByATest(string id) => Assert.Contains(
        Repository.SourceFiles("tests").Where(static f => !f.Contains("/Architecture/", StringComparison.Ordinal)),
        file => Repository.Read(file).Contains(id, StringComparison.Ordinal));

    [Fact]
    public void HelpPages_AreOfExistingDiagnostics()
    {
        string folder = Path.Combine(Repository.Root, "generator", "diagnostics");
        Assert.True(Directory.Exists(folder), "generator/diagnostics is missing.");
        Assert.All(
            Directory.EnumerateFiles(folder, "MGRAD*.md").Select(static f => Path.GetFileNameWithoutExtension(f)),
            static id => Assert.True(Descriptors.ContainsKey(id), $"{id}.md describes nothing."));
    }

    [GeneratedRegex(@"^MGRAD(00|01|02|03|90)\d\d$")]
    private static partial Regex DiagnosticId();
}
