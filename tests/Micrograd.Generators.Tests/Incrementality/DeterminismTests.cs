using System.Globalization;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Incrementality;

/// <summary>The same source gives the same text, whoever compiles it, and where. All samples at once.</summary>
public class DeterminismTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Reference = new(() => Generate(Sources()));

    // The path is in no name or text, the order of the files decides nothing, and i is not İ in capitals.
    [Fact]
    public void TurkishCultureOtherPathOtherOrder_SameText() =>
        SameText(Generate(Sources().Reverse().Select(static s => (@"C:\Kullanıcı\" + s.Name, s.Text)), Culture("tr-TR")));

    // A decimal comma and signs of its own would end up in constants; carriage returns in comments.
    [Fact]
    public void GermanCultureOtherLineEnds_SameText() =>
        SameText(Generate(Sources().Select(static s => (s.Name, s.Text.Replace("\n", "\r\n", StringComparison.Ordinal))), Culture("de-DE")));

    [Fact]
    public void SecondRun_SameText() => SameText(Generate(Sources()));

    private static void SameText(IReadOnlyDictionary<string, string> files)
    {
        Assert.NotEmpty(files);
        Assert.Equal(Reference.Value.Keys.Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, string text) in files)
        {
            Assert.Equal(Reference.Value[name], text);
        }
    }

    private static Dictionary<string, string> Generate(IEnumerable<(string Name, string Text)> sources, CultureInfo? culture = null)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture ?? CultureInfo.InvariantCulture;
            ProbeCompilation probe = ProbeCompilation.Create(sources.Select(static s => ProbeCompilation.Parse(s.Text, s.Name)));
            return probe.Run.Results.Single().GeneratedSources.ToDictionary(static s => s.HintName, static s => s.SourceText.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // With the comma and the sign also where the machine has no data about cultures.
    private static CultureInfo Culture(string name)
    {
        CultureInfo culture = (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "\u2212";
        return culture;
    }

    private static IEnumerable<(string Name, string Text)> Sources() => typeof(DeterminismTests).Assembly.GetManifestResourceNames()
        .Where(static name => name.StartsWith("Samples/", StringComparison.Ordinal))
        .Select(static name => (name["Samples/".Length..], Read(name)));

    private static string Read(string resource)
    {
        using StreamReader reader = new(typeof(DeterminismTests).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
