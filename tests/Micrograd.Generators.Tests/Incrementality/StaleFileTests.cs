using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Tests.Incrementality;

/// <summary>
/// A generated file depends on more than the text of its method: helpers in other files, shapes of structs, constants, overloads, rules.
/// An edit of any of these makes the files anew that depend on it, and no other.
/// </summary>
public class StaleFileTests
{
    private const string Model = """
        using System;
        using Micrograd;

        namespace Demo;

        public static partial class Model
        {
            [Differentiable] public static double Own(double x) { double y = x * x + 0.0; return y; }
            [Differentiable] public static double Helped(double x) => Parts.Twice(x) * x;
            [Differentiable] public static double Deep(double x) => Parts.Deeper(x) * x;
            [Differentiable] public static double Scaled(double x) => x * Parts.Factor;
            [Differentiable] public static double Shaped(Point p) => p.X * p.X;
            [Differentiable] public static double Ruled(double x) => Parts.Special(x);
            [Differentiable] public static double Counted(double x) => Parts.Count(x) * x;
            [Differentiable] public static double Picked(double x) => Parts.Pick(1) * x;
            [Differentiable] public static double Repeated(double x, int n) => Parts.Power(x, n);
            [Differentiable] public static double Shifted(double x) => Parts.Shift(x);
            [Differentiable] public static double Moded(double x) => Parts.Chosen == Mode.Fast ? x : x * x;
            [Differentiable] public static double Built(double x) => new Pair(x, 2.0).Sum * x;
            [Differentiable] public static double Added(double x) { Pair p = new Pair(x, x) + new Pair(x, 1.0); return p.A * p.B; }
            [Differentiable] public static double Called(double x) => Own(x) * x;
            [Differentiable] public static double Level(double x) => x * Parts.Level;
            [Differentiable] public static double Generic(double x) => Parts.Apply(x, new Halver());
        }
        """;

    private const string Parts = """
        using System;
        using Micrograd;

        namespace Demo;

        public enum Mode { Slow, Fast = 3 }

        public struct Point { public double X; public int Kind; }

        public readonly struct Pair
        {
            public readonly double A, B;
            public Pair(double a, double b) { A = a; B = b; }
            public double Sum => A + B;
            public static Pair operator +(Pair p, Pair q) => new(p.A + q.A, p.B + q.B);
        }

        public interface IFunction { double At(double x); }

        public struct Halver : IFunction { public double At(double x) => x * 0.5; }

        internal static class Parts
        {
            public const double Factor = 2.5;
            public const Mode Chosen = Mode.Fast;
            public static double Level => 3.5;
            public static double Twice(double x) => 2.0 * x;
            public static double Deeper(double x) => Deepest(x) + 1.0;
            private static double Deepest(double x) => Math.Sin(x);
            public static double Special(double x) => x * x * x;
            public static double Count(double x) => x > 1.0 ? x : 2.0;
            public static double Pick(double k) => k * 2.0;
            public static double Power(double x, int n) => n == 0 ? 1.0 : x * Power(x, n - 1);
            public static double Shift(double x, double by = 1.5) => x * by;
            public static double Apply<T>(double x, T f) where T : struct, IFunction => f.At(x);
        }
        """;

    private const string Rules = """
        using Micrograd;

        namespace Demo;

        internal static class Rules
        {
            [DerivativeOf(typeof(Parts), nameof(Parts.Special))]
            public static void SpecialRule(double x, double upstream, ref double dX) => dX += upstream * 3.0 * x * x;
        }
        """;

    private static EditorSession Open() => new(("Model.cs", Model), ("Parts.cs", Parts), ("Rules.cs", Rules), ("Other.cs", "class Other { int Count; }"));

    // File, what is replaced, by what, the methods whose files depend on it.
    [Theory]
    [InlineData("Other.cs", "int Count", "int Count, More", "")]
    [InlineData("Other.cs", "", " class Another { void M() { } }", "")]
    [InlineData("Model.cs", "{ double y", "{ /* half */   double  y", "")]
    [InlineData("Model.cs", "[Differentiable]", "\r\n\r\n  [Differentiable]", "")]
    [InlineData("Model.cs", "using System;", "using System; using System.Text;", "")]
    [InlineData("Parts.cs", "public static double Twice", "// doubles\npublic static double Twice", "")]
    [InlineData("Parts.cs", "=> 2.0 * x", "=>   2.0 /* by two */ * x", "")]
    [InlineData("Parts.cs", "public const double Factor", "public const int Unused = 1; public const double Factor", "")]
    [InlineData("Rules.cs", "upstream * 3.0 * x * x", "3.0 * x * x * upstream", "")]
    [InlineData("Model.cs", "double y = x * x + 0.0; return y", "double z = x * x + 0.0; return z", "Called Own")]
    [InlineData("Model.cs", "0.0", "-0.0", "Called Own")]
    [InlineData("Parts.cs", "2.0 * x", "3.0 * x", "Helped")]
    [InlineData("Parts.cs", "Math.Sin(x)", "Math.Cos(x)", "Deep")]
    [InlineData("Parts.cs", "Factor = 2.5", "Factor = 2.25", "Scaled")]
    [InlineData("Parts.cs", "Factor = 2.5", "Factor = -2.5", "Scaled")]
    [InlineData("Parts.cs", "const double Factor", "static readonly double Factor", "Scaled")]
    [InlineData("Parts.cs", "public double X;", "public double X; public double Y;", "?")]
    [InlineData("Parts.cs", "public double X;", "public float X;", "Shaped")]
    [InlineData("Parts.cs", "public double X; public int Kind;", "public int Kind; public double X;", "?")]
    [InlineData("Parts.cs", "public double X;", "[NoDiff] public double Y; public double X;", "?")]
    [InlineData("Parts.cs", "public static double Count", "[NoDiff] public static double Count", "Counted")]
    [InlineData("Parts.cs", "public static double Pick(double", "public static double Pick(int k) => k * 5.0; public static double Pick(double", "Picked")]
    [InlineData("Parts.cs", "x * Power(x, n - 1)", "Power(x, n - 1) * x * x", "Repeated")]
    [InlineData("Parts.cs", "by = 1.5", "by = 1.75", "Shifted")]
    [InlineData("Parts.cs", "Chosen = Mode.Fast", "Chosen = Mode.Slow", "Moded")]
    [InlineData("Parts.cs", "Fast = 3", "Fast = 4", "?")]
    [InlineData("Parts.cs", "A = a; B = b;", "A = a * a; B = b;", "Added Built")]
    [InlineData("Parts.cs", "=> A + B", "=> A - B", "Built")]
    [InlineData("Parts.cs", "p.B + q.B", "p.B * q.B", "Added")]
    [InlineData("Parts.cs", "x * 0.5", "x * 0.25", "Generic")]
    [InlineData("Parts.cs", "Level => 3.5", "Level => 4.5", "?")]
    [InlineData("Rules.cs", "[DerivativeOf(typeof(Parts), nameof(Parts.Special))]", "", "Ruled")]
    [InlineData("Rules.cs", "SpecialRule", "SpecialDerivative", "Ruled")]
    [InlineData("Rules.cs", "static class Rules", "static class MyRules", "Ruled")]
    [InlineData("Model.cs", "double Own(double x)", "double Own(double x, int n = 0)", "Own")]
    [InlineData("Model.cs", "double Own(double x)", "float Own(double x)", "?")]
    [InlineData("Model.cs", "namespace Demo;", "namespace Demo; using static System.Math;", "")]
    [InlineData("Other.cs", "class Other", "namespace Demo { static class Math { public static double Sin(double x) => x; } } class Other", "Deep")]
    public void Edit_RemakesWhatDependsOnIt(string file, string from, string to, string expected)
    {
        EditorSession session = Open();
        Assert.Equal(session.Cold(), EditorSession.Texts(session.Result));

        session.Replace(file, from, to);

        Assert.Equal(session.Cold(), EditorSession.Texts(session.Result));
        if (expected != "?")
        {
            Assert.Equal(expected, string.Join(" ", session.Remade()));
        }

        // And back again.
        session.Replace(file, to.Length == 0 ? "public static void" : to, from.Length == 0 && to.Length > 0 ? "" : to.Length == 0 ? from + "\npublic static void" : from);
        Assert.Equal(session.Cold(), EditorSession.Texts(session.Result));
    }

    [Fact]
    public void Sources_AllAreDifferentiated()
    {
        SortedDictionary<string, string> texts = Open().Cold();

        Assert.Equal("", texts["diagnostics"]);
        Assert.Equal(17, texts.Count);
    }

    [Theory]
    [InlineData("MicrogradOptimize", "false")]
    [InlineData("MicrogradStoreEverything", "true")]
    public void BuildProperty_IsReadAgain(string name, string value)
    {
        EditorSession session = Open().SetProperty(name, value);
        Assert.Equal(session.Cold(), EditorSession.Texts(session.Result));
        Assert.NotEqual(Open().Cold(), session.Cold());

        session.SetProperty("Unrelated", "true");
        Assert.Empty(session.Remade());
    }

    [Fact]
    public void Reference_AddedOrRemoved()
    {
        EditorSession session = Open();
        MetadataReference reference = CSharpCompilation.Create("Elsewhere", [ProbeCompilation.Parse("public class Elsewhere;", "E.cs")], ProbeReferences.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).ToMetadataReference();
        session.Apply(c => c.AddReferences(reference));
        Assert.Empty(session.Remade());

        // Without the runtime library nothing is marked.
        session.Apply(static c => c.RemoveReferences(ProbeReferences.All[^1]));
        Assert.Equal(session.Cold(), EditorSession.Texts(session.Result));
        session.Apply(static c => c.AddReferences(ProbeReferences.All[^1]));
        Assert.Equal(session.Cold(), EditorSession.Texts(session.Result));
    }

    // The rule of a referenced assembly is found, lost and found again with it.
    [Fact]
    public void ReferenceWithARule_ChangesWhatItRules()
    {
        const string Source = "using Micrograd; public static partial class M { [Differentiable] public static double F(double x) => Lib.Special(x) * x; }";
        const string Library = "using Micrograd; public static class Lib { public static double Special(double x) => x; RULE public static void Rule(double x, double upstream, ref double dX) => dX += upstream; }";
        MetadataReference Make(string rule) => CSharpCompilation.Create("Lib", [ProbeCompilation.Parse(Library.Replace("RULE", rule), "L.cs")], ProbeReferences.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).ToMetadataReference();
        (MetadataReference with, MetadataReference without) = (Make("[DerivativeOf(typeof(Lib), nameof(Special))]"), Make(""));
        EditorSession session = new(("Model.cs", Source));
        session.Apply(c => c.AddReferences(without));
        Assert.Contains("MGRAD0201", session.Cold()["diagnostics"]);

        session.Apply(c => c.ReplaceReference(without, with));
        Assert.Equal("", EditorSession.Texts(session.Result)["diagnostics"]);
        Assert.Equal(session.Cold(), EditorSession.Texts(session.Result));

        session.Apply(c => c.ReplaceReference(with, without));
        Assert.Contains("MGRAD0201", EditorSession.Texts(session.Result)["diagnostics"]);
        Assert.Equal(session.Cold(), EditorSession.Texts(session.Result));
    }

    [Fact]
    public void LanguageVersion_IsReadAgain()
    {
        EditorSession session = Open();
        CSharpParseOptions older = ProbeCompilation.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp13);
        session.Apply(c => c.RemoveAllSyntaxTrees().AddSyntaxTrees(c.SyntaxTrees.Select(t => t.WithRootAndOptions(t.GetRoot(), older))));

        Assert.Equal(session.Cold(), EditorSession.Texts(session.Result));
    }
}
