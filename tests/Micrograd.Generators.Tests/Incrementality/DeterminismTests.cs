using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Tests.Incrementality;

/// <summary>Over the whole corpus: the generated text depends on the code alone, not on the machine, the culture, the disk or what ran before or beside it.</summary>
public class DeterminismTests
{
    private static readonly Lazy<SortedDictionary<string, string>> LazyExpected = new(static () => Generate(SampleCorpus.Sources));

    private static SortedDictionary<string, string> Expected => LazyExpected.Value;

    [Fact]
    public void Expected_IsTheWholeCorpus() => Assert.True(Expected.Count >= SampleCorpus.Samples.Count);

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    public void Culture_ChangesNothing(string name) => Same(OnThread(() => Generate(SampleCorpus.Sources), new CultureInfo(name)));

    // The spaces and lines of text kept from the source are not the source's.
    [Fact]
    public void CarriageReturns_ChangeNothing() =>
        Same(Generate(SampleCorpus.Sources.Select(static s => (s.Path, s.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal)))));

    [Fact]
    public void Tabs_ChangeNothing() => Same(Generate(SampleCorpus.Sources.Select(static s => (s.Path, s.Text.Replace("    ", "\t", StringComparison.Ordinal)))));

    [Theory]
    [InlineData("C:\\Users\\somebody\\source\\")]
    [InlineData("/home/somebody/with space/ünïcode/")]
    public void Paths_ChangeNothing(string folder) => Same(Generate(SampleCorpus.Sources.Select(s => (folder + s.Path, s.Text))));

    [Fact]
    public void OrderOfFiles_ChangesNothing() => Same(Generate(SampleCorpus.Sources.Reverse()));

    [Fact]
    public void SecondRun_ChangesNothing() => Same(Generate(SampleCorpus.Sources));

    // Two drivers side by side, on compilations of their own and on one they share.
    [Fact]
    public void RunsSideBySide_ChangeNothing()
    {
        CSharpCompilation shared = Compile(SampleCorpus.Sources);
        Func<SortedDictionary<string, string>>[] runs = [() => Generate(SampleCorpus.Sources), () => Generate(SampleCorpus.Sources.Reverse()), () => Generate(shared), () => Generate(shared)];
        SortedDictionary<string, string>[] texts = new SortedDictionary<string, string>[runs.Length];

        Parallel.For(0, runs.Length, i => texts[i] = runs[i]());

        Assert.All(texts, Same);
    }

    private static void Same(SortedDictionary<string, string> actual)
    {
        Assert.Equal(Expected.Keys, actual.Keys);
        Assert.All(Expected, file => Assert.Equal(file.Value, actual[file.Key]));
    }

    private static SortedDictionary<string, string> Generate(IEnumerable<(string Path, string Text)> sources) => Generate(Compile(sources));

    private static SortedDictionary<string, string> Generate(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([GeneratorUnderTest.Create().AsSourceGenerator()], parseOptions: ProbeCompilation.ParseOptions);
        return EditorSession.Texts(driver.RunGenerators(compilation).GetRunResult().Results[0]);
    }

    private static CSharpCompilation Compile(IEnumerable<(string Path, string Text)> sources) => CSharpCompilation.Create(
        "Corpus",
        sources.Select(static s => ProbeCompilation.Parse(s.Text, s.Path)),
        ProbeReferences.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static T OnThread<T>(Func<T> run, CultureInfo culture)
    {
        T result = default!;
        ExceptionDispatchInfo? thrown = null;
        Thread thread = new(
            () =>
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
                try
                {
                    result = run();
                }
                catch (Exception e)
                {
                    thrown = ExceptionDispatchInfo.Capture(e);
                }
            },
            maxStackSize: 16 * 1024 * 1024);
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return result;
    }
}
