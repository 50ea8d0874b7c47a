using System.Collections.Concurrent;
using System.Reflection;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Sdk;

namespace Micrograd.Generators.Tests.Samples;

/// <summary>
/// The sample functions of Samples/Corpus with their points. All are compiled in one go for each setting of the generator's
/// switches; only where that fails is each file, and each method of a file, tried by itself, so that a failure has one name.
/// </summary>
internal static class SampleCorpus
{
    private static readonly Lazy<IReadOnlyDictionary<string, SyntaxTree>> LazyFiles = new(ReadFiles);
    private static readonly Lazy<IReadOnlyDictionary<string, Sample>> LazySamples = new(ReadSamples);
    private static readonly ConcurrentDictionary<string, Lazy<GradientProbe?>> Batches = new();
    private static readonly ConcurrentDictionary<string, Lazy<GradientProbe>> Parts = new();

    private static readonly ConcurrentDictionary<string, Lazy<ProbeCompilation>> Internal = new();

    public static IReadOnlyDictionary<string, Sample> Samples => LazySamples.Value;

    /// <summary>The files as they are written, by name.</summary>
    public static IReadOnlyList<(string Path, string Text)> Sources => [.. LazyFiles.Value.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => (f.Key, f.Value.ToString()))];

    /// <summary>The method compiled under the switches, in the largest batch that compiles.</summary>
    public static ProbedMethod Compile(Sample sample, GeneratorSwitches switches) => Probe(sample, switches)[sample.Name];

    public static GradientProbe Probe(Sample sample, GeneratorSwitches switches) =>
        Once(Batches, switches.Name, () => TryCompile(LazyFiles.Value.Values, switches))
        ?? Once(Batches, $"{switches.Name}/{sample.File}", () => TryCompile(FileWith(sample, Tree(sample)), switches))
        ?? Once(Parts, $"{switches.Name}/{sample.Name}", () => GradientProbe.CompileFiles(FileWith(sample, OnlyMarked(sample)), switches.Settings));

    /// <summary>The method's file as part of a program: nothing in it is visible outside.</summary>
    public static ProbeCompilation ProbeInternal(Sample sample) => Once(Internal, sample.File, () => ProbeCompilation.Create(FileWith(
        sample,
        ProbeCompilation.Parse(Tree(sample).ToString().Replace("public static partial class", "internal static partial class", StringComparison.Ordinal), sample.File))).Clean());

    private static T Once<T>(ConcurrentDictionary<string, Lazy<T>> made, string key, Func<T> make) =>
        made.GetOrAdd(key, _ => new Lazy<T>(make)).Value;

    private static GradientProbe? TryCompile(IEnumerable<SyntaxTree> trees, GeneratorSwitches switches)
    {
        try
        {
            return GradientProbe.CompileFiles(trees, switches.Settings);
        }
        catch (XunitException)
        {
            return null;
        }
    }

    private static SyntaxTree Tree(Sample sample) => LazyFiles.Value[sample.File];

    private static IEnumerable<SyntaxTree> FileWith(Sample sample, SyntaxTree tree) => [LazyFiles.Value["At.cs"], tree.WithFilePath(sample.File)];

    // The mark is taken off every other method of the file; helpers and marked callees stay, as ordinary methods.
    private static SyntaxTree OnlyMarked(Sample sample)
    {
        SyntaxNode root = Tree(sample).GetRoot();
        IEnumerable<AttributeListSyntax> marks = root.DescendantNodes().OfType<AttributeListSyntax>().Where(a =>
            a.Attributes[0].Name.ToString() == "Differentiable" && ((MethodDeclarationSyntax)a.Parent!).Identifier.Text != sample.Name);
        return ProbeCompilation.Parse(root.RemoveNodes(marks, SyntaxRemoveOptions.KeepNoTrivia)!.ToFullString(), sample.File);
    }

    private static Dictionary<string, SyntaxTree> ReadFiles()
    {
        Assembly assembly = typeof(SampleCorpus).Assembly;
        Dictionary<string, SyntaxTree> files = [];
        foreach (string resource in assembly.GetManifestResourceNames().Where(static n => n.StartsWith("Samples/", StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            string name = Path.GetFileName(resource);
            files.Add(name, ProbeCompilation.Parse(reader.ReadToEnd(), name));
        }

        return files;
    }

    // Points are attributes, read from a compilation without the generator: the theories list them before anything is generated.
    private static Dictionary<string, Sample> ReadSamples()
    {
        Dictionary<string, Sample> samples = [];
        foreach (Type type in ProbeCompilation.CompileUngenerated(LazyFiles.Value.Values).GetTypes())
        {
            foreach (MethodInfo method in type.GetMethods().Where(static m => m.GetCustomAttributes().Any(static a => a is DifferentiableAttribute)))
            {
                SamplePoint[] points = [.. method.GetCustomAttributes().Where(static a => a.GetType().Name == "AtAttribute").Select(static a => SamplePoint.From(a))];
                samples.Add(method.Name, new Sample(method.Name, type.Name + ".cs", points));
            }
        }

        return samples;
    }
}
