using System.Globalization;
using System.Reflection;

namespace Micrograd.Samples.Tests.Readme;

/// <summary>The README's first screen is true: the method, the generated gradient and the printed numbers.</summary>
/// <remarks>With <c>MICROGRAD_UPDATE_README=1</c> the test of the generated code writes it into the README instead.</remarks>
public sealed class ReadmeTests
{
    private static readonly string ReadmeFile = Path.Combine(Metadata("RepositoryRoot"), "README.md");

    [Fact]
    public void Method_IsTheOneThatIsCompiledHere()
    {
        string source = File.ReadAllText(Path.Combine(
            Metadata("RepositoryRoot"), "tests", "Micrograd.Samples.Tests", "Readme", "Model.cs"));
        Assert.Contains(source[source.IndexOf("public static", StringComparison.Ordinal)..], File.ReadAllText(ReadmeFile), StringComparison.Ordinal);
    }

    [Fact]
    public void GeneratedCode_IsWhatTheGeneratorWrites()
    {
        string generated = GeneratedBackward();
        string readme = File.ReadAllText(ReadmeFile);
        if (Environment.GetEnvironmentVariable("MICROGRAD_UPDATE_README") == "1")
        {
            int start = readme.IndexOf("public static double LossBackward(", StringComparison.Ordinal);
            int end = readme.IndexOf("```", start, StringComparison.Ordinal);
            File.WriteAllText(ReadmeFile, readme[..start] + generated + readme[end..]);
            return;
        }

        Assert.True(
            readme.Contains(generated, StringComparison.Ordinal),
            $"The README shows other code; MICROGRAD_UPDATE_README=1 dotnet test puts this in:\n{generated}");
    }

    [Fact]
    public void Numbers_AreThePrintedOnes()
    {
        double[] w = [0.5, -0.3];
        double[] x = [1.0, 2.0];
        double[] dW = new double[2];
        double loss = Model.LossGradient(w, x, 1.0, dW);
        Value[] leaves = [new(0.5), new(-0.3)];
        Value onTape = Model.Loss(leaves, x, 1.0);
        onTape.Backward();

        string[] lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{loss:F6}: {dW[0]:F6} {dW[1]:F6}"),
            string.Create(CultureInfo.InvariantCulture, $"{onTape.Data:F6}: {leaves[0].Grad:F6} {leaves[1].Grad:F6}"),
        ];
        string readme = File.ReadAllText(ReadmeFile);
        Assert.Equal(lines[0], lines[1]);
        Assert.Contains(string.Join('\n', lines), readme, StringComparison.Ordinal);
    }

    private static string GeneratedBackward()
    {
        string file = Assert.Single(Directory.GetFiles(Metadata("GeneratedFiles"), "Model.Loss-*.g.cs", SearchOption.AllDirectories));
        string text = File.ReadAllText(file);
        int start = text.IndexOf("    public static double LossBackward(", StringComparison.Ordinal);
        int end = text.IndexOf("\n    }\n", start, StringComparison.Ordinal) + "\n    }\n".Length;
        return string.Join('\n', text[start..end].Split('\n').Select(line => line.StartsWith("    ", StringComparison.Ordinal) ? line[4..] : line));
    }

    private static string Metadata(string key) => typeof(ReadmeTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key)
        .Value!;
}
