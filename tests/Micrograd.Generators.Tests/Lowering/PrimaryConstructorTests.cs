using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Lowering;

/// <summary>Parameters of a primary constructor are data of the instance; names that the generator gives do not hide them.</summary>
public class PrimaryConstructorTests
{
    [Theory]
    [InlineData("class A(double k) { [Differentiable] public double F(double x) => k * x * x; }", "new A(3.0)", 12.0)]
    [InlineData("struct A(double k) { [Differentiable] public double F(double x) => k * x * x; }", "new A(3.0)", 12.0)]
    [InlineData("class A(double dX, double upstream, double records) { [Differentiable] public double F(double x) { double s = x; for (int i = 0; i < 2; i++) { s *= x * dX; } return s + upstream * records * x; } }", "new A(1.0, 2.0, 3.0)", 18.0)]
    [InlineData("class A(double[] w, int n) { [Differentiable] public double F(double x) => Sum(x) * w[0]; private double Sum(double y) { double w1 = 0.0; for (int i = 0; i < n; i++) { w1 += w[i] * y * y; } return w1; } }", "new A([2.0, 3.0], 2)", 40.0)]
    [InlineData("class A(double k) { public void Double() => k *= 2.0; [Differentiable] public double F(double x) { double before = k; Double(); return before * x + k * x; } }", "new A(3.0)", 9.0)]
    [InlineData("class A((double P, int N) k) { [Differentiable] public double F(double x) => k.P * x * k.N; }", "new A((3.0, 2))", 6.0)]
    [InlineData("class A(double k) { [Differentiable] public double F(double x) => new A(5.0).G(x) * k; private double G(double x) => x; }", "new A(3.0)", 3.0)]
    public void Parameter_IsReadWhereItIs(string type, string instance, double expected)
    {
        ProbeCompilation compilation = ProbeCompilation.Create([ProbeCompilation.Parse(
            $"using Micrograd; public partial {type} public static class Use {{ public static double Run() {{ double value = {instance}.FGradient(2.0, out double d); return value == {instance}.F(2.0) && {instance}.F(new Value(2.0)).Data == value ? d : double.NaN; }} }}", "Primary.cs")]).Clean();

        Assert.Equal(expected, compilation.Load().GetType("Use")!.GetMethod("Run")!.Invoke(null, null));
    }

    private const string Line = "public readonly struct Line(double a, double b) { public double Slope => b; public double At(double x) => a + b * x; }";

    // What the struct keeps has no name in C#: its derivative is written to the field behind it. At Line(2, 3) and x = 0.5.
    [Theory]
    [InlineData("double M(Line l, double x) => l.At(x) * l.Slope;", "F.MGradient(new Line(2, 3), 0.5, out Line d, out double dX); return [d.At(0), d.Slope, dX];", new[] { 3.0, 5.0, 9.0 })]
    [InlineData("Line M(Line l, double x) => new(l.Slope * x, l.At(x));", "Line d = new(0, 0); double dX = 0; Line r = F.MBackward(new Line(2, 3), 0.5, new Line(1, 10), ref d, ref dX); return [d.At(0), d.Slope, dX, r.At(0), r.Slope];", new[] { 10.0, 5.5, 33.0, 1.5, 3.5 })]
    [InlineData("double M(Line[] l, double x) => l[1].At(x) * l[0].Slope;", "Line[] d = new Line[2]; F.MGradient([new Line(2, 3), new Line(4, 5)], 0.5, d, out double dX); return [d[0].Slope, d[1].At(0), d[1].Slope, dX];", new[] { 6.5, 3.0, 1.5, 15.0 })]
    public void StructParameter_HasItsDerivative(string method, string use, double[] expected)
    {
        ProbeCompilation compilation = ProbeCompilation.Create([ProbeCompilation.Parse(
            $"using Micrograd; {Line} public static partial class F {{ [Differentiable] public static {method} }} public static class Use {{ public static double[] Run() {{ {use} }} }}", "Primary.cs")]).Clean();

        Assert.Equal(expected, compilation.Load().GetType("Use")!.GetMethod("Run")!.Invoke(null, null));
    }
}
