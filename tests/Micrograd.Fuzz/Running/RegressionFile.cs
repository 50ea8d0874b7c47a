using System.Collections.Immutable;
using System.Globalization;
using Micrograd.Fuzz.Programs;

namespace Micrograd.Fuzz.Running;

/// <summary>A failed program as a file of the corpus' form: the marked method with its points.</summary>
internal static class RegressionFile
{
    public static string Write(Failure failure)
    {
        string options = $"Smooth = false, {(failure.Program.Allocates ? "Allocates = true, " : "")}Tolerance = 1e-10";
        string points = string.Concat(failure.Program.Points.Select(p => $"\n    [At({string.Join(", ", p.Select(Text))}, {options})]"));
        NameScheme names = failure.Kind.Contains("Hostile", StringComparison.Ordinal) ? NameScheme.Hostile : NameScheme.Plain;
        string message = failure.Message.Split('\n')[0];
        return $"// Seed {failure.Program.Seed}, {failure.Kind}: {message}\n{ProgramPrinter.Print(failure.Program, names, attributes: "[Differentiable]" + points)}";
    }

    private static string Text(object value) => value switch
    {
        double[] numbers => $"new double[] {{ {string.Join(", ", numbers.Select(static n => n.ToString("R", CultureInfo.InvariantCulture)))} }}",
        int[] numbers => $"new int[] {{ {string.Join(", ", numbers)} }}",
        double number => number.ToString("0.0###", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
