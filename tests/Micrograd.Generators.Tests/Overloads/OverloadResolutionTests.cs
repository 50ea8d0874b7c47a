using System.Collections.Immutable;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Micrograd.Generators.Tests.Overloads;

/// <summary>The generated overload on Value disturbs no code that compiled before: every expression keeps its symbol, its type and its errors.</summary>
public class OverloadResolutionTests
{
    private static readonly Lazy<ProbeCompilation> Calls = new(() => Compile(OverloadTargets.Calls.Select(static (call, i) =>
        $"public static class Call{i} {{ public static void Run(double x, int n, bool flag, double[] xs) {{ {call} }} }}")));

    private static readonly Lazy<ProbeCompilation> References = new(() => Compile(OverloadTargets.References.Select(static (reference, i) =>
        $"/// <summary><see cref=\"{reference}\"/></summary>\npublic static class Reference{i} {{ }}")));

    public static TheoryData<string> CallTable => [.. OverloadTargets.Calls];

    public static TheoryData<string> ReferenceTable => [.. OverloadTargets.References];

    [Theory]
    [MemberData(nameof(CallTable))]
    public void Call_MeansTheSameWithTheOverload(string call) =>
        Assert.Equal(Meaning(Calls.Value, Calls.Value.Input, Index(OverloadTargets.Calls, call)), Meaning(Calls.Value, Calls.Value.Output, Index(OverloadTargets.Calls, call)));

    // What lands in the XML file. A bare name may have several candidates now; the compiler assumes one and it must be the user's.
    [Theory]
    [MemberData(nameof(ReferenceTable))]
    public void DocumentationLink_PointsToTheSameWithTheOverload(string reference)
    {
        string name = "Reference" + Index(OverloadTargets.References, reference);
        Assert.Equal(
            References.Value.Input.GetTypeByMetadataName(name)!.GetDocumentationCommentXml(),
            References.Value.Output.GetTypeByMetadataName(name)!.GetDocumentationCommentXml());
    }

    // CS0419, ambiguous reference, would break a build with warnings as errors; a suppressor in the generator's assembly counts.
    [Theory]
    [MemberData(nameof(ReferenceTable))]
    public async Task DocumentationLink_WarnsNoMoreWithTheOverload(string reference)
    {
        int index = Index(OverloadTargets.References, reference);
        Assert.Equal(
            await Warnings(References.Value, References.Value.Input, index),
            await Warnings(References.Value, References.Value.Output, index));
    }

    // Guards the table: were the overloads not generated, every row would pass for nothing.
    [Fact]
    public void EveryTarget_HasItsOverload()
    {
        INamedTypeSymbol targets = Calls.Value.Output.GetTypeByMetadataName("Targets")!;
        string[] marked = [.. Calls.Value.Input.GetTypeByMetadataName("Targets")!.GetMembers().OfType<IMethodSymbol>()
            .Where(static m => m.GetAttributes().Any(static a => a.AttributeClass!.Name == "DifferentiableAttribute"))
            .Select(static m => m.Name).Distinct()];
        Assert.Equal(22, marked.Length);
        Assert.All(marked, name => Assert.Contains(
            targets.GetMembers(name).OfType<IMethodSymbol>(),
            static m => m.GetAttributes().Any(static a => a.AttributeClass!.Name == "OverloadResolutionPriorityAttribute")));
    }

    // The compiler would report the second of two, in a file that the user did not write.
    [Theory]
    [InlineData("[Differentiable] public static double F(double x, in double y) => x * y; public static Value F(Value a, Value b) => a * b;", 0)]
    [InlineData("[Differentiable] public static void F(ref double x) => x *= x; public static void F(ref Value? x) => x = null;", 0)]
    [InlineData("[Differentiable] public static (double X, double Y) F((double X, double Y) p) => (p.Y, p.X); public static (Value, Value) F((Value A, Value B) p) => p;", 0)]
    [InlineData("[Differentiable] public static double F(double[] x) => x[0]; public static Value F(ReadOnlySpan<Value> x) => x[0];", 1)]
    [InlineData("[Differentiable] public static double F(double x) => x; public static Value F<T>(Value x) => x;", 1)]
    [InlineData("public struct P { public double X, Y; } public struct Q { public double A, B; } [Differentiable] public static double F(P p) => p.X; [Differentiable] public static double F(Q p) => p.B;", 1)]
    public void SameSignatureAsAnotherOverload_IsNotGenerated(string members, int generated)
    {
        ProbeCompilation compilation = GradientProbe.Generate(members).Clean();

        Assert.Equal(generated, compilation.Output.GetTypeByMetadataName("Probes.Functions")!.GetMembers("F")
            .Count(static m => m.GetAttributes().Any(static a => a.AttributeClass!.Name == "OverloadResolutionPriorityAttribute")));
    }

    private static ProbeCompilation Compile(IEnumerable<string> users) => ProbeCompilation.Create(
    [
        ProbeCompilation.Parse(OverloadTargets.Declarations, "Targets.cs"),
        .. users.Select(static (text, i) => ProbeCompilation.Parse(
            "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Linq.Expressions;\nusing Micrograd;\n" + text, $"Use{i}.cs")),
    ]);

    private static int Index(IReadOnlyList<string> table, string row) => table.ToList().IndexOf(row);

    private static IEnumerable<string> Meaning(ProbeCompilation compilation, CSharpCompilation which, int index)
    {
        SyntaxTree tree = compilation.Input.SyntaxTrees[index + 1];
        SemanticModel model = which.GetSemanticModel(tree);
        List<string> meaning = [];
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes(descendIntoTrivia: true).Where(static n => n is ExpressionSyntax or CrefSyntax))
        {
            TypeInfo type = model.GetTypeInfo(node);
            meaning.Add($"{node} is {Describe(model.GetSymbolInfo(node).Symbol)} of type {type.Type?.ToDisplayString()} as {type.ConvertedType?.ToDisplayString()}");
        }

        meaning.AddRange(model.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS0219" && d.Id != "CS1591").Select(static d => d.ToString()));
        return meaning;
    }

    private static async Task<IEnumerable<string>> Warnings(ProbeCompilation compilation, CSharpCompilation which, int index)
    {
        SyntaxTree tree = compilation.Input.SyntaxTrees[index + 1];
        ImmutableArray<DiagnosticAnalyzer> suppressors = [.. typeof(MicrogradGenerator).Assembly.GetTypes()
            .Where(static t => typeof(DiagnosticSuppressor).IsAssignableFrom(t) && !t.IsAbstract)
            .Select(static t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];
        IEnumerable<Diagnostic> all = suppressors.IsEmpty
            ? which.GetDiagnostics()
            : await which.WithAnalyzers(suppressors).GetAllDiagnosticsAsync();
        return all.Where(d => d.Location.SourceTree == tree && !d.IsSuppressed && d.DefaultSeverity >= DiagnosticSeverity.Warning && d.Id != "CS1591").Select(static d => d.ToString());
    }

    private static string? Describe(ISymbol? symbol) => symbol?.ToDisplayString();
}
