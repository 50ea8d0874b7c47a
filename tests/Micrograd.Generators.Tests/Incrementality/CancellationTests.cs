using System.Diagnostics;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Tests.Incrementality;

/// <summary>An editor cancels at any moment: the run ends with <see cref="OperationCanceledException"/> and nothing else, and the next one is right.</summary>
public class CancellationTests
{
    private const int Lines = 150;

    // Bodies that lowering and the transforms have work with.
    private static string Source(double constant) => $$"""
        using System;
        using Micrograd;

        public static partial class Model
        {
            [Differentiable]
            public static double Long(double[] x)
            {
                double s = {{constant:F3}};
                {{string.Concat(Enumerable.Range(0, Lines).Select(static k => $"for (int i = 0; i < x.Length; i++) {{ s = Math.Sin(s * x[i]) + {k}.5; }}\n"))}}
                return s;
            }

            [Differentiable] public static double Nested(double x) => Half(x) * {{constant:F3}} + Square(x);
            [Differentiable] public static double Square(double x) => x * x;
            private static T Half<T>(T x) where T : System.Numerics.IFloatingPointIeee754<T> => x / (T.One + T.One);
        }
        """;

    [Fact]
    public void CancelledAtAnyMoment_NextRunIsRight()
    {
        CSharpCompilation compilation = Compile(Source(0.0));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([GeneratorUnderTest.Create().AsSourceGenerator()], parseOptions: ProbeCompilation.ParseOptions);
        Stopwatch watch = Stopwatch.StartNew();
        driver = driver.RunGenerators(compilation);
        long whole = watch.Elapsed.Ticks;
        Random random = new(17);
        int cancelled = 0;
        for (int k = 1; k <= 60 && cancelled < 6; k++)
        {
            compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], ProbeCompilation.Parse(Source(k), "Model.cs"));
            using CancellationTokenSource source = new();
            using Timer timer = new(_ => source.Cancel(), null, TimeSpan.FromTicks((long)(whole * random.NextDouble() / (1 + (k % 6)))), Timeout.InfiniteTimeSpan);
            try
            {
                driver = driver.RunGenerators(compilation, source.Token);
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }

            driver = driver.RunGenerators(compilation);
            SortedDictionary<string, string> texts = EditorSession.Texts(driver.GetRunResult().Results[0]);
            Assert.Equal(4, texts.Count);
            Assert.Equal("", texts["diagnostics"]);
            Assert.Contains($"double s = {k}.0", texts.Single(static t => t.Key.Contains("Long", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
        }

        Assert.True(cancelled > 0, "No run was cancelled while it ran.");
        GeneratorDriver cold = CSharpGeneratorDriver.Create([GeneratorUnderTest.Create().AsSourceGenerator()], parseOptions: ProbeCompilation.ParseOptions);
        Assert.Equal(EditorSession.Texts(cold.RunGenerators(compilation).GetRunResult().Results[0]), EditorSession.Texts(driver.GetRunResult().Results[0]));
    }

    [Fact]
    public void CancelledBefore_Throws()
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([GeneratorUnderTest.Create().AsSourceGenerator()], parseOptions: ProbeCompilation.ParseOptions);
        Assert.ThrowsAny<OperationCanceledException>(() => driver.RunGenerators(Compile(Source(1.0)), new CancellationToken(canceled: true)));
    }

    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "Cancelled", [ProbeCompilation.Parse(source, "Model.cs")], ProbeReferences.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
