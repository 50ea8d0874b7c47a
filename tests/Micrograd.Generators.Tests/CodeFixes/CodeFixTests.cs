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

    // Every form of a rule: memory that is read or written, variables by reference, structs, the instance, type parameters.
    [Theory]
    [InlineData("public static extern double M(ReadOnlySpan<double> a, int n);", "Library.M(x, 1)", "static void MBackward(System.ReadOnlySpan<double> a, int n, double upstream, System.Span<double> dA)")]
    [InlineData("public static extern double M(double[] a);", "Library.M(x)", "static void MBackward(double[] a, double upstream, System.Span<double> dA)")]
    [InlineData("public static extern double M(in double a, [NoDiff] double b);", "Library.M(x[0], x[1])", "static void MBackward(in double a, double b, double upstream, ref double dA)")]
    [InlineData("public static extern double M(double upstream);", "Library.M(x[0])", "static void MBackward(double upstream, double upstream_, ref double dUpstream)")]
    [InlineData("public static extern T M<T>(T a) where T : System.Numerics.IFloatingPointIeee754<T>;", "Library.M(x[0])", "static void MBackward<T>(T a, T upstream, ref T dA)")]
    [InlineData("public extern double M(double a);", "new Library().M(x[0])", "static void MBackward(Library library, double a, double upstream, ref double dA)")]
    public async Task RuleStub_HasTheFormThatTheMethodNeeds(string method, string call, string expected)
    {
        string source = $$"""
            using System;
            using Micrograd;

            public sealed class Library
            {
                {{method}}
            }

            public static partial class C
            {
                [Differentiable]
                public static double F(double[] x) => {{call}} + x[0];
            }
            """;
        string? after = await CodeFixProbe.FixAsync(new DerivativeRuleCodeFix(), source);

        Assert.Contains(expected, after, StringComparison.Ordinal);

        // A method without source may keep an array, which only the tape allows for.
        Assert.All(CodeFixProbe.Diagnostics(after!), static id => Assert.Equal("MGRAD0300", id));
    }

    // Nothing that the method takes carries a derivative by its type.
    [Fact]
    public async Task RuleStub_IsNotOfferedWhereNothingCarriesADerivative() => Assert.Null(await CodeFixProbe.FixAsync(new DerivativeRuleCodeFix(), """
        using System;
        using System.Linq;
        using Micrograd;

        public static partial class C
        {
            [Differentiable]
            public static double F(double[] x) => Enumerable.Last(x);
        }
        """));

    [Theory]
    [InlineData("Convert.ToDouble(x) + x", "Convert.ToDouble(Gradient.Stop(x)) + x")]
    [InlineData("Library.Mix(x * 2.0, 1.0) + x", "Library.Mix(Gradient.Stop(x * 2.0), 1.0) + x")]
    public async Task GradientStop_IsPutAroundWhatLosesItsDerivative(string before, string after)
    {
        const string Source = "using System;\nusing Micrograd;\n\npublic static class Library { [System.Runtime.InteropServices.DllImport(\"none\")] public static extern double Mix(double a, double b); }\n\npublic static partial class C { [Differentiable] public static double F(double x) => BODY; }\n";
        string expected = Source.Replace("BODY", after, StringComparison.Ordinal);
        Assert.Equal(expected, await CodeFixProbe.FixAsync(new GradientStopCodeFix(), Source.Replace("BODY", before, StringComparison.Ordinal)));
        Assert.Empty(CodeFixProbe.Diagnostics(expected));
    }

    [Fact]
    public async Task GradientStop_IsPutAroundWhatIsStored()
    {
        const string Before = "public static partial class C { private static double _last; [Micrograd.Differentiable] public static double F(double x) { _last = x * x; return x; } }\n";
        const string After = "public static partial class C { private static double _last; [Micrograd.Differentiable] public static double F(double x) { _last = Micrograd.Gradient.Stop(x * x); return x; } }\n";
        Assert.Equal(After, await CodeFixProbe.FixAsync(new GradientStopCodeFix(), Before));
        Assert.Empty(CodeFixProbe.Diagnostics(After));
    }

    [Fact]
    public async Task NoDiff_IsPutOnTheCalledMethod()
    {
        const string Before = "using Micrograd;\n\npublic class B\n{\n    // Rate.\n    public virtual double Rate(int n) => n;\n}\n\npublic static partial class C { [Differentiable] public static double F(double x, B b) => x * b.Rate(2); }\n";
        string after = Before.Replace("    public virtual", "    [NoDiff]\n    public virtual", StringComparison.Ordinal);
        Assert.Equal(after, await CodeFixProbe.FixAsync(new NoDiffCodeFix(), Before));
        Assert.Empty(CodeFixProbe.Diagnostics(after));
    }
}
