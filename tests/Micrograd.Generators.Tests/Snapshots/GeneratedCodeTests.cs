using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;

namespace Micrograd.Generators.Tests.Snapshots;

/// <summary>What a reader of generated files sees, kept to be reviewed as prose: architecture.md section 4.</summary>
public class GeneratedCodeTests
{
    private static readonly string[] Recorded =
    [
        "Polynomial", "OverwrittenParameters", "IfElse", "EarlyReturns", "Power", "TriangularNest", "WhileWithBreakAndContinue", "Dot",
        "PrefixSumsInPlace", "SwappedBuffers", "AliasingSlices", "RefHelper", "CholeskyLogDeterminant", "MlpLoss", "KalmanLogLikelihood", "RootMeanSquare",
        "UsedAfterCopy", "TryLog", "Moments", "RotateInPlace", "Widened",
        "MethodsReturningStructs", "NestedTuple", "GotoCase", "PatternsWithWhen", "HornerTwice", "ReturnInTry", "DelegateFromSwitch", "VirtualCall", "SelectedSum",
        "FilteredAverage", "FoldedTuple", "PrivateFields", "BoundOfTheLoop", "ManyShapes",
    ];

    public static TheoryData<string> Names => [.. Recorded];

    [Theory]
    [MemberData(nameof(Names))]
    public void GeneratedFile_ReadsAsRecorded(string name) => GeneratedCodeSnapshot.Matches(name, Text(name));

    [Theory]
    [InlineData("Dot")]
    [InlineData("PrefixSumsInPlace")]
    [InlineData("PowerByHalves")]
    public void FileWithAPair_ReadsAsRecorded(string name) => GeneratedCodeSnapshot.Matches(name, FileOf(name, SampleCorpus.Probe(SampleCorpus.Samples[name], GeneratorSwitches.All[0]).Compilation));

    [Theory]
    [MemberData(nameof(Names))]
    public void GeneratedFile_FollowsTheHouseRules(string name)
    {
        string text = Text(name);

        Assert.Contains("// Forward", text);
        Assert.Contains("// Reverse", text);
        Assert.Contains("GeneratedCode", text);
        Assert.DoesNotContain("DebuggerStepThrough", text);
        Assert.DoesNotContain("\r", text);
        Assert.DoesNotContain("\t", text);
        Assert.DoesNotMatch(@"(?m)[ ]+$", text);
        Assert.DoesNotContain("#pragma warning disable\n", text);
        Assert.EndsWith("}\n", text);
    }

    private static string Text(string name) => FileOf(name, SampleCorpus.ProbeInternal(SampleCorpus.Samples[name]));

    private static string FileOf(string name, ProbeCompilation compilation) =>
        compilation.GeneratedTrees.Single(t => Path.GetFileName(t.FilePath).Contains("." + name + "-", StringComparison.Ordinal)).ToString();
}
