using Micrograd.Samples.Lecture;

namespace Micrograd.Samples.Tests;

public sealed class LectureTests
{
    // The lecture's numbers, for tanh as one operation and composed from exp.
    [Fact]
    public void Neuron_HasTheLecturesNumbers()
    {
        double[] expected = [-1.5, 1.0, 0.5, 0.0, 0.5];
        foreach (GradientCheckResult check in (GradientCheckResult[])[NeuronChapter.Whole(), NeuronChapter.Composed()])
        {
            Assert.True(check.Passed, check.ToString());
            Assert.Equal(Math.Sqrt(0.5), check.Value, 1e-12);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], check.Generated[i], 1e-12);
                Assert.Equal(expected[i], check.Tape![i], 1e-12);
                Assert.Equal(expected[i], check.CentralDifferences[i], 1e-6);
            }
        }
    }

    [Fact]
    public void Network_LearnsTheFourSamplesOnBothEngines()
    {
        Mlp network = new(3, [4, 4, 1], Activation.Tanh, Activation.Tanh, new Random(1337));
        double[] parameters = [.. network.Parameters().Select(parameter => parameter.Data)];
        double tape = double.NaN;
        double generated = double.NaN;
        for (int step = 0; step < 100; step++)
        {
            tape = NetworkChapter.StepOnTape(network, 0.1);
            generated = NetworkChapter.StepGenerated(parameters, 0.1);
            Assert.Equal(tape, generated, 1e-9);
        }

        Assert.InRange(tape, 0.0, 0.01);
    }

    [Fact]
    public void Program_PrintsEveryChapterAndWritesTheGraph()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("lecture-");
        try
        {
            using StringWriter output = new();
            Program.Run(output, directory.FullName);
            string text = output.ToString();
            Assert.DoesNotContain("PART", text, StringComparison.Ordinal);
            Assert.All(
                (string[])["The derivative as a limit", "Several variables", "The graph L", "A neuron", "composed from exp", "Training it"],
                title => Assert.Contains(title, text, StringComparison.Ordinal));
            string dot = File.ReadAllText(Path.Combine(directory.FullName, "neuron.dot"));
            Assert.StartsWith("digraph", dot, StringComparison.Ordinal);
            Assert.Contains("tanh", dot, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
