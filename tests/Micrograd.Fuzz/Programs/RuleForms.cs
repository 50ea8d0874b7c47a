using System.Globalization;
using Micrograd.Generators.Rules;
using Micrograd.Generators.Tests.Rules;

namespace Micrograd.Fuzz.Programs;

/// <summary>A call for every row of the rule table, as a template that maps any operand into the row's domain.</summary>
internal static class RuleForms
{
    public static IReadOnlyList<string> OnDouble { get; } = Templates(static k => !k.Contains("float", StringComparison.Ordinal));

    public static IReadOnlyList<string> OnSingle { get; } = Templates(static k => !k.Contains("double", StringComparison.Ordinal));

    public static int Operands(string template) => Enumerable.Range(0, 4).Count(i => template.Contains("$" + i, StringComparison.Ordinal));

    // Operators, SinCos and Stop have forms of their own.
    private static string[] Templates(Func<string, bool> filter) =>
    [
        .. RuleTable.All.Where(r => filter(r.Key) && r.Key.EndsWith(')') && !r.Key.StartsWith("operator", StringComparison.Ordinal) && !r.Key.Contains("Stop", StringComparison.Ordinal)).Select(static r => Template(r)),
    ];

    private static string Template(DerivativeRule rule)
    {
        int open = rule.Key.IndexOf('(', StringComparison.Ordinal);
        string[] types = rule.Key[(open + 1)..^1].Split(", ");
        string method = rule.Key[..open].Replace("System.", "$S", StringComparison.Ordinal);
        int operand = 0;
        return $"{method}({string.Join(", ", types.Select((t, i) => Argument(rule, t, i, ref operand)))})";
    }

    private static string Argument(DerivativeRule rule, string type, int index, ref int operand)
    {
        switch (type)
        {
            case "int":
                return rule.TapeMethod is "RootN" or "Round" ? "2" : "-1";
            case "System.MidpointRounding":
                return "$SMidpointRounding.AwayFromZero";
        }

        // Slightly inside, so that a step of the differences stays in the domain.
        (double low, double high) = RuleDomains.Of(rule.TapeMethod, index);
        double middle = (low + high) / 2;
        double half = 0.95 * (high - low) / 2;
        string number = "$" + operand++;
        return low == -2.0 && high == 2.0 && operand == 1 && !Grows(rule.TapeMethod) ? number : string.Create(CultureInfo.InvariantCulture, $"{middle:0.0###}$f + {half:0.0###}$f * $M.Sin({number})");
    }

    private static bool Grows(string method) => method.StartsWith("Exp", StringComparison.Ordinal) || method is "Sinh" or "Cosh";
}
