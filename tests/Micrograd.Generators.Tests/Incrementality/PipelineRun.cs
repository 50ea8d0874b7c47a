using System.Collections.Immutable;
using Micrograd.Generators.Pipeline;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Tests.Incrementality;

/// <summary>Two runs of one generator driver, before and after an edit: why did each step run the second time?</summary>
internal sealed class PipelineRun
{
    private PipelineRun(GeneratorRunResult first, GeneratorRunResult second)
    {
        First = first;
        Second = second;
    }

    public GeneratorRunResult First { get; }

    public GeneratorRunResult Second { get; }

    public static PipelineRun Edit(string before, string after, string? otherBefore = null, string? otherAfter = null)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Incremental",
            [Parse(before, "Model.cs"), Parse(otherBefore ?? "", "Other.cs")],
            ProbeReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new MicrogradGenerator().AsSourceGenerator()],
            parseOptions: ProbeCompilation.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        GeneratorRunResult first = driver.GetRunResult().Results[0];

        ImmutableArray<SyntaxTree> trees = compilation.SyntaxTrees;
        CSharpCompilation edited = compilation;
        edited = before == after ? edited : edited.ReplaceSyntaxTree(trees[0], Parse(after, "Model.cs"));
        edited = otherBefore == otherAfter ? edited : edited.ReplaceSyntaxTree(trees[1], Parse(otherAfter ?? "", "Other.cs"));
        driver = driver.RunGenerators(edited);
        return new(first, driver.GetRunResult().Results[0]);
    }

    /// <summary>Nothing behind the model ran: the edit cost binding and lowering alone.</summary>
    public void CachedBehindModel()
    {
        Assert.All(Reasons(TrackingNames.Model), static reason => Assert.True(reason is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached, reason.ToString()));
        Assert.All(Reasons(TrackingNames.Differentiate), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(Reasons(TrackingNames.File), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(SourceOutputs(), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    /// <summary>Why each output of a step came about in the second run, in order of the methods.</summary>
    public IncrementalStepRunReason[] Reasons(string step) =>
        [.. Second.TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason)];

    private IEnumerable<IncrementalStepRunReason> SourceOutputs() => Second.TrackedOutputSteps
        .SelectMany(static steps => steps.Value)
        .Where(static step => step.Inputs.Any(static input => input.Source.Name == TrackingNames.File))
        .SelectMany(static step => step.Outputs)
        .Select(static output => output.Reason);

    private static SyntaxTree Parse(string source, string path) => ProbeCompilation.Parse(source, path);
}
