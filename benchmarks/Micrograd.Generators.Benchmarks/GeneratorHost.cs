using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Benchmarks;

/// <summary>The generator as a compiler or an editor runs it: one driver, one compilation after the other.</summary>
internal static class GeneratorHost
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private static readonly MetadataReference[] References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(Value).Assembly.Location),
    ];

    public static GeneratorDriver NewDriver() => CSharpGeneratorDriver.Create([new MicrogradGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    public static CSharpCompilation Compile(params string[] files) => CSharpCompilation.Create(
        "Benchmark",
        files.Select(static (text, i) => Parse(text, $"File{i}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    /// <summary>Runs the generator; an error of its own would make the time meaningless.</summary>
    public static GeneratorDriver Run(GeneratorDriver driver, Compilation compilation)
    {
        driver = driver.RunGenerators(compilation);
        Diagnostic? error = driver.GetRunResult().Diagnostics.FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error);
        return error is null ? driver : throw new InvalidOperationException(error.ToString());
    }
}
