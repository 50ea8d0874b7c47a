using Micrograd.CodeFixes;

namespace Micrograd.Generators.Tests.CodeFixes;

/// <summary>Each fix does what it says, and its diagnostic is gone afterwards.</summary>
public class CodeFixTests
{
    [Theory]
    [InlineData(
        "using Micrograd;\n// Keep me.\nclass C\n{\n    [Differentiable] public static double F(double x) => x;\n}\n",
        "using Micrograd;\n// Keep me.\npartial class C\n{\n    [Differentiable] public static double F(double x) => x;\n}\n")]
    [InlineData(
        "using Micrograd;\npublic static class A { internal struct B { [Differentiable] public static double F(double x) => x; } }",
        "using Micrograd;\npublic static partial class A { internal partial struct B { [Differentiable] public static double F(double x) => x; } }")]
    [InlineData(
        "using Micrograd;\npublic sealed class Net { [Parameter] private double _w; }",
        "using Micrograd;\npublic sealed partial class Net { [Parameter] private double _w; }")]
    public async Task MakePartial_MakesTheTypeAndThoseAroundItPartial(string before, string after)
    {
        Assert.Equal(after, await CodeFixProbe.FixAsync(new MakePartialCodeFix(), before));
        Assert.DoesNotContain("MGRAD0001", CodeFixProbe.Diagnostics(after));
    }

    [Fact]
    public async Task RuleStub_IsAddedToTheTypeAndSilencesTheError()
    {
        string? after = await CodeFixProbe.FixAsync(new DerivativeRuleCodeFix(), """
            using System;
            using Micrograd;

            public static partial class C
            {
                [Differentiable]
                public static double F(double x) => Convert.ToDouble(x);
            }
            """);

        Assert.NotNull(after);
        Assert.Contains("[DerivativeOf(typeof(System.Convert), nameof(System.Convert.ToDouble))]", after, StringComparison.Ordinal);
        Assert.Contains("private static void ToDoubleBackward(double value, double upstream, ref double dValue)", after, StringComparison.Ordinal);
        Assert.Empty(CodeFixProbe.Diagnostics(after!));
    }

    // A method that may write to what it is given has no rule of this form.
    [Fact]
    public async Task RuleStub_IsNotOfferedForAMethodThatMayWrite() => Assert.Null(await CodeFixProbe.FixAsync(new DerivativeRuleCodeFix(), """
        using System;
        using System.Linq;
        using Micrograd;

        public static partial class C
        {
            [Differentiable]
            public static double F(double[] x) => Enumerable.Sum(x);
        }
        """));
}
