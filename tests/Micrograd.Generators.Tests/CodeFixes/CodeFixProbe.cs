using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Tests.CodeFixes;

/// <summary>Runs the generator on a source, and one code fix on the first of its diagnostics that the fix is for.</summary>
internal static class CodeFixProbe
{
    /// <summary>The source afterwards; null where no fix is offered.</summary>
    public static async Task<string?> FixAsync(CodeFixProvider provider, string source)
    {
        ProbeCompilation compilation = ProbeCompilation.Create([ProbeCompilation.Parse(source, "Fixed.cs")]);
        Diagnostic found = compilation.GeneratorDiagnostics.First(d => provider.FixableDiagnosticIds.Contains(d.Id));

        using AdhocWorkspace workspace = new();
        Project project = workspace.AddProject("Fixed", LanguageNames.CSharp)
            .WithParseOptions(compilation.Input.SyntaxTrees[0].Options)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .AddMetadataReferences(compilation.Input.References);
        Document document = project.AddDocument("Fixed.cs", source);
        SyntaxTree tree = (await document.GetSyntaxTreeAsync())!;
        Diagnostic diagnostic = Diagnostic.Create(found.Descriptor, Location.Create(tree, found.Location.SourceSpan), "");

        List<CodeAction> actions = [];
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        if (actions.Count == 0)
        {
            return null;
        }

        ApplyChangesOperation change = (await actions[0].GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        return (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString().ReplaceLineEndings("\n");
    }

    /// <summary>What the generator says about a source.</summary>
    public static IEnumerable<string> Diagnostics(string source) =>
        ProbeCompilation.Create([ProbeCompilation.Parse(source, "Fixed.cs")]).GeneratorDiagnostics.Select(static d => d.Id);
}
