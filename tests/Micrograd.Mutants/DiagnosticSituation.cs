using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Mutants;

/// <summary>A mistake and its diagnostic between ⟦ and ⟧, as <c>DiagnosticTests</c> has them.</summary>
internal sealed class DiagnosticSituation(string id, string marked) : GeneratedSituation($"{id}: {marked}", [Tree(marked)])
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing Micrograd;\n";

    private readonly (int Start, int End) _place = (Usings.Length + marked.IndexOf('⟦', StringComparison.Ordinal), Usings.Length + marked.IndexOf('⟧', StringComparison.Ordinal) - 1);

    protected override string? Judge(ProbeCompilation compilation, Func<string, bool> isChanged)
    {
        Diagnostic[] found = [.. compilation.GeneratorDiagnostics];
        return found.FirstOrDefault(static d => d.Id.StartsWith("MGRAD9", StringComparison.Ordinal)) is { } fault ? fault.Id
            : found.Any(d => d.Id == id && d.Location.SourceSpan.Start == _place.Start && d.Location.SourceSpan.End == _place.End) ? null
            : $"{id} is not reported at its place";
    }

    private static SyntaxTree Tree(string marked) =>
        ProbeCompilation.Parse(Usings + marked.Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal), "Mistake.cs");
}
