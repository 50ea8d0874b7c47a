using Micrograd.Generators.Tests.Documentation;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Mutants;

/// <summary>A row of generator/LANGUAGE.md, as <c>LanguagePageTests</c> reads it.</summary>
internal sealed class LanguageSituation(LanguageRow row) : GeneratedSituation("LANGUAGE.md: " + row.Construct, [Tree(row)])
{
    protected override string? Judge(ProbeCompilation compilation, Func<string, bool> isChanged)
    {
        string[] ids = [.. compilation.GeneratorDiagnostics.Select(static d => d.Id).Distinct().Order(StringComparer.Ordinal)];
        string said = row.Result == LanguageRow.OnTheTape ? "MGRAD0300" : string.Concat(row.Result.Split('[', ']').Where(static part => part.StartsWith("MGRAD", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        if (string.Concat(ids) != said)
        {
            return $"the page says {row.Result}, but it is {string.Join(", ", ids)}";
        }

        if (row.Result is LanguageRow.Generated or LanguageRow.OnTheTape)
        {
            compilation.Clean("MGRAD0300");
            if (LanguageArguments.For(compilation) is { } at)
            {
                GradientProbe probe = GradientProbe.Load(compilation);
                probe.AgreesWithAllOracles("F", at, LanguageArguments.Options(row, probe["F"]));
            }
        }

        return null;
    }

    private static SyntaxTree Tree(LanguageRow row) => ProbeCompilation.Parse(GradientProbe.Wrap(row.Example), "Functions.cs");
}
