using System.Text.Json;
using Xunit.Abstractions;
using Micrograd.Generators.Tests.Probing;
namespace Micrograd.Generators.Tests;

public class ScratchGenericsTests(ITestOutputHelper output)
{
    [Fact]
    public void All()
    {
        foreach (string file in Directory.GetFiles("/tmp/gen", "*.cs").Order())
        {
            string text = File.ReadAllText(file);
            string name = Path.GetFileName(file);
            try
            {
                GradientProbe probe = GradientProbe.Compile(text, new ProbeSettings());
                foreach (string line in text.Split('\n').Where(static l => l.StartsWith("// @")))
                {
                    string[] parts = line[4..].Split(' ', 2);
                    object[] at = [.. JsonDocument.Parse(parts[1]).RootElement.EnumerateArray().Select(static e => e.ValueKind == JsonValueKind.Array ? (object)e.EnumerateArray().Select(static x => x.GetDouble()).ToArray() : e.GetDouble())];
                    try { probe.AgreesWithAllOracles(parts[0], at, new OracleOptions { Allocates = true }); output.WriteLine($"ok   {name} {parts[0]}"); }
                    catch (Exception e) { output.WriteLine($"FAIL {name} {parts[0]}: {e.Message[..Math.Min(e.Message.Length, 3000)]}"); }
                }

                if (text.Contains("// show")) { output.WriteLine(probe.Compilation.GeneratedText()); }
            }
            catch (Exception e) { output.WriteLine($"FAIL {name}: {e.Message.Split("// =====")[0]}"); }
        }
    }
}
