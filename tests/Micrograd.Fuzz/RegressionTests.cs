using System.Reflection;
using Micrograd.Fuzz.Programs;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;
using Microsoft.CodeAnalysis;

namespace Micrograd.Fuzz;

/// <summary>Programs that failed once, reduced, under every switch of the generator.</summary>
public class RegressionTests
{
    public static TheoryData<string, string> Regressions
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string resource in Resources("Regressions/"))
            {
                foreach (GeneratorSwitches switches in GeneratorSwitches.All)
                {
                    rows.Add(resource, switches.Name);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Regressions))]
    public void Program_AgreesWithAllOracles(string resource, string switches)
    {
        SyntaxTree[] trees = [Tree("Samples/At.cs"), Tree(resource)];
        MethodInfo marked = ProbeCompilation.CompileUngenerated(trees).GetTypes().SelectMany(static t => t.GetMethods()).Single(static m => m.GetCustomAttribute<DifferentiableAttribute>() is not null);
        ProbeSettings settings = GeneratorSwitches.All.Single(s => s.Name == switches).Settings with { Expected = ["MGRAD0203", "MGRAD0300"] };
        ProbedMethod method = GradientProbe.CompileFiles(trees, settings)[marked.Name];

        Assert.All(
            marked.GetCustomAttributes().Where(static a => a.GetType().Name == "AtAttribute").Select(static a => SamplePoint.From(a)),
            p => new OracleCheck(method, p.Arguments, p.Options).Run());
    }

    // What cannot be drawn again cannot be found again.
    [Fact]
    public void Seed_GivesTheSameProgram()
    {
        string[] texts = [.. Enumerable.Range(0, 2).Select(static _ => ProgramPrinter.Print(ProgramGenerator.Generate(7, 11), NameScheme.Plain))];

        Assert.Equal(texts[0], texts[1]);
    }

    // CsCheck's size decides which of two programs is the smaller.
    [Fact]
    public void Reductions_AreSmallerAndWellFormed()
    {
        FuzzProgram program = ProgramGenerator.Generate(7, 11);
        FuzzProgram[] smaller = [.. ProgramReduction.Of(program).Where(p => p.Size < program.Size).Take(40)];

        Assert.NotEmpty(smaller);
        Assert.All(smaller, static p => Assert.DoesNotContain(
            ProbeCompilation.Create([ProbeCompilation.Parse(ProgramPrinter.Print(p, NameScheme.Plain), "P.cs")]).Input.GetDiagnostics(),
            static d => d.DefaultSeverity == DiagnosticSeverity.Error));
    }

    private static IEnumerable<string> Resources(string folder) =>
        typeof(RegressionTests).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static SyntaxTree Tree(string resource)
    {
        using StreamReader reader = new(typeof(RegressionTests).Assembly.GetManifestResourceStream(resource)!);
        return ProbeCompilation.Parse(reader.ReadToEnd(), Path.GetFileName(resource));
    }
}
