using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Benchmarks;

/// <summary>What a keystroke costs in a project of 500 marked methods: everything anew, an edit elsewhere, an edit in one of them.</summary>
public class EditBenchmark
{
    private const int Methods = 500;
    private CSharpCompilation _compilation = null!;
    private CSharpCompilation _editedElsewhere = null!;
    private CSharpCompilation _editedInside = null!;
    private GeneratorDriver _driver = null!;

    [GlobalSetup]
    public void Setup()
    {
        _compilation = GeneratorHost.Compile(Model(0.5), "class Other { }");
        _editedElsewhere = _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[1], GeneratorHost.Parse("class Other { int _field; }", "File1.cs"));
        _editedInside = _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[0], GeneratorHost.Parse(Model(0.25), "File0.cs"));
        _driver = GeneratorHost.Run(GeneratorHost.NewDriver(), _compilation);
    }

    /// <summary>All 500 methods, in a driver that has seen nothing.</summary>
    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => GeneratorHost.Run(GeneratorHost.NewDriver(), _compilation.Clone());

    /// <summary>Another file changed: the compiler has all methods bound again, nothing behind that runs.</summary>
    [Benchmark]
    public GeneratorDriver EditElsewhere() => GeneratorHost.Run(_driver, _editedElsewhere.Clone());

    /// <summary>A constant changed in one method: that one is differentiated.</summary>
    [Benchmark]
    public GeneratorDriver EditInside() => GeneratorHost.Run(_driver, _editedInside.Clone());

    private static string Model(double factor)
    {
        IEnumerable<string> methods = Enumerable.Range(0, Methods).Select(k => $$"""
                [Differentiable]
                public static double Loss{{k}}(ReadOnlySpan<double> weights, [NoDiff] ReadOnlySpan<double> x, [NoDiff] double y)
                {
                    double z = 0.0;
                    for (int i = 0; i < x.Length; i++)
                    {
                        z += weights[i] * x[i];
                    }

                    double error = Math.Tanh(z) - y + {{(k == 250 ? factor : 0.5)}};
                    return error > 0 ? error * error : -error;
                }

            """);
        return $"using System;\nusing Micrograd;\n\npublic static partial class Model\n{{\n{string.Concat(methods)}}}\n";
    }
}
