using System.Text;
using Micrograd.Fuzz.Programs;

namespace Micrograd.Fuzz.Running;

/// <summary>How many programs reached each form of the language, in three columns.</summary>
internal static class CoverageTable
{
    private const int Columns = 3;

    public static string Write(IReadOnlyDictionary<Form, int> coverage)
    {
        string[] cells = [.. Enum.GetValues<Form>().Select(f => $"{f,-26}{coverage.GetValueOrDefault(f),8:N0}")];
        int rows = (cells.Length + Columns - 1) / Columns;
        StringBuilder text = new();
        for (int row = 0; row < rows; row++)
        {
            text.AppendLine(string.Join("   ", Enumerable.Range(0, Columns).Select(c => (c * rows) + row).Where(i => i < cells.Length).Select(i => cells[i])));
        }

        return text.ToString();
    }
}
