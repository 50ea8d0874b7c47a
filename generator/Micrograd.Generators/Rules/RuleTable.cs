namespace Micrograd.Generators.Rules;

/// <summary>The primitives with a derivative rule.</summary>
internal static class RuleTable
{
    public static bool IsKnown(string key) => key.StartsWith("System.Math.", StringComparison.Ordinal) || key.StartsWith("System.MathF.", StringComparison.Ordinal) || (key.StartsWith("double.", StringComparison.Ordinal) && !key.StartsWith("double.Is", StringComparison.Ordinal));
}
