using System.Reflection;
using System.Runtime.Loader;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Calls;

/// <summary>The sample functions once more, as methods of a library: a method of a program calls each, and is checked against every oracle.</summary>
public class OtherAssemblyMatrixTests
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(bool)] = "bool",
        [typeof(void)] = "void",
        [typeof(string)] = "string",
        [typeof(double[])] = "double[]",
        [typeof(float[])] = "float[]",
        [typeof(int[])] = "int[]",
        [typeof(Span<double>)] = "Span<double>",
        [typeof(ReadOnlySpan<double>)] = "ReadOnlySpan<double>",
        [typeof(Span<float>)] = "Span<float>",
        [typeof(ReadOnlySpan<float>)] = "ReadOnlySpan<float>",
        [typeof(ReadOnlySpan<int>)] = "ReadOnlySpan<int>",
    };

    private static readonly Lazy<GradientProbe> Program = new(Compile);

    [Fact]
    public void EverySampleOfALibrary_AgreesWithAllOracles()
    {
        List<string> failures = [];
        foreach (ProbedMethod method in Program.Value.Methods.Distinct())
        {
            foreach (SamplePoint point in SampleCorpus.Samples[method.Name].Points)
            {
                Exception? failure = Record.Exception(() => new OracleCheck(method, point.Arguments, point.Options).Run());
                if (failure is not null)
                {
                    failures.Add($"{method.Name}: {failure.Message}");
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures.Select(static f => f.Length > 1500 ? f[..1500] : f)));
    }

    [Fact]
    public void MostSamples_AreCalledThroughTheirPairs()
    {
        string text = Program.Value.Compilation.GeneratedText();
        string[] names = [.. Program.Value.Methods.Select(static m => m.Name).Distinct()];

        Assert.DoesNotContain(names, name => !text.Contains($".{name}Reverse(", StringComparison.Ordinal));
        Assert.True(names.Length >= 120, $"{names.Length} of {SampleCorpus.Samples.Count}");
    }

    private static GradientProbe Compile()
    {
        ProbeCompilation library = SampleCorpus.Probe(SampleCorpus.Samples["Polynomial"], GeneratorSwitches.All[0]).Compilation;
        MetadataReference reference = library.LoadedReference();
        Type[] types = AssemblyLoadContext.Default.Assemblies.Single(a => a.GetName().Name == library.Output.AssemblyName).GetTypes();
        string members = string.Join("\n", types.SelectMany(static t => t.GetMethods()).Where(IsCallable).Select(Wrapper));
        return GradientProbe.Compile(members, ProbeSettings.Default with { ExtraReferences = [reference] });
    }

    // The others have no pair, and are called through what is there besides.
    private static bool IsCallable(MethodInfo method) =>
        method.IsStatic && !method.IsGenericMethod && !method.DeclaringType!.IsGenericType
        && method.GetCustomAttribute<DifferentiableAttribute>() is { WithRespectTo: null or { Length: 0 } }
        && method.DeclaringType.GetMethods().Any(other => other.Name == method.Name + "Forward")
        && method.GetParameters().All(static p => Names.ContainsKey(p.ParameterType));

    private static string Wrapper(MethodInfo method)
    {
        IEnumerable<string> parameters = method.GetParameters().Select(static p => $"{(p.GetCustomAttribute<NoDiffAttribute>() is null ? "" : "[NoDiff] ")}{Names[p.ParameterType]} {Identifier.Escape(p.Name!)}");
        string arguments = string.Join(", ", method.GetParameters().Select(static p => Identifier.Escape(p.Name!)));
        return $"[Differentiable] public static {Names[method.ReturnType]} {method.Name}({string.Join(", ", parameters)}) => global::{method.DeclaringType!.FullName}.{method.Name}({arguments});";
    }

}
