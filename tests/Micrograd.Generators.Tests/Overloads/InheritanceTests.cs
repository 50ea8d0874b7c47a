using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Overloads;

/// <summary>Marked methods of types that inherit: what is generated overrides or hides, and takes no call from the user's own methods.</summary>
public class InheritanceTests
{
    private const string Cube = "public partial class Square { [Differentiable] public virtual double F(double x) => x * x; } public partial class Cube : Square { [Differentiable] public override double F(double x) => x * x * x; } ";

    // An override is no candidate of its own type, so that an overload on Value there would come before it.
    [Theory]
    [InlineData(Cube, "new Cube().F(3.0)", 27.0)]
    [InlineData(Cube, "new Cube().F(3)", 27.0)]
    [InlineData(Cube, "new Cube().F(new Value(3.0)).Data", 27.0)]
    [InlineData(Cube, "((Square)new Cube()).F(new Value(3.0)).Data", 27.0)]
    [InlineData(Cube, "new Square().F(new Value(3.0)).Data", 9.0)]
    [InlineData(Cube, "((Square)new Cube()).FGradient(3.0, out double d) + d", 54.0)]
    [InlineData(Cube, "new Cube().FGradient(3.0, out double d) + d", 54.0)]
    [InlineData(Cube, "new Square().FGradient(3.0, out double d) + d", 15.0)]
    [InlineData(Cube + "public sealed partial class Fourth : Cube { [Differentiable] public sealed override double F(double x) => x * x * x * x; }", "((Square)new Fourth()).F(new Value(2.0)).Data", 16.0)]
    [InlineData(Cube + "public partial class Other : Cube { [Differentiable] public new virtual double F(double x) => -x; }", "new Other().F(2.0) + new Other().F(new Value(2.0)).Data + ((Square)new Other()).FGradient(2.0, out _)", 4.0)]
    [InlineData("public abstract partial class Node { public abstract double F(double x); } public partial class Leaf : Node { [Differentiable] public override double F(double x) => x * x; } public partial class Twig : Leaf { [Differentiable] public override double F(double x) => x; }", "new Twig().F(2.0) + new Leaf().F(2.0) + ((Leaf)new Twig()).FGradient(2.0, out _)", 8.0)]
    [InlineData("public partial class A { [Differentiable] public virtual T F<T>(T x) where T : System.Numerics.IFloatingPointIeee754<T> => x; } public partial class B : A { [Differentiable] public override U F<U>(U x) => x * x; }", "((A)new B()).F(new Value(3.0)).Data + new B().F(3.0) + ((A)new B()).FGradient(3.0, out _)", 27.0)]
    [InlineData("public partial class A<T> { [Differentiable] public virtual double F(double x, T n) => x; } public partial class B : A<int> { [Differentiable] public override double F(double x, int n) => x * n; }", "((A<int>)new B()).F(new Value(3.0), 2).Data + new B().F(3.0, 2) + ((A<int>)new B()).FGradient(3.0, 2, out _)", 18.0)]
    [InlineData("public partial class A { [Differentiable] public static double F(double x) => x; } public partial class B : A { [Differentiable] public static new double F(double x) => x * x; }", "B.F(3.0) + B.F(new Value(3.0)).Data + B.FGradient(3.0, out _) + A.FGradient(3.0, out _)", 30.0)]
    [InlineData("public partial class A { [Differentiable] public static double F(ReadOnlySpan<double> x) => x[0]; } public partial class B : A { [Differentiable] public static new double F(ReadOnlySpan<double> x) { double s = 0; foreach (double v in x) { s += v * v; } return s; } }", "B.F([3.0])", 9.0)]
    [InlineData("public partial interface IA { [Differentiable] double F(double x) => x; } public partial interface IB : IA { [Differentiable] new double F(double x) => x * x; } public class B : IB { }", "((IB)new B()).F(3.0) + ((IB)new B()).FGradient(3.0, out _) + ((IA)new B()).FGradient(3.0, out _)", 21.0)]
    public void CallOfAnInheritingType_RunsTheBodyOfTheMethod(string types, string call, double expected)
    {
        ProbeCompilation compilation = Compile(types + $" public static class Use {{ public static double Run() => {call}; }}").Clean();

        Assert.Equal(expected, compilation.Load().GetType("Use")!.GetMethod("Run")!.Invoke(null, null));
    }

    // What fits a method of the base type and the overload on Value, but not the marked method.
    [Theory]
    [InlineData("public double F(double x) => x;", "[Differentiable] public double F(float x) => x * x;", "F(3.0)", false)]
    [InlineData("public double F(string? s) => 3.0;", "[Differentiable] public double F(double x) => x * x;", "F(null)", false)]
    [InlineData("public double F((double A, double B) p) => p.B;", "public struct P { public double X, Y; } [Differentiable] public double F(P p) => p.X;", "F((2.0, 3.0))", false)]
    [InlineData("public Value F(Value x) => x;", "[Differentiable] public double F(double x) => x * x;", "F(new Value(3.0)).Data", false)]
    [InlineData("public double F(int n, int m) => 3.0;", "[Differentiable] public double F(double x) => x * x;", "F(1, 2)", true)]
    [InlineData("public double F(float x) => x;", "[Differentiable] public double F(double x) => x;", "F(3f)", true)]
    [InlineData("public double F(ref float x) => x;", "[Differentiable] public double F(double x) => x;", "F(3f)", true)]
    public void CallOfTheBaseTypesMethod_KeepsIt(string inherited, string own, string call, bool hasOverload)
    {
        ProbeCompilation compilation = Compile($"public class A {{ {inherited} }} public partial class B : A {{ {own} public double Run() => {call}; }}").Clean();

        INamedTypeSymbol type = compilation.Output.GetTypeByMetadataName("B")!;
        Type loaded = compilation.Load().GetType("B")!;
        Assert.Equal(3.0, loaded.GetMethod("Run")!.Invoke(Activator.CreateInstance(loaded), null));
        Assert.Equal(hasOverload, type.GetMembers("F").OfType<IMethodSymbol>().Any(static m => m.GetAttributes().Any(static a => a.AttributeClass!.Name == "OverloadResolutionPriorityAttribute")));
    }

    [Fact]
    public void BaseTypeOfALibrary_IsOverriddenAndHidden()
    {
        MetadataReference library = Compile(Cube + "public partial class Net { [Parameter] private double _a = 2.0; public static double Of(double x) => x; [Differentiable] public static double S(double x) => x * x; }").Clean().LoadedReference();
        ProbeCompilation compilation = Compile(
            "public sealed partial class Fourth : Cube { [Differentiable] public override double F(double x) => x * x * x * x; } public sealed partial class Deep : Net { [Parameter] private double _b = 3.0; [Differentiable] public static new double S(double x) => x; [Differentiable] public double G(double x) => _b * x; } "
            + "public static class Use { public static double Run() { Square s = new Fourth(); Deep d = new(); return s.F(new Value(2.0)).Data + s.FGradient(2.0, out _) + new Fourth().F(2.0) + d.G(2.0) + d.ParameterCount + Deep.S(3.0); } }",
            ProbeSettings.Default with { ExtraReferences = [library] }).Clean();

        Assert.Equal(58.0, compilation.Load().GetType("Use")!.GetMethod("Run")!.Invoke(null, null));
    }

    [Theory]
    [InlineData("public partial class A { [Differentiable] public virtual double F(double x) => x; } public class B : A { public override double ⟦F⟧(double x) => x * x; }")]
    [InlineData("public partial class A { [Differentiable] public virtual double F(double x) => x; } public partial class B : A { [Differentiable(Derivatives.Gradient)] public override double ⟦F⟧(double x) => x * x; }")]
    [InlineData("public partial class A { [Differentiable] public virtual double F(double x, double y) => x; } public partial class B : A { [Differentiable] public override double ⟦F⟧(double x, [NoDiff] double y) => x * x; }")]
    public void OverrideThatInheritsADerivative_IsReported(string types)
    {
        ProbeCompilation compilation = Compile(types.Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal));

        Diagnostic report = Assert.Single(compilation.GeneratorDiagnostics);
        Assert.Equal(("MGRAD0013", types.IndexOf('⟦', StringComparison.Ordinal) + Header.Length), (report.Id, report.Location.SourceSpan.Start));
        Assert.Empty(compilation.CompilerProblems());
    }

    [Theory]
    [InlineData("public partial class A { [Differentiable] public virtual double F(double x) => x; } public class B : A { [NoDiff] public override double F(double x) => x * x; public override string ToString() => base.ToString()!; }")]
    [InlineData("public struct P { public double X; public int N; } public partial class A { [Differentiable] public virtual double F(P p) => p.X; } public partial class B : A { [Differentiable] public override double F(P p) => p.X * p.N; }")]
    [InlineData("public partial class A { [Parameter] private double _u = 1.0; [Differentiable] public virtual double F(double x) => x * _u; } public partial class B : A { [Parameter] private double _v = 1.0; [Differentiable] public override double F(double x) => x * _v; }")]
    public void OverrideThatIsMarkedAlike_IsClean(string types) => Compile(types).Clean();

    private const string Header = "#nullable enable\nusing System;\nusing Micrograd;\n";

    private static ProbeCompilation Compile(string source, ProbeSettings? settings = null) => ProbeCompilation.Create([ProbeCompilation.Parse(Header + source, "Types.cs")], settings);
}
