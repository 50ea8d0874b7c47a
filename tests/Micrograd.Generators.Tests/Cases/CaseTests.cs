using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace Micrograd.Generators.Tests.Cases;

/// <summary>Every grad, policy, tape and diagnostic case of Data/cases.jsonl, compiled one by one with the generator and run.</summary>
public class CaseTests
{
    public static TheoryData<string> Gradients => [.. Case.OfKind("grad", "policy")];

    public static TheoryData<string> Diagnostics => [.. Case.OfKind("diagnostic")];

    public static TheoryData<string> Tapes => [.. Case.OfKind("tape")];

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradient_IsTheIndependentlyComputedOne(string id)
    {
        Case given = Case.All[id];
        if (ExpectedDiagnostics.ById.TryGetValue(id, out string? diagnostic))
        {
            Reports(CaseProbe.Generate(given), diagnostic, DiagnosticSeverity.Error);
            return;
        }

        GradientProbe probe = CaseProbe.Compile(given);
        ProbedMethod method = probe["f"];
        object[] at = CaseProbe.Arguments(given, probe);
        object[] arguments = method.Arguments(at);
        object?[] derivatives = method.Derivatives(arguments, static () => 12345.678);
        double value = (double)method.Gradient(arguments, derivatives)!;
        Check(given, "value", [given.ExpectedValue], [value], method);
        Check(given, "FGradient", given.ExpectedGradient, CaseProbe.Select(given, method, derivatives), method);

        arguments = method.Arguments(at);
        derivatives = method.ZeroDerivatives(arguments);
        method.Tape(arguments, 1.0, derivatives);
        Check(given, "tape", given.ExpectedGradient, CaseProbe.Select(given, method, derivatives), method);

        // Kinks and infinities are the cases' own business; what is held here is that all generated members agree.
        new OracleCheck(method, at, new OracleOptions { Smooth = false, Allocates = true }).Run();
    }

    [Theory]
    [MemberData(nameof(Diagnostics))]
    public void UnsupportedCode_IsReportedOrSupported(string id)
    {
        Case given = Case.All[id];
        ProbeCompilation compilation = CaseProbe.Generate(given);
        if (ExpectedDiagnostics.ById.TryGetValue(id, out string? diagnostic))
        {
            Reports(compilation, diagnostic, given.Severity == "warning" ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error);
        }
        else if (given.Severity == "error")
        {
            Assert.Fail($"{id} must be reported, with its diagnostic in the table of expected ones.\n{compilation.Describe(compilation.GeneratorDiagnostics)}");
        }
        else
        {
            compilation.Clean();
        }
    }

    [Theory]
    [MemberData(nameof(Tapes))]
    public void Tape_GivesTheIndependentlyComputedGradient(string id)
    {
        Case given = Case.All[id];
        (double value, IReadOnlyDictionary<string, double> gradient) = TapeCase.Run(given);

        Assert.True(given.IsExpected(given.ExpectedValue, value), $"{id}: value {value:R}, expected {given.ExpectedValue:R}");
        foreach ((string name, double expected) in given.ExpectedGradientByName)
        {
            Assert.True(given.IsExpected(expected, gradient[name]), $"{id}: gradient of {name} is {gradient[name]:R}, expected {expected:R}");
        }
    }

    [Fact]
    public void ExpectedDiagnostics_NameExistingCases() =>
        Assert.All(ExpectedDiagnostics.ById.Keys, static id => Assert.Contains(Case.All.Values, c => c.Id == id));

    private static void Reports(ProbeCompilation compilation, string id, DiagnosticSeverity severity)
    {
        if (compilation.Run.Results.Any(static r => r.Exception is not null))
        {
            throw new XunitException("The generator threw.\n" + compilation.Describe([]));
        }

        Diagnostic[] all = [.. compilation.GeneratorDiagnostics];
        Assert.True(
            all.Any(d => d.Id == id && d.DefaultSeverity == severity) && !all.Any(static d => d.Id.StartsWith("MGRAD9", StringComparison.Ordinal)),
            $"Expected {id}, found [{string.Join(", ", all.Select(static d => d.Id).Distinct())}].\n{compilation.Describe(all)}");
        Assert.All(all, static d => Assert.True(d.Location.IsInSource, $"{d.Id} has no place in the source."));
    }

    private static void Check(Case given, string what, double[] expected, double[] actual, ProbedMethod method)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                given.IsExpected(expected[i], actual[i]),
                $"{given.Id}, {what}: [{string.Join(", ", actual.Select(static a => a.ToString("R")))}], expected [{string.Join(", ", expected.Select(static e => e.ToString("R")))}]\n{given.Source}\n{method.GeneratedText}");
        }
    }
}
