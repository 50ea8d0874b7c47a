namespace Micrograd.Generators.Diagnostics;

/// <summary>Where a diagnostic is explained.</summary>
internal static class HelpLinks
{
    public static string For(string id) => $"https://github.com/micrograd/Micrograd.Generators/blob/main/generator/diagnostics/{id}.md";
}
