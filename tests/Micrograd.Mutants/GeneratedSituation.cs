using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Sdk;

namespace Micrograd.Mutants;

/// <summary>
/// Code that the generator is run over, and what a test asks of the outcome. Where the outcome is the text that the unchanged
/// generator writes, the answer is known, and nothing is compiled.
/// </summary>
internal abstract class GeneratedSituation(string name, IReadOnlyList<SyntaxTree> trees, ProbeSettings? settings = null) : Situation(name)
{
    private readonly CSharpCompilation _input = ProbeCompilation.InputOf(trees, settings);
    private Dictionary<string, string>? _texts;
    private string[] _diagnostics = [];

    protected ProbeSettings Settings { get; } = settings ?? ProbeSettings.Default;

    public override string? Check() => Verdict(Generate(), static _ => true);

    public override string? Ask(int mutant, out bool isDifferent)
    {
        if (_texts is null)
        {
            Learn();
        }

        MutantSwitch.Activate(mutant);
        ProbeCompilation compilation = Generate();
        Dictionary<string, string> texts = Texts(compilation);
        HashSet<string> changed = [.. _texts!.Keys.Union(texts.Keys).Where(file => _texts.GetValueOrDefault(file) != texts.GetValueOrDefault(file))];
        isDifferent = changed.Count > 0 || !Diagnostics(compilation).SequenceEqual(_diagnostics);
        return isDifferent ? Verdict(compilation, method => changed.Any(c => c.Contains($".{method}-", StringComparison.Ordinal))) : null;
    }

    /// <param name="isChanged">Whether the file of the method is another than that of the unchanged generator.</param>
    /// <returns>Why a test fails on what was generated, or null.</returns>
    protected abstract string? Judge(ProbeCompilation compilation, Func<string, bool> isChanged);

    private string? Verdict(ProbeCompilation compilation, Func<string, bool> isChanged)
    {
        try
        {
            return compilation.Run.Results.Select(static r => r.Exception).FirstOrDefault(static e => e is not null) is { } thrown
                ? "threw " + thrown.GetType().Name
                : Judge(compilation, isChanged);
        }
        catch (XunitException failure)
        {
            return failure.Message.Split('\n', 3) is [var first, var second, ..] && first.EndsWith(':') ? second : failure.Message.Split('\n')[0];
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return "generated code threw " + failure.GetType().Name;
        }
    }

    private void Learn()
    {
        MutantSwitch.Activate(MutantSwitch.None);
        ProbeCompilation compilation = Generate();
        _texts = Texts(compilation);
        _diagnostics = Diagnostics(compilation);
    }

    private ProbeCompilation Generate() => ProbeCompilation.Create(_input, Settings);

    private static Dictionary<string, string> Texts(ProbeCompilation compilation) =>
        compilation.Run.GeneratedTrees.ToDictionary(static t => t.FilePath, static t => t.ToString());

    private static string[] Diagnostics(ProbeCompilation compilation) =>
        [.. compilation.GeneratorDiagnostics.Select(static d => $"{d.Id} {d.Location.SourceTree?.FilePath} {d.Location.SourceSpan}").Order(StringComparer.Ordinal)];
}
