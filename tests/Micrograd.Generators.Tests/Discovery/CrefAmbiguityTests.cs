using System.Collections.Immutable;
using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Micrograd.Generators.Tests.Discovery;

/// <summary>A documentation link by name alone, which the overload on <c>Value</c> makes ambiguous for the compiler.</summary>
public class CrefAmbiguityTests
{
    [Theory]
    [InlineData("public static double F(double x) => x;", true)]
    [InlineData("public static double F(double x) => x; public static int F(int x) => x;", false)]
    public async Task LinkByName_IsQuietIfOnlyTheGeneratedOverloadIsAdded(string methods, bool isQuiet)
    {
        ProbeCompilation probe = ProbeCompilation.Create([ProbeCompilation.Parse(
            $"using Micrograd;\n/// <summary>See <see cref=\"F\"/>.</summary>\npublic static partial class A {{ [Differentiable] {methods} }}", "Test.cs")]);
        CompilationWithAnalyzers analyzed = probe.Output.WithAnalyzers([new CrefAmbiguitySuppressor()]);
        ImmutableArray<Diagnostic> diagnostics = await analyzed.GetAllDiagnosticsAsync();

        Assert.Equal(!isQuiet, diagnostics.Any(static d => d is { Id: "CS0419", IsSuppressed: false }));
        Assert.Contains(probe.Output.GetDiagnostics(), static d => d.Id == "CS0419");
    }
}
