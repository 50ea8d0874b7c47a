using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Tests.Architecture;

/// <summary>The house limits of architecture.md section 6 on everything that ships and everything that tests it.</summary>
public class SizeTests
{
    private const int FileLimit = 400;
    private const int MethodLimit = 60;

    // Sample functions are subject matter; PublicAPI and data files are not C#.
    public static TheoryData<string> Files => [.. Repository
        .SourceFiles("src", "generator", "tests", "samples", "benchmarks")
        .Where(static f => !f.Contains("/Samples/Corpus/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_IsNotTooLong(string file)
    {
        int lines = Repository.Read(file).TrimEnd('\n').Split('\n').Length;
        Assert.True(lines <= FileLimit, $"{file} has {lines} lines; {FileLimit} are the limit and 300 the aim.");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Methods_AreNotTooLong(string file)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(Repository.Read(file), ProbeCompilation.ParseOptions).GetRoot();
        foreach (SyntaxNode method in root.DescendantNodes().Where(static n => n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax))
        {
            FileLinePositionSpan span = method.SyntaxTree.GetLineSpan(method.Span);
            int lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            string name = method is MethodDeclarationSyntax declaration ? declaration.Identifier.Text : method.Kind().ToString();
            Assert.True(lines <= MethodLimit, $"{file}: {name} has {lines} lines; {MethodLimit} are the limit and 40 the aim.");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void TypeNames_SayWhatTheyAre(string file)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(Repository.Read(file), ProbeCompilation.ParseOptions).GetRoot();
        Assert.DoesNotContain(
            root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>(),
            static t => new[] { "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Manager" }.Any(suffix => t.Identifier.Text.EndsWith(suffix, StringComparison.Ordinal)));
    }
}
