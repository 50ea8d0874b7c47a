using Micrograd.Generators.Pipeline;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Incrementality;

/// <summary>What runs again after an edit. Discovery and Bind always do (the attribute transform is not ours to cache); nothing behind the model may.</summary>
public class RunReasonTests
{
    private const string Source = """
        using System;
        using Micrograd;

        namespace Demo;

        public static partial class Model
        {
            [Differentiable]
            public static double Square(double x)
            {
                double y = x * x + 0.0;
                return y;
            }

            [Differentiable]
            public static double Wave(double x) => Math.Sin(x);
        }
        """;

    [Fact]
    public void Unedited_NothingRuns()
    {
        PipelineRun run = PipelineRun.Edit(Source, Source, "class A;", "class A { int B; }");

        Assert.Equal(2, run.First.GeneratedSources.Length);
        run.CachedBehindModel();
    }

    [Fact]
    public void Comment_BehindModelCached() => Edit("double y =", "/* half */ double y =").CachedBehindModel();

    [Fact]
    public void CommentLineAbove_BehindModelCached() => Edit("[Differentiable]", "// a line that moves every location\n    [Differentiable]").CachedBehindModel();

    [Fact]
    public void WhiteSpace_BehindModelCached() => Edit("double y = x * x", "\n\n        double  y=x  *x").CachedBehindModel();

    [Fact]
    public void UnrelatedMember_BehindModelCached() => Edit("[Differentiable]\n    public static double Wave", "private const int Unrelated = 1;\n\n    [Differentiable]\n    public static double Wave").CachedBehindModel();

    // The local's name is in the generated file; the other method's file stays.
    [Fact]
    public void RenamedLocal_OnlyItsMethodRuns() => OnlyFirstMethodRuns(PipelineRun.Edit(Source, Source.Replace("double y", "double z").Replace("return y", "return z")));

    // Records say 0.0 == -0.0; the model must not, because adding one of them changes the sign of a zero.
    [Fact]
    public void NegativeZero_OnlyItsMethodRuns() => OnlyFirstMethodRuns(Edit("0.0", "-0.0"));

    [Fact]
    public void CommentInATypeWithState_BehindModelCached()
    {
        const string Net = "using Micrograd;\npublic sealed partial class Net { [Parameter] private double _w; [Differentiable] public double At(double x) => _w * x; }";
        PipelineRun run = PipelineRun.Edit(Net, Net.Replace("[Parameter]", "/* trained */\n[Parameter]"));

        Assert.Equal(2, run.First.GeneratedSources.Length);
        run.CachedBehindModel();
        Assert.Equal([IncrementalStepRunReason.Unchanged], run.Reasons(TrackingNames.State));
    }

    [Fact]
    public void AddedMethod_OthersCached()
    {
        PipelineRun run = Edit("[Differentiable]\n    public static double Wave", "[Differentiable]\n    public static double Cube(double x) => x * x * x;\n\n    [Differentiable]\n    public static double Wave");

        Assert.Equal(3, run.Second.GeneratedSources.Length);
        Assert.Equal(IncrementalStepRunReason.Cached, run.Reasons(TrackingNames.Differentiate)[0]);
    }

    private static PipelineRun Edit(string from, string to)
    {
        int at = Source.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{from}' is not in the source.");
        return PipelineRun.Edit(Source, Source[..at] + to + Source[(at + from.Length)..]);
    }

    private static void OnlyFirstMethodRuns(PipelineRun run)
    {
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], run.Reasons(TrackingNames.Model));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], run.Reasons(TrackingNames.Differentiate));
    }
}
