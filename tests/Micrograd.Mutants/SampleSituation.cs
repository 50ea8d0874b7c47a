using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;
using Microsoft.CodeAnalysis;

namespace Micrograd.Mutants;

/// <summary>Sample functions at their points against every oracle, as <c>MatrixTests</c> asks.</summary>
internal sealed class SampleSituation(string name, IReadOnlyList<SyntaxTree> trees, IReadOnlyList<Sample> samples, ProbeSettings settings) : GeneratedSituation(name, trees, settings)
{
    protected override string? Judge(ProbeCompilation compilation, Func<string, bool> isChanged)
    {
        GradientProbe probe = GradientProbe.Load(compilation.Clean(Settings.Expected));
        foreach (Sample sample in samples.Where(s => isChanged(s.Name)))
        {
            foreach (SamplePoint point in sample.Points)
            {
                new OracleCheck(probe[sample.Name], point.Arguments, point.Options).Run();
            }
        }

        return null;
    }
}
