using Micrograd.Generators.Tests.Architecture;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Transform;

/// <summary>
/// The shape of the code that the sample trains with: what makes it fast is not seen in its result, so that it could be lost
/// without a word.
/// </summary>
public class MoonsLossShapeTests
{
    private static readonly Lazy<string> Text = new(static () =>
    {
        const string Usings = "using System;\n";
        string path = Path.Combine(Repository.Root, "samples", "Moons", "MoonsLoss.cs");
        return ProbeCompilation.Create([ProbeCompilation.Parse(Usings + File.ReadAllText(path), path)]).Clean([]).GeneratedText();
    });

    // Each of the three layers adds a multiple of its inputs to the weights' gradient, and one of the weights to the inputs',
    // except that the first one's inputs are data; the penalty adds one of the parameters.
    [Fact]
    public void ReverseOfDotProducts_AddsScaledVectors() =>
        Assert.Equal(6, Text.Value.Split("DerivativeSpans.AddScaled(").Length - 1);

    // All trips are counted beforehand: what the reverse sweep needs stands in frames, and nothing is pushed.
    [Fact]
    public void RecordsOfTheLoops_AreFrames()
    {
        Assert.Equal(5, Text.Value.Split("arrays.Take<double>(").Length - 1);
        Assert.DoesNotContain("EnterRecords", Text.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(".Push(", Text.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(".Pop", Text.Value, StringComparison.Ordinal);
    }
}
