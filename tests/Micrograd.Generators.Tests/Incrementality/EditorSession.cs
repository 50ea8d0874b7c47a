using System.Collections.Immutable;
using Micrograd.Generators.Pipeline;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Tests.Incrementality;

/// <summary>
/// One generator driver across edits, as in an editor. After each edit what it has is held against a cold run on the same code:
/// a file that should have changed and did not is a wrong gradient.
/// </summary>
internal sealed class EditorSession
{
    private ImmutableDictionary<string, string> _properties = ImmutableDictionary<string, string>.Empty;
    private GeneratorDriver _driver;

    public EditorSession(params (string Path, string Text)[] files)
    {
        Compilation = CSharpCompilation.Create(
            "Edited",
            files.Select(static f => ProbeCompilation.Parse(f.Text, f.Path)),
            ProbeReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CSharpGeneratorDriver.Create(
            [GeneratorUnderTest.Create().AsSourceGenerator()],
            parseOptions: ProbeCompilation.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        _driver = _driver.RunGenerators(Compilation);
    }

    public CSharpCompilation Compilation { get; private set; }

    public GeneratorRunResult Result => _driver.GetRunResult().Results[0];

    /// <summary>Replaces the first occurrence of a text in a file, or appends where there is nothing to replace.</summary>
    public EditorSession Replace(string path, string from, string to)
    {
        SyntaxTree tree = Compilation.SyntaxTrees.Single(t => t.FilePath == path);
        string text = tree.ToString();
        int at = from.Length == 0 ? text.Length : text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{from}' is not in {path}.");
        return Apply(c => c.ReplaceSyntaxTree(tree, ProbeCompilation.Parse(text[..at] + to + text[(at + from.Length)..], path)));
    }

    public EditorSession Apply(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        Compilation = edit(Compilation);
        _driver = _driver.RunGenerators(Compilation);
        return this;
    }

    public EditorSession SetProperty(string name, string value)
    {
        _properties = _properties.SetItem(name, value);
        _driver = _driver.WithUpdatedAnalyzerConfigOptions(new BuildProperties(_properties)).RunGenerators(Compilation);
        return this;
    }

    /// <summary>What a run without a past has to say about the code as it is: files by name, then diagnostics with their places.</summary>
    public SortedDictionary<string, string> Cold()
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [GeneratorUnderTest.Create().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)Compilation.SyntaxTrees[0].Options,
            optionsProvider: new BuildProperties(_properties));
        return Texts(driver.RunGenerators(Compilation).GetRunResult().Results[0]);
    }

    public static SortedDictionary<string, string> Texts(GeneratorRunResult result)
    {
        Assert.Null(result.Exception);
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (GeneratedSourceResult file in result.GeneratedSources)
        {
            texts.Add(file.HintName, file.SourceText.ToString());
        }

        texts.Add("diagnostics", string.Join("\n", result.Diagnostics.Where(static d => !d.IsSuppressed).Select(static d => d.ToString()).Order(StringComparer.Ordinal)));
        return texts;
    }

    /// <summary>The methods whose files were made anew, by what stands between the last point of the hint name and its hash.</summary>
    public string[] Remade() => !Result.TrackedSteps.TryGetValue(TrackingNames.Differentiate, out ImmutableArray<IncrementalGeneratorRunStep> steps) ? [] :
    [
        .. steps.SelectMany(static step => step.Outputs)
            .Where(static output => output.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New)
            .Select(static output => ((DifferentiationResult)output.Value).HintName)
            .Select(static hint => hint.Split('.')[^3].Split('-')[0])
            .Order(StringComparer.Ordinal),
    ];
}
