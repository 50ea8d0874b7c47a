using System.Text.RegularExpressions;

namespace Micrograd.Generators.Tests.Documentation;

/// <summary>A row of <c>generator/LANGUAGE.md</c>: a construct, what is said to happen to it, and the members that show it.</summary>
internal sealed partial record LanguageRow(string Construct, string Result, string Example)
{
    public const string Generated = "generated";
    public const string OnTheTape = "on the tape";

    /// <summary>Known to be wrong: generated without a word, and the derivative through it is missing.</summary>
    public const string Lost = "**lost**";

    /// <summary>Known to be wrong: the compiler stops at the generated code.</summary>
    public const string Broken = "**does not compile**";

    public bool IsLost => Result == Lost;

    public static IReadOnlyList<LanguageRow> ReadAll(string page) =>
    [
        .. page.Split('\n')
            .Select(static line => Row().Match(line))
            .Where(static row => row.Success)
            .Select(static row => new LanguageRow(Text(row, "construct"), Text(row, "result"), Text(row, "example"))),
    ];

    /// <summary>A diagnostic's id with a link to its page.</summary>
    public static string Link(string id) => $"[{id}](diagnostics/{id}.md)";

    /// <summary>The page with what really happens in the second column.</summary>
    public static string Rewrite(string page, Func<LanguageRow, string> result) =>
        string.Join("\n", page.Split('\n').Select(line =>
        {
            Match row = Row().Match(line);
            Group old = row.Groups["result"];
            return row.Success
                ? line[..old.Index] + result(new LanguageRow(Text(row, "construct"), Text(row, "result"), Text(row, "example"))) + line[(old.Index + old.Length)..]
                : line;
        }));

    // A bar inside a cell is written \|.
    private static string Text(Match row, string group) => row.Groups[group].Value.Replace("\\|", "|", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| (?<construct>(\\\||[^|])+) \| (?<result>[^|]+) \| `(?<example>.+)` \|\r?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
