using System.Collections.Immutable;
using System.Reflection;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Tests.Cases;

/// <summary>A case compiled with the generator, as the file's README says: members of a static partial class CASE, with f marked.</summary>
internal static class CaseProbe
{
    private static readonly Lazy<MetadataReference> SomeLib = new(CompileSomeLib);

    public static ProbeSettings Settings { get; } = new() { ExtraReferences = [SomeLib.Value] };

    public static ProbeCompilation Generate(Case given) => ProbeCompilation.Create(Trees(given), Settings);

    public static GradientProbe Compile(Case given) => GradientProbe.CompileFiles(Trees(given), Settings);

    /// <summary>The call's arguments at the case's point.</summary>
    public static object[] Arguments(Case given, GradientProbe probe)
    {
        ConstructorInfo point = probe.Assembly.GetType("Cases.CasePoint")!.GetConstructor([typeof(double[])])!;
        object made = point.Invoke([given.Point]);
        return (object[])made.GetType().GetField("Arguments")!.GetValue(made)!;
    }

    /// <summary>The derivatives that belong to the case's active inputs, in their order.</summary>
    public static double[] Select(Case given, ProbedMethod method, object?[] derivatives)
    {
        List<double> selected = [];
        HashSet<string> names = [.. given.Active.Select(BaseName)];

        // Some cases name an array x where the parameter is p: such a name means the next parameter that no other name means.
        Queue<int> unnamed = new(Enumerable.Range(0, derivatives.Length)
            .Where(i => derivatives[i] is not null && !names.Contains(method.Parameters[i].Name)));
        Dictionary<string, int> byName = Enumerable.Range(0, derivatives.Length).ToDictionary(i => method.Parameters[i].Name);
        foreach (string active in given.Active)
        {
            string name = BaseName(active);
            if (!byName.TryGetValue(name, out int parameter))
            {
                parameter = unnamed.Dequeue();
                byName.Add(name, parameter);
            }

            int bracket = active.IndexOf('[', StringComparison.Ordinal);
            int element = bracket < 0 ? 0 : int.Parse(active.AsSpan(bracket + 1).TrimEnd(']'), System.Globalization.CultureInfo.InvariantCulture);
            selected.Add(ProbedMethod.Flatten([derivatives[parameter]])[element]);
        }

        return [.. selected];
    }

    private static string BaseName(string active) => active.Split('[')[0];

    private static IEnumerable<SyntaxTree> Trees(Case given)
    {
        const string Usings = "using System; using System.Linq; using System.Numerics; using System.Collections.Generic; using Micrograd;\nnamespace Cases;\n";
        SyntaxTree tree = ProbeCompilation.Parse($"{Usings}public static partial class CASE\n{{\n{given.Source}\n}}\n", "Case.cs");
        MethodDeclarationSyntax[] functions = [.. tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()];
        if (!functions.Any(static f => f.AttributeLists.ToString().Contains("Differentiable")))
        {
            MethodDeclarationSyntax function = functions.Single(static f => f.Identifier.Text == "f" && f.Parent is ClassDeclarationSyntax { Identifier.Text: "CASE" });
            tree = ProbeCompilation.Parse(tree.ToString().Insert(function.SpanStart, "[Differentiable] "), "Case.cs");
        }

        // What the call means is the compiler's business: its arguments are evaluated as C#, over the flat point v.
        string arguments = given.Call is { } call
            ? string.Join(", ", ((InvocationExpressionSyntax)SyntaxFactory.ParseExpression(call)).ArgumentList.Arguments.Select(static a => $"(object)({a})"))
            : "";
        return
        [
            tree,
            ProbeCompilation.Parse($"{Usings}public sealed class CasePoint {{ public readonly object[] Arguments; public CasePoint(double[] v) {{ Arguments = new object[] {{ {arguments} }}; }} }}", "CasePoint.cs"),
        ];
    }

    private static MetadataReference CompileSomeLib()
    {
        CSharpCompilation library = CSharpCompilation.Create(
            "SomeLib",
            [ProbeCompilation.Parse("public static class SomeLib { public static double External(double x) => x; }", "SomeLib.cs")],
            ProbeReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using MemoryStream image = new();
        Assert.True(library.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray().ToImmutableArray());
    }
}
