using Micrograd.Fuzz.Edits;
using Micrograd.Fuzz.Running;
using Xunit.Abstractions;

namespace Micrograd.Fuzz;

/// <summary>What CI runs of the tool: always the same programs and edits.</summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const ulong Seed = 20251122;

    [Fact]
    public void Programs_AgreeWithEveryOracle()
    {
        FuzzRun run = new(Seed);

        run.Run(0, 300, Environment.ProcessorCount);

        output.WriteLine(CoverageTable.Write(run.Coverage));
        Assert.True(run.Failures.Count == 0, string.Join("\n\n", run.Failures.Take(3).Select(RegressionFile.Write)));
        Assert.True(run.Judged > 280, $"only {run.Judged} programs of 300 were judged; refused: {string.Join(", ", run.Refused)}");
    }

    [Fact]
    public void Edits_LeaveTheGeneratorStanding()
    {
        EditRun run = new(Seed);

        run.Run(0, 500, Environment.ProcessorCount);

        Assert.True(run.Failures.Count == 0, string.Join("\n\n", run.Failures.Take(3).Select(static f => $"{f.Source}, {f.Seed}: {f.Kind}: {f.Message}")));
        Assert.True(run.Cancelled > 0 && run.Broken > 250, $"{run.Cancelled} cancelled, {run.Broken} broken");
    }
}
