using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>A namespace that begins with <c>System</c> does not make a type one of .NET's.</summary>
public class SystemNamespaceTests
{
    [Fact]
    public void TypesOfTheUsers_AreDifferentiated()
    {
        GradientProbe probe = GradientProbe.CompileFiles([ProbeCompilation.Parse(
            """
            using Micrograd;

            namespace System.Mine
            {
                public readonly record struct V(double X, double Y)
                {
                    public double Dot(V other) => X * other.X + Y * other.Y;
                }

                internal static class Shapes
                {
                    public static double Bend(double x) => x * Math.Sin(x);
                }

                public static partial class Functions
                {
                    [Differentiable]
                    public static double F(double x, double y) => new V(x, Shapes.Bend(y)).Dot(new V(y, x)) + x * y;
                }
            }
            """,
            "Mine.cs")]);

        probe.AgreesWithAllOracles("F", [1.3, 0.7]);
    }

    // This once ended the compiler: fields of fields without an end.
    [Fact]
    public void StructThatHoldsMemoryOfItself_IsRefused()
    {
        ProbeCompilation compilation = ProbeCompilation.Create([ProbeCompilation.Parse(
            """
            using Micrograd;

            namespace System.Mine
            {
                public struct Node { public double Weight; public Node[] Children; }

                public static partial class Functions
                {
                    [Differentiable]
                    public static double F(Node root, double x) => root.Weight * x;
                }
            }
            """,
            "Mine.cs")]);

        Assert.Contains(compilation.GeneratorDiagnostics, static d => d.Id == "MGRAD0008");
    }
}
