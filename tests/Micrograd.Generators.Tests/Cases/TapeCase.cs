using System.Text.RegularExpressions;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Cases;

/// <summary>Runs the statements of a tape case and reads the gradients of the variables it names.</summary>
internal static partial class TapeCase
{
    public static (double Value, IReadOnlyDictionary<string, double> Gradient) Run(Case given)
    {
        string root = BackwardCall().Matches(given.Source)[^1].Groups[1].Value;
        string reads = string.Join(" ", given.ExpectedGradientByName.Keys.Select(static name => $"gradient[\"{name}\"] = {name}.Grad;"));
        ProbeCompilation compilation = ProbeCompilation.Create(
        [
            ProbeCompilation.Parse(
                $$"""
                using System; using System.Linq; using System.Numerics; using System.Collections.Generic; using Micrograd;
                public static class CASE
                {
                    public static double Run(Dictionary<string, double> gradient)
                    {
                        {{given.Source}}
                        {{reads}}
                        return {{root}}.Data;
                    }
                }
                """,
                "Case.cs"),
        ]);
        Dictionary<string, double> gradient = [];
        double value = compilation.Clean().Load().GetType("CASE")!.GetMethod("Run")!.CreateDelegate<Func<Dictionary<string, double>, double>>()(gradient);
        return (value, gradient);
    }

    [GeneratedRegex(@"(\w+)\.Backward\(\)")]
    private static partial Regex BackwardCall();
}
