using Micrograd.Generators.Tests.Architecture;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Mutants;

/// <summary>Generated files as <c>GeneratedCodeTests</c> has recorded them.</summary>
internal sealed class SnapshotSituation(SyntaxTree file, IReadOnlyDictionary<string, string> recorded) : GeneratedSituation("snapshots of " + file.FilePath, [file])
{
    /// <summary>Null where no method of the file is recorded.</summary>
    public static SnapshotSituation? TryCreate(SyntaxTree file)
    {
        Dictionary<string, string> recorded = [];
        foreach (string method in file.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsMarked).Select(static m => m.Identifier.Text))
        {
            string path = Path.Combine(Repository.Root, "tests", "Micrograd.Generators.Tests", "Snapshots", "__snapshots__", $"GeneratedCodeTests.GeneratedFile_ReadsAsRecorded_{method}.snap");
            if (File.Exists(path))
            {
                recorded[method] = File.ReadAllText(path).Trim();
            }
        }

        // Their methods are recorded as part of a program, in which nothing is visible outside.
        string text = file.ToString().Replace("public static partial class", "internal static partial class", StringComparison.Ordinal);
        return recorded.Count == 0 ? null : new SnapshotSituation(ProbeCompilation.Parse(WithoutPoints(text), file.FilePath), recorded);
    }

    // Helpers may have a marked method's name in another file.
    private static bool IsMarked(MethodDeclarationSyntax method) => method.AttributeLists.SelectMany(static list => list.Attributes).Any(static a => a.Name.ToString() == "Differentiable");

    protected override string? Judge(ProbeCompilation compilation, Func<string, bool> isChanged) =>
        recorded.Where(r => isChanged(r.Key) && Text(compilation, r.Key) != r.Value).Select(static r => "another text than recorded: " + r.Key).FirstOrDefault();

    private static string? Text(ProbeCompilation compilation, string method) =>
        compilation.GeneratedTrees.SingleOrDefault(t => Path.GetFileName(t.FilePath).Contains($".{method}-", StringComparison.Ordinal))?.ToString().Trim();

    private static string WithoutPoints(string text) => string.Join("\n", text.Split('\n').Where(static line => !line.TrimStart().StartsWith("[At(", StringComparison.Ordinal)));
}
