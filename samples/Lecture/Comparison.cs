using System.Globalization;

namespace Micrograd.Samples.Lecture;

/// <summary>Prints derivatives side by side: numerical, on the tape, generated.</summary>
internal static class Comparison
{
    /// <summary>Writes a chapter's title.</summary>
    internal static void WriteTitle(TextWriter output, string title) => output.Write($"\n{title}\n{new string('-', title.Length)}\n");

    /// <summary>Writes one line, in the invariant culture.</summary>
    internal static void WriteLine(TextWriter output, FormattableString line) => output.Write(line.ToString(CultureInfo.InvariantCulture) + "\n");

    /// <summary>Writes one line for every variable: its derivative by central differences, on the tape and generated.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <param name="names">The variables' names.</param>
    /// <param name="check">The derivatives.</param>
    internal static void WriteTable(TextWriter output, string[] names, GradientCheckResult check)
    {
        WriteLine(output, $"{"",6}{"numerical",18}{"tape",18}{"generated",18}");
        for (int i = 0; i < names.Length; i++)
        {
            WriteLine(output, $"{names[i],6}{check.CentralDifferences[i],18:F10}{check.Tape![i],18:F10}{check.Generated[i],18:F10}");
        }

        WriteLine(output, $"{(check.Passed ? "all agree" : "THEY PART")}; largest relative difference {check.LargestDifference:0.0e-0}");
    }
}
