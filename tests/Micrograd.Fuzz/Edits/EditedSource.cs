using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Micrograd.Generators.Tests.Architecture;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Fuzz.Edits;

/// <summary>A text with marked methods, as it is before an editor comes, in a project with a generator that has already run.</summary>
internal sealed partial class EditedSource
{
    private static readonly string[] Folders = ["samples", "tests/Micrograd.Generators.Tests/Samples/Corpus", "tests/Micrograd.Fuzz/Regressions"];
    private readonly Lazy<(CSharpCompilation Compilation, GeneratorDriver Driver, SyntaxTree Tree)> _project;

    private EditedSource(string name, string text)
    {
        Name = name;
        Text = text;
        _project = new(Open);
    }

    /// <summary>All sample functions, the samples, and every example of the language page, also those that are refused.</summary>
    public static ImmutableArray<EditedSource> All { get; } = [.. Files().Concat(LanguageRows())];

    public string Name { get; }

    public string Text { get; }

    public CSharpCompilation Compilation => _project.Value.Compilation;

    public GeneratorDriver Driver => _project.Value.Driver;

    public SyntaxTree Tree => _project.Value.Tree;

    private (CSharpCompilation Compilation, GeneratorDriver Driver, SyntaxTree Tree) Open()
    {
        SyntaxTree tree = ProbeCompilation.Parse(Text, Name);
        SyntaxTree points = ProbeCompilation.Parse(Repository.Read("tests/Micrograd.Generators.Tests/Samples/Corpus/At.cs"), "At.cs");
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Edited",
            [tree, points],
            ProbeReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([GeneratorUnderTest.Create().AsSourceGenerator()], parseOptions: ProbeCompilation.ParseOptions);
        return (compilation, driver.RunGenerators(compilation), tree);
    }

    private static IEnumerable<EditedSource> Files() =>
        from file in Repository.SourceFiles(Folders).Order(StringComparer.Ordinal)
        let text = Repository.Read(file)
        where text.Contains("[Differentiable", StringComparison.Ordinal)
        select new EditedSource(file, text);

    private static IEnumerable<EditedSource> LanguageRows() => Repository.Read("generator/LANGUAGE.md").Split('\n')
        .Select(static line => Example().Match(line))
        .Where(static m => m.Success)
        .Select(static (m, i) => new EditedSource($"LanguageRow{i}.cs", $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Numerics;
            using Micrograd;

            namespace Probes;

            public static partial class Functions
            {
                {{m.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal)}}
            }
            """));

    [GeneratedRegex(@"`([^`]*\[Differentiable[^`]*)` \|$")]
    private static partial Regex Example();
}
