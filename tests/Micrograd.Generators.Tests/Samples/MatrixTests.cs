using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Samples;

/// <summary>Sample functions × switches of the generator, each at several points against every oracle.</summary>
public class MatrixTests
{
    public static TheoryData<string, string> Matrix
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string sample in SampleCorpus.Samples.Keys)
            {
                foreach (GeneratorSwitches switches in GeneratorSwitches.All)
                {
                    rows.Add(sample, switches.Name);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Sample_AgreesWithAllOracles(string sample, string switches)
    {
        Sample given = SampleCorpus.Samples[sample];
        ProbedMethod method = SampleCorpus.Compile(given, GeneratorSwitches.All.Single(s => s.Name == switches));

        Assert.NotEmpty(given.Points);
        Assert.All(given.Points, p => new OracleCheck(method, p.Arguments, p.Options).Run());
    }

    // A property that is not read would make its column of the matrix worthless.
    [Fact]
    public void Switches_EachChangeTheGeneratedCode()
    {
        const string Source = "[Differentiable] public static double F(double[] x) { double s = 1.0; for (int i = 0; i < x.Length; i++) { double t = x[i] + s; s *= t * t; } return s; }";
        string[] texts = [.. GeneratorSwitches.All.Select(static s => GradientProbe.Generate(Source, s.Settings).GeneratedText()).Distinct()];

        Assert.Equal(GeneratorSwitches.All.Count, texts.Length);
    }

    [Fact]
    public void Corpus_IsLargeEnough() => Assert.True(SampleCorpus.Samples.Count >= 100, $"{SampleCorpus.Samples.Count} samples");
}
