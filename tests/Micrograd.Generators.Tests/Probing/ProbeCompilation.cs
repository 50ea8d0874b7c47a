using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Sdk;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>A compilation as a careful user has it (nullable, checked, warnings as errors, documentation diagnosed) after a run of the generator.</summary>
internal sealed class ProbeCompilation
{
    public static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    private ProbeCompilation(CSharpCompilation input, CSharpCompilation output, GeneratorDriverRunResult run)
    {
        Input = input;
        Output = output;
        Run = run;
    }

    /// <summary>Is told of every run of the generator, before the test sees it: the mutation tool knows the outcome of a test that sees what it saw before.</summary>
    public static Action<ProbeCompilation>? Onlooker { get; set; }

    /// <summary>The user's code alone.</summary>
    public CSharpCompilation Input { get; }

    /// <summary>The user's code and the generated files.</summary>
    public CSharpCompilation Output { get; }

    public GeneratorDriverRunResult Run { get; }

    public ImmutableArray<Diagnostic> GeneratorDiagnostics => Run.Diagnostics;

    public IEnumerable<SyntaxTree> GeneratedTrees => Run.GeneratedTrees;

    public static ProbeCompilation Create(IEnumerable<SyntaxTree> trees, ProbeSettings? settings = null) => Create(InputOf(trees, settings), settings);

    /// <summary>The user's code as a careful user compiles it; the generator has not run yet.</summary>
    public static CSharpCompilation InputOf(IEnumerable<SyntaxTree> trees, ProbeSettings? settings = null)
    {
        settings ??= ProbeSettings.Default;
        return CSharpCompilation.Create(
            "Probe" + Guid.NewGuid().ToString("N"),
            trees.Select(t => With(settings.ParseOptions, t)),
            [.. ProbeReferences.All, .. settings.ExtraReferences],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: settings.Optimization,
                checkOverflow: settings.CheckOverflow,
                allowUnsafe: settings.AllowUnsafe,
                nullableContextOptions: NullableContextOptions.Enable,
                generalDiagnosticOption: ReportDiagnostic.Error,
                concurrentBuild: false,
                deterministic: true));
    }

    /// <summary>A run of the generator over the compilation.</summary>
    public static ProbeCompilation Create(CSharpCompilation input, ProbeSettings? settings = null)
    {
        settings ??= ProbeSettings.Default;
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [(settings.Generator?.Invoke() ?? GeneratorUnderTest.Create()).AsSourceGenerator()],
            parseOptions: settings.ParseOptions,
            optionsProvider: new BuildProperties(settings.BuildProperties));
        driver = driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _);
        ProbeCompilation made = new(input, (CSharpCompilation)output, driver.GetRunResult());
        Onlooker?.Invoke(made);
        return made;
    }

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path, Encoding.UTF8);

    /// <summary>The trees as they are, compiled and loaded without a run of the generator.</summary>
    public static Assembly CompileUngenerated(IEnumerable<SyntaxTree> trees)
    {
        CSharpCompilation input = CSharpCompilation.Create(
            "Ungenerated" + Guid.NewGuid().ToString("N"),
            trees,
            ProbeReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return Load(Emit(input, static problems => string.Join("\n", problems)));
    }

    /// <summary>What a user would be bothered with: everything in generated files, and errors of the language in the user's own.</summary>
    public ImmutableArray<Diagnostic> CompilerProblems(CSharpCompilation? compilation = null) => Problems((compilation ?? Output).GetDiagnostics());

    /// <summary>Loads the assembly, with <paramref name="extraTrees"/> added, where it can be unloaded again.</summary>
    public Assembly Load(params IEnumerable<SyntaxTree> extraTrees) => Load(Emit(Complete(extraTrees), Describe));

    /// <summary>As <see cref="CompilerProblems"/> and then <see cref="Load(IEnumerable{SyntaxTree})"/>, with every method bound once.</summary>
    /// <returns>Null where there are problems.</returns>
    public Assembly? TryLoad(IEnumerable<SyntaxTree> extraTrees, out ImmutableArray<Diagnostic> problems)
    {
        CSharpCompilation complete = Complete(extraTrees);
        using MemoryStream image = new();
        problems = Problems(complete.Emit(image).Diagnostics);
        return problems.IsEmpty ? Load(image) : null;
    }

    /// <summary>The assembly for other compilations to reference. It stays loaded: programs are loaded where they can be unloaded again, and look here for what they reference.</summary>
    /// <param name="output">What is compiled instead of <see cref="Output"/>.</param>
    public MetadataReference LoadedReference(CSharpCompilation? output = null)
    {
        output ??= Output;
        using MemoryStream image = Emit(output.WithOptions(output.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)), Describe);
        image.Position = 0;
        AssemblyLoadContext.Default.LoadFromStream(image);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    public string GeneratedText() => string.Join("\n", Run.GeneratedTrees.Select(static t => $"// ===== {Path.GetFileName(t.FilePath)}\n{t.GetText()}"));

    /// <summary>The problems with the lines they point at, and the generated files.</summary>
    public string Describe(IEnumerable<Diagnostic> problems)
    {
        StringBuilder text = new();
        foreach (Diagnostic problem in problems.Take(20))
        {
            text.AppendLine(problem.ToString());
            if (problem.Location.SourceTree is { } tree)
            {
                text.Append("    ").AppendLine(tree.GetText().Lines[problem.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim());
            }
        }

        foreach (GeneratorRunResult result in Run.Results.Where(static r => r.Exception is not null))
        {
            text.AppendLine(result.Exception!.ToString());
        }

        return text.AppendLine().Append(GeneratedText()).ToString();
    }

    /// <summary>Fails unless the generator had nothing to say and everything compiles without a warning in the generated files.</summary>
    public ProbeCompilation Clean(params IEnumerable<string> expected)
    {
        if (Run.Results.Any(static r => r.Exception is not null))
        {
            throw new XunitException("The generator threw.\n" + Describe([]));
        }

        if (GeneratorDiagnostics.Any(d => !d.IsSuppressed && !expected.Contains(d.Id)))
        {
            throw new XunitException("The generator reports:\n" + Describe(GeneratorDiagnostics));
        }

        ImmutableArray<Diagnostic> problems = CompilerProblems();
        return problems.IsEmpty ? this : throw new XunitException("The compiler reports:\n" + Describe(problems));
    }

    private ImmutableArray<Diagnostic> Problems(ImmutableArray<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Where(d =>
            d.DefaultSeverity == DiagnosticSeverity.Error
            || (d.DefaultSeverity == DiagnosticSeverity.Warning && d.Location.SourceTree is { } tree && Run.GeneratedTrees.Contains(tree))),
    ];

    private CSharpCompilation Complete(IEnumerable<SyntaxTree> extraTrees)
    {
        CSharpParseOptions options = (CSharpParseOptions)Input.SyntaxTrees[0].Options;
        CSharpCompilation complete = Output.AddSyntaxTrees(extraTrees.Select(t => With(options, t)));
        return complete.WithOptions(complete.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default));
    }

    private static SyntaxTree With(CSharpParseOptions options, SyntaxTree tree) => tree.Options.Equals(options) ? tree : tree.WithRootAndOptions(tree.GetRoot(), options);

    private static MemoryStream Emit(CSharpCompilation compilation, Func<IEnumerable<Diagnostic>, string> describe)
    {
        MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult emitted = compilation.Emit(image);
        return emitted.Success ? image : throw new XunitException("The probe does not compile.\n" + describe(emitted.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
    }

    private static Assembly Load(MemoryStream image)
    {
        image.Position = 0;
        return new AssemblyLoadContext(name: null, isCollectible: true).LoadFromStream(image);
    }
}
