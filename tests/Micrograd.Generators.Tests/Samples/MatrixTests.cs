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

    [Fact]
    public void Corpus_IsLargeEnough() => Assert.True(SampleCorpus.Samples.Count >= 100, $"{SampleCorpus.Samples.Count} samples");
}
