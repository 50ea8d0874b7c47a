using System.Reflection;
using System.Text.RegularExpressions;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Tests.Architecture;

/// <summary>Who may use whom among the generator's folders: architecture.md section 2, read off the using directives and qualified names.</summary>
public partial class DependencyTests
{
    // Pipeline and the generator itself see everything: they are what ties the stages together.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Ir"] = [],
        ["Emit"] = ["Ir"],
        ["Rules"] = ["Ir"],
        ["Normalize"] = ["Ir"],
        ["Analyses"] = ["Ir", "Rules"],
        ["Transform"] = ["Ir", "Rules", "Analyses"],
        ["Optimize"] = ["Ir", "Analyses"],
        ["Symbols"] = ["Ir"],
        ["Lowering"] = ["Ir", "Rules", "Symbols", "Diagnostics"],
        ["Discovery"] = ["Diagnostics", "Ir", "Symbols"],
        ["Diagnostics"] = [],
    };

    private static readonly string[] MayUseRoslyn = ["Discovery", "Lowering", "Symbols", "Diagnostics", "Pipeline", ""];

    public static TheoryData<string> GeneratorFiles => [.. Repository.SourceFiles("generator/Micrograd.Generators")];

    [Theory]
    [MemberData(nameof(GeneratorFiles))]
    public void Folder_UsesOnlyWhatItMay(string file)
    {
        string folder = Folder(file);
        if (folder is "" or "Pipeline")
        {
            return;
        }

        Assert.True(Allowed.ContainsKey(folder), $"{file}: the folder {folder} has no place in architecture.md section 2.");
        Assert.All(
            NamespacesUsed(file).Select(static n => GeneratorNamespace().Match(n)).Where(static m => m.Success).Select(static m => m.Groups[1].Value).Distinct(),
            used => Assert.True(used == folder || Allowed[folder].Contains(used), $"{file} uses {used}; {folder} may use only [{string.Join(", ", Allowed[folder])}]."));
    }

    [Theory]
    [MemberData(nameof(GeneratorFiles))]
    public void Roslyn_IsUsedOnlyAtTheEdges(string file)
    {
        if (!MayUseRoslyn.Contains(Folder(file)))
        {
            Assert.DoesNotContain(NamespacesUsed(file), static n => n.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void RuntimeAndGenerator_DoNotUseEachOther()
    {
        Assert.DoesNotContain(
            Repository.SourceFiles("src"),
            static file => NamespacesUsed(file).Any(static n => n.StartsWith("Micrograd.Generators", StringComparison.Ordinal)));
        Assert.DoesNotContain(
            typeof(MicrogradGenerator).Assembly.GetReferencedAssemblies(),
            static assembly => assembly.Name == "Micrograd");
    }

    // They share metadata names only; a renamed type of the runtime must fail here, not in a user's build.
    [Fact]
    public void MetadataNames_ExistInTheRuntime()
    {
        Assembly runtime = typeof(Value).Assembly;
        IEnumerable<(string File, string Name)> names =
            from file in Repository.SourceFiles("generator/Micrograd.Generators")
            where !file.EndsWith("/DiagnosticCategories.cs", StringComparison.Ordinal)
            from literal in CSharpSyntaxTree.ParseText(Repository.Read(file), ProbeCompilation.ParseOptions).GetRoot().DescendantTokens()
            where literal.IsKind(SyntaxKind.StringLiteralToken) || literal.IsKind(SyntaxKind.InterpolatedStringTextToken) || literal.IsKind(SyntaxKind.SingleLineRawStringLiteralToken) || literal.IsKind(SyntaxKind.MultiLineRawStringLiteralToken)
            from Match match in RuntimeName().Matches(literal.ValueText)
            select (file, match.Groups[1].Value);
        Assert.NotEmpty(names);
        Assert.All(names.Distinct(), pair => Assert.True(Exists(runtime, pair.Name), $"{pair.File} names {pair.Name}, which Micrograd.dll does not have."));
    }

    private static bool Exists(Assembly runtime, string name)
    {
        if (runtime.GetTypes().Any(t => t.FullName == name || t.FullName?.Split('`')[0] == name || t.Namespace == name))
        {
            return true;
        }

        int dot = name.LastIndexOf('.');
        return dot > 0 && runtime.GetType(name[..dot]) is { } type && (name.EndsWith('.') || type.GetMember(name[(dot + 1)..]).Length > 0);
    }

    private static string Folder(string file) =>
        file["generator/Micrograd.Generators/".Length..] is var rest && rest.Contains('/') ? rest[..rest.IndexOf('/')] : "";

    private static IEnumerable<string> NamespacesUsed(string file)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(Repository.Read(file), ProbeCompilation.ParseOptions).GetRoot();
        return root.DescendantNodes().OfType<UsingDirectiveSyntax>().Select(static u => u.NamespaceOrType.ToString())
            .Concat(root.DescendantNodes().OfType<QualifiedNameSyntax>().Select(static q => q.ToString()))
            .Concat(root.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Select(static m => m.ToString()).Where(static m => m.StartsWith("Microsoft.", StringComparison.Ordinal) || m.StartsWith("Micrograd.", StringComparison.Ordinal)))
            .Where(n => !root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Any(d => d.Name.ToString() == n));
    }

    [GeneratedRegex(@"^Micrograd\.Generators\.(\w+)")]
    private static partial Regex GeneratorNamespace();

    [GeneratedRegex(@"(?<![\w.])(?:global::)?(Micrograd\.(?!Generators\b)[A-Z]\w*(?:\.[A-Z]\w*)?)")]
    private static partial Regex RuntimeName();
}
