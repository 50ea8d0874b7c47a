using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Benchmarks;

/// <summary>One method of so many lines: twice the lines should take twice the time.</summary>
[MemoryDiagnoser]
public class LengthBenchmark
{
    private CSharpCompilation _compilation = null!;

    [Params(625, 1250, 2500, 5000)]
    public int Lines { get; set; }

    [Params("statements", "branches", "loops", "calls", "terms")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        string lines = string.Concat(Enumerable.Range(0, Lines).Select(Line));
        _compilation = GeneratorHost.Compile($$"""
            using System;
            using Micrograd;

            public static partial class Model
            {
                [Differentiable]
                public static double Long(double[] a, double x, double y)
                {
                    double s = x{{(Kind == "terms" ? "\n" : ";\n")}}{{lines}};
                    return s;
                }

                private static double Damped(double a, double b)
                {
                    double c = a * b;
                    return c > 3.0 ? Math.Log(c) : c * a;
                }
            }
            """);
    }

    [Benchmark]
    public GeneratorDriver Generate() => GeneratorHost.Run(GeneratorHost.NewDriver(), _compilation.Clone());

    private string Line(int k) => Kind switch
    {
        "statements" => $"s = s * y + Math.Sin(s * {k % 7 + 1}.5) * a[{k % 5}];\n",
        "branches" => $"if (s > {k}) {{ s = s * x; y += Math.Exp(s); }} else {{ s -= y; }}\n",
        "loops" => "for (int i = 0; i < a.Length; i++) { double u = a[i] * s; a[i] = u * 0.5 + Math.Cos(u); }\n",
        "calls" => $"s = Damped(s, y) + {k};\n",
        _ => $" + x * {k}.0 * y\n",
    };
}
