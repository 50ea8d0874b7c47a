using System.Runtime.Loader;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Calls;

/// <summary>Marked methods of a library that a program cannot call as it calls their pairs: of instances, generic, over references and structs; and those that it cannot call at all.</summary>
public class OtherAssemblyMembersTests
{
    private const string Source = """
        using System;
        using System.Numerics;
        using Micrograd;

        namespace Kernels;

        public struct Point { public double X; public double Y { get; set; } public int N; }

        public record struct Pair(double A, double B);

        public struct Sealed { private double _x; public void Set(double x) => _x = x; public readonly double Get() => _x; }

        public static partial class Library
        {
            [Differentiable]
            public static T Cube<T>(T x) where T : IFloatingPointIeee754<T> => x * x * x;

            [Differentiable]
            public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> w) where T : IFloatingPointIeee754<T>
            {
                T sum = T.Zero;
                for (int i = 0; i < x.Length; i++)
                {
                    sum += x[i] * T.Sin(w[i]);
                }

                return sum;
            }

            [Differentiable]
            public static void Square<T>(Span<T> x, T factor) where T : IFloatingPointIeee754<T>
            {
                for (int i = 1; i < x.Length; i++)
                {
                    x[i] *= x[i - 1] * factor;
                }
            }

            [Differentiable]
            public static void Squares(Span<double> x)
            {
                for (int i = 0; i < x.Length; i++)
                {
                    x[i] *= x[i];
                }
            }

            [Differentiable]
            public static bool Scale(ref double x, double y)
            {
                x *= y;
                return x > 0.0;
            }

            [Differentiable]
            public static void Split(double x, out double square, out double sine)
            {
                square = x * x;
                sine = Math.Sin(x);
            }

            [Differentiable]
            public static double Norm(Point p) => p.X * p.X + Math.Sin(p.Y) * p.N;

            [Differentiable]
            public static Point Turn(Point p, double angle) => p with { X = p.X * angle, Y = p.Y - angle * p.X };

            [Differentiable]
            public static double Product(Pair p) => p.A * Math.Exp(p.B);

            [Differentiable]
            public static (double, double) Swap((double A, double B) t) => (t.B * t.A, t.A);

            [Differentiable(WithRespectTo = ["x"])]
            public static T Part<T>(T x, T y) where T : IFloatingPointIeee754<T> => x * y;

            [Differentiable]
            public static double[] Both(double[] x) => [x[0] * x[1], x[0]];

            [Differentiable]
            public static double[,] Row(double[] x) => new[,] { { x[0] * x[1], x[0] } };

            [Differentiable]
            public static double OfMemory(System.ReadOnlyMemory<double> x) => x.Span[0] * x.Span[1];

            [Differentiable]
            public static double First(Point[] p) => p[0].X;

            [Differentiable]
            public static void Move(ref Point p) => p.X *= p.Y;
        }

        public static partial class Of<T> where T : IFloatingPointIeee754<T>
        {
            [Differentiable]
            public static T Square(T x) => x * x;
        }

        public partial struct Line
        {
            public double Slope;

            [Differentiable]
            public readonly double At(double x) => Slope * x * x;
        }

        public sealed partial class Curve(double factor)
        {
            private readonly double _factor = factor;

            [Differentiable]
            public double At(double x) => _factor * Math.Sin(x);

            [Differentiable]
            public void Fill(Span<double> y, double x)
            {
                for (int i = 0; i < y.Length; i++)
                {
                    y[i] += _factor * x * x * i;
                }
            }
        }

        public partial class Shape
        {
            [Differentiable]
            public virtual double Area(double x) => x * x;
        }

        public sealed partial class Disc : Shape
        {
            [Differentiable]
            public override double Area(double x) => Math.PI * x * x;
        }

        public sealed partial class Net
        {
            [Parameter] private double _weight = 2.0;

            [Differentiable]
            public double At(double x) => _weight * x;
        }
        """;

    private static readonly Lazy<MetadataReference> Library = new(Compile);

    private static readonly Lazy<GradientProbe> Program = new(() => GradientProbe.Compile("""
        [Differentiable] public static double Generic(double x) => Kernels.Library.Cube(x * x) + Kernels.Of<double>.Square(x);

        [Differentiable] public static double LeftOut(double x) => Kernels.Library.Part(2.0, x) * x;

        [Differentiable] public static float GenericSingle(float x) => Kernels.Library.Cube(x) * x;

        [Differentiable] public static T GenericOfGeneric<T>(T x) where T : System.Numerics.IFloatingPointIeee754<T> => Kernels.Library.Cube(x * x) * x;

        [Differentiable] public static double OneArrayTwice(double[] x) => Kernels.Library.Dot<double>(x, x) * Kernels.Library.Dot<double>(x.AsSpan(1), x);

        [Differentiable] public static double ConstantArray(double[] x, [NoDiff] double[] w) => Kernels.Library.Dot<double>(x, w) * Kernels.Library.Dot<double>(w, x);

        [Differentiable] public static double InPlace(double[] x, double y)
        {
            double[] z = (double[])x.Clone();
            for (int i = 0; i < 3; i++)
            {
                Kernels.Library.Square<double>(z, y);
                y += z[1];
                Kernels.Library.Squares(z);
            }

            return z[0] * z[^1] + y;
        }

        [Differentiable] public static double ByReference(double x, double y)
        {
            bool isPositive = Kernels.Library.Scale(ref x, y);
            Kernels.Library.Scale(ref x, isPositive ? y : 1.0);
            Kernels.Library.Split(x, out double square, out y);
            return square * y + x;
        }

        [Differentiable] public static double Structs(double x, double y)
        {
            Kernels.Point p = new() { X = x * y, Y = y, N = 3 };
            for (int i = 0; i < 2; i++)
            {
                p = Kernels.Library.Turn(p, x);
            }

            Kernels.Pair pair = new() { A = p.X, B = p.Y };
            return Kernels.Library.Norm(p) * Kernels.Library.Product(pair with { A = x });
        }

        [Differentiable] public static double StructParameters(Kernels.Point p, Kernels.Pair q) => Kernels.Library.Norm(p) * q.A * Kernels.Library.Product(q) * p.Y;

        [Differentiable] public static double StructArray(double x, double y)
        {
            Kernels.Pair[] pairs = new Kernels.Pair[3];
            for (int i = 0; i < pairs.Length; i++)
            {
                pairs[i].A = x * i + y;
                pairs[i].B = y;
            }

            double sum = 0.0;
            foreach (Kernels.Pair pair in pairs)
            {
                sum += Kernels.Library.Product(pair) * pair.B;
            }

            return sum;
        }

        [Differentiable] public static double Tuples(double x, double y) { (double a, double b) = Kernels.Library.Swap((x, y)); return a * b * b; }

        [Differentiable] public static double OnAStruct(double x, double slope) { Kernels.Line line = new() { Slope = 3.0 }; return line.At(x * x) * slope; }

        private static readonly Kernels.Curve Curve = new(2.0);

        [Differentiable] public static double OnAClass(double x)
        {
            double[] y = new double[3];
            Curve.Fill(y, x);
            Curve.Fill(y, Curve.At(x));
            return y[1] * y[2];
        }
        """, ProbeSettings.Default with { ExtraReferences = [Library.Value] }));

    public static TheoryData<string, object[]> Points => new()
    {
        { "Generic", [0.7] },
        { "LeftOut", [0.7] },
        { "GenericSingle", [0.7f] },
        { "GenericOfGeneric", [0.7] },
        { "OneArrayTwice", [new[] { 0.3, -0.8, 1.1 }] },
        { "ConstantArray", [new[] { 0.3, -0.8, 1.1 }, new[] { 0.5, 1.5, 0.2 }] },
        { "InPlace", [new[] { 0.3, -0.8, 1.1 }, 0.6] },
        { "ByReference", [0.7, 1.2] },
        { "Structs", [0.7, 1.2] },
        { "StructParameters", [new[] { 0.7, 1.2, 2.0 }, new[] { 0.4, -0.3 }] },
        { "StructArray", [0.7, 1.2] },
        { "Tuples", [0.7, 1.2] },
        { "OnAStruct", [0.7, 1.2] },
        { "OnAClass", [0.7] },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public void MethodOfAnyKind_IsDifferentiatedThroughItsPair(string method, object[] at)
    {
        // The number of a point is no number of the tape's, so the overload could not read it; and a clone is the method's own.
        OracleOptions options = OracleOptions.Default with { Tape = method != "StructParameters", Allocates = method == "InPlace" };
        Program.Value.AgreesWithAllOracles(method, at, options);
        Assert.DoesNotContain(Program.Value.Compilation.GeneratedText().Split('\n'), static line => line.Contains("global::Kernels", StringComparison.Ordinal) && line.Contains("Backward(", StringComparison.Ordinal));
    }

    // An override may run instead, and so may its FBackward; nobody knows whose pair to call. What carries no derivative is not run again.
    [Fact]
    public void OverridableMethod_RunsAgainWithAWarning()
    {
        ProbeSettings settings = ProbeSettings.Default with { ExtraReferences = [Library.Value], Expected = ["MGRAD0211"] };
        GradientProbe probe = GradientProbe.Compile("""
            private static readonly Kernels.Shape Shape = new Kernels.Disc();

            [Differentiable] public static double Open(double x) => Shape.Area(x * x);

            [Differentiable] public static double Closed(double x, [NoDiff] double y) => new Kernels.Disc().Area(x) * x * Shape.Area(y);
            """, settings);

        probe.AgreesWithAllOracles("Open", at: [0.7]);
        probe.AgreesWithAllOracles("Closed", at: [0.7, 1.2], OracleOptions.Default with { Allocates = true });
        Diagnostic warning = Assert.Single(probe.Compilation.GeneratorDiagnostics);
        Assert.Equal("MGRAD0211", warning.Id);
        Assert.Equal("Shape.Area(x * x)", warning.Location.SourceTree!.GetText().ToString(warning.Location.SourceSpan));
    }

    [Theory]
    [InlineData("double x, double slope", "new Kernels.Line { Slope = slope }.At(x)", "MGRAD0210", "new Kernels.Line { Slope = slope }.At(x)")]
    [InlineData("double[] x", "Kernels.Library.Both(x)[0]", "MGRAD0210", "Kernels.Library.Both(x)")]
    [InlineData("double x, Kernels.Net net", "net.At(x)", "MGRAD0210", "net.At(x)")]
    [InlineData("double[] x", "Kernels.Library.Row(x)[0, 0]", "MGRAD0210", "Kernels.Library.Row(x)")]
    [InlineData("ReadOnlyMemory<double> x", "Kernels.Library.OfMemory(x)", "MGRAD0115", "Kernels.Library.OfMemory(x)")]
    [InlineData("Kernels.Point[] x", "Kernels.Library.First(x)", "MGRAD0206", "Kernels.Library.First(x)")]
    [InlineData("double x, Kernels.Shape shape", "shape.Area(x)", "MGRAD0211", "shape.Area(x)")]
    [InlineData("Kernels.Sealed x", "x.Get()", "MGRAD0008", "x")]
    [InlineData("double x", "Kernels.Library.Product(new Kernels.Pair(x, x))", "MGRAD0115", "new Kernels.Pair(x, x)")]
    public void WhatCannotBeUsed_IsSaid(string parameters, string body, string id, string span)
    {
        ProbeCompilation compilation = GradientProbe.Generate($"[Differentiable] public static double F({parameters}) => {body};", ProbeSettings.Default with { ExtraReferences = [Library.Value] });

        Diagnostic diagnostic = Assert.Single(compilation.GeneratorDiagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(span, diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    // What is passed by reference comes to a pair as memory, and the parts of a struct have names: where two pairs, or two parameters of one,
    // would be the same, there is none.
    [Theory]
    [InlineData("[Differentiable] public static void Of(ref double x) => x *= x; [Differentiable] public static void Of(Span<double> x) => x[0] *= x[1];", "{ Twins.Of(ref x); return x; }", "OfForward")]
    [InlineData("[Differentiable] public static double Of(Complex z) => z.Real * z.Imaginary; [Differentiable] public static double Of(double a, double b) => a * a * b;", "=> Twins.Of(new Complex(x, 2.0)) + Twins.Of(x, x);", "OfForward")]
    [InlineData("[Differentiable] public static double Of(Vector2 p, float pX) => p.X * p.Y * pX;", "=> Twins.Of(new Vector2((float)x, 2f), 3f);", "OfForward")]
    public void PairThatWouldNotBeClear_IsNotThere(string members, string body, string absent)
    {
        ProbeCompilation compiled = ProbeCompilation.Create([ProbeCompilation.Parse($"using System; using System.Numerics; using Micrograd; public static partial class Twins {{ {members} }}", "Twins.cs")]).Clean();
        ProbeSettings settings = ProbeSettings.Default with { ExtraReferences = [compiled.LoadedReference()], Expected = ["MGRAD0211"] };
        GradientProbe probe = GradientProbe.Compile($"[Differentiable(Derivatives.Gradient)] public static double F(double x) {body}", settings);

        Assert.DoesNotContain(absent, compiled.GeneratedText(), StringComparison.Ordinal);
        Assert.All(probe.Compilation.GeneratorDiagnostics, static d => Assert.Equal("MGRAD0211", d.Id));
        probe.AgreesWithAllOracles("F", at: [0.7], OracleOptions.Default with { Tape = false });
    }

    // Nobody outside could call it, or know what it does: an override may run instead, a struct would change in a copy.
    [Theory]
    [InlineData("internal partial class C { [Differentiable] public double F(double x) => x * x; }")]
    [InlineData("public partial class C { [Differentiable] internal double F(double x) => x * x; }")]
    [InlineData("public partial class C { [Differentiable] protected double F(double x) => x * x; }")]
    [InlineData("public partial class C { [Differentiable] public virtual double F(double x) => x * x; }")]
    [InlineData("public partial class B { public virtual double F(double x) => x; } public partial class C : B { [Differentiable(Derivatives.Gradient)] public override double F(double x) => x * x; }")]
    [InlineData("public partial struct C { public int N; [Differentiable] public double F(double x) => x * x * N; }")]
    public void MethodThatNoPairCouldServe_HasNone(string source) =>
        Assert.DoesNotContain("FForward", ProbeCompilation.Create([ProbeCompilation.Parse("using Micrograd; " + source, "C.cs")]).Clean().GeneratedText(), StringComparison.Ordinal);

    // What a base type has under the same name is hidden, not called: the pairs are those of the type that the method is a member of.
    [Fact]
    public void PairThatHidesOneOfABaseType_IsItsOwnMethods()
    {
        MetadataReference library = ProbeCompilation.Create([ProbeCompilation.Parse("using Micrograd; public partial class B { [Differentiable] public double F(double x) => x * x; } public sealed partial class C : B { [Differentiable(Derivatives.Gradient)] public new double F(double x) => x * x * x; }", "Hiding.cs")]).Clean().LoadedReference();
        GradientProbe probe = GradientProbe.Compile("private static readonly C Both = new(); [Differentiable(Derivatives.Gradient)] public static double G(double x) => Both.F(x) * ((B)Both).F(x);", ProbeSettings.Default with { ExtraReferences = [library] });

        probe.AgreesWithAllOracles("G", at: [0.7], OracleOptions.Default with { Tape = false });
    }

    private static MetadataReference Compile() => ProbeCompilation.Create([ProbeCompilation.Parse(Source, "Kernels.cs")]).Clean().LoadedReference();
}
