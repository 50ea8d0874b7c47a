using System.Reflection;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Calls;

/// <summary>Marked methods of a library that change something: each call of a gradient runs them once, and what they read counts as it was then.</summary>
public class OtherAssemblyEffectsTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Numerics;
        using Micrograd;

        namespace Kernels;

        public struct Point { public double X; public double Y; }

        public static partial class Notes
        {
            public static int Calls;

            public static int[] Table = [1, 2, 3];

            [NoDiff] public static double Note() { Calls++; return 1.0; }

            [NoDiff] private static void Start() => Table = [1, 2, 3];

            [Differentiable] public static double Started(double x) { Start(); return x; }

            [NoDiff] private static double Advance() => ++Table[1];

            [Differentiable] public static double Advanced(ref double x) { x *= Advance(); return x * x; }

            [Differentiable] public static double AdvancedPlain(double x) => x * x * Advance();
        }

        public static partial class Library
        {
            [Differentiable] public static void Scale(ref double x, double y) => x *= y * Notes.Note();

            [Differentiable] public static bool Split(double x, out double square, out double sine) { square = x * x * Notes.Note(); sine = Math.Sin(x); return x > 0.0; }

            [Differentiable] public static double Norm(Point p) => p.X * p.X + Math.Sin(p.Y) * Notes.Note();

            [Differentiable] public static Point Turn(Point p, double angle) => new() { X = p.X * angle * Notes.Note(), Y = p.Y - angle * p.X };

            [Differentiable] public static void Move(ref Point p, double by) => p.X *= p.Y * by * Notes.Note();

            [Differentiable] public static T Cube<T>(T x) where T : IFloatingPointIeee754<T> => x * x * x * T.CreateChecked(Notes.Note());
        }

        public static partial class Of<T> where T : IFloatingPointIeee754<T>
        {
            [Differentiable] public static T Square(T x) => x * x * T.CreateChecked(Notes.Note());

            [Differentiable] public static T Part<TOther>(T x, List<TOther> others) => x * x * T.CreateChecked(others.Count) * T.CreateChecked(Notes.Note());
        }

        public readonly partial struct Line(double slope)
        {
            public readonly double Slope = slope;

            [Differentiable] public double At(double x) => Slope * x * x * Notes.Note();
        }

        public sealed partial class Counter(double first)
        {
            private double _factor = first;

            private readonly double[] _weights = [1.0, 2.0];

            public double[] Shared = [1.0, 2.0];

            [NoDiff] private void Start() { _factor = 1.0; _weights[0] = 1.0; Shared[1] = 2.0; }

            [Differentiable] public double Started(double x) { Start(); return x; }

            [Differentiable] public double Next(double x) { Advance(); return _factor * Math.Sin(x) * _weights[0] + 0.1 * first; }

            [Differentiable] public double Raised(double x) { double s = x * Shared[1]; Raise(); return s * s * Shared[1]; }

            [Differentiable] public void Fill(Span<double> y, in double x) { Notes.Note(); for (int i = 0; i < y.Length; i++) { y[i] += _factor * x * y[i] * i; } }

            [NoDiff] private void Advance() { _factor += 0.1; _weights[0] += 0.2; }

            [NoDiff] private void Raise() => Shared[1] += 1.0;
        }

        public sealed partial class Keeper
        {
            public static readonly Keeper Shared = new();

            [Differentiable] public double Summed(double[] y) { double s = y[0] * y[1]; y[0] = s * 0.5; return s * s; }

            [Differentiable] public double Read(double[] y) => y[0] * y[1];

            [Differentiable] public double Raised(double x, int[] table) { table[1] += 2; return x * x * table[1]; }
        }

        public partial class Model<T> where T : IFloatingPointIeee754<T>
        {
            public T Factor = T.One;

            [Differentiable] public T At(T x, ref T state) { state += x * Factor * T.CreateChecked(Notes.Note()); return state * state; }
        }

        public abstract partial class Shape
        {
            [Differentiable] public double Scaled(double x) => x * x * Notes.Note();
        }

        public sealed partial class Disc : Shape
        {
            [Differentiable] public double Area(double x) => Math.PI * x * x * Notes.Note();
        }
        """;

    private static readonly Lazy<MetadataReference> Library = new(static () => ProbeCompilation.Create([ProbeCompilation.Parse(Source, "Kernels.cs")]).Clean().LoadedReference());

    private static readonly Lazy<GradientProbe> Program = new(static () => GradientProbe.Compile("""
        [Differentiable] public static double Reference(double x, double y) { Kernels.Library.Scale(ref x, y); return x * y; }

        [Differentiable] public static double Outputs(double x) { return Kernels.Library.Split(x, out double a, out double b) ? a * b : b; }

        [Differentiable] public static double StructParameter(double x, double y) => Kernels.Library.Norm(new Kernels.Point { X = x * y, Y = y });

        [Differentiable] public static double StructResult(double x, double y) { Kernels.Point p = Kernels.Library.Turn(new Kernels.Point { X = x, Y = y }, y); return p.X * p.Y; }

        [Differentiable] public static double StructReference(double x, double y) { Kernels.Point p = new() { X = x, Y = y }; Kernels.Library.Move(ref p, x); return p.X * p.Y; }

        [Differentiable] public static double Generic(double x) => Kernels.Library.Cube(x * x);

        [Differentiable] public static float GenericSingle(float x) => Kernels.Library.Cube(x * x);

        [Differentiable] public static T GenericOfGeneric<T>(T x) where T : struct, System.Numerics.IFloatingPointIeee754<T> => Kernels.Library.Cube(x * x) * x;

        [Differentiable] public static double OfGenericType(double x) => Kernels.Of<double>.Square(x) * x;

        private static readonly List<char> Letters = ['a', 'b'];

        [Differentiable] public static double OfGenericTypeToo(double x) => Kernels.Of<double>.Part(x, Letters);

        private static readonly Kernels.Line Line = new(3.0);

        [Differentiable] public static double OnAStruct(double x) => Line.At(x * x);

        private static readonly Kernels.Counter Counter = new(2.0);

        [Differentiable] public static double OnAClass(double[] x) { double first = x[0]; Counter.Fill(x.AsSpan(1), first); return x[1] * x[2]; }

        private static readonly Kernels.Model<double> Model = new();

        [Differentiable] public static double OnAGenericClass(double x, double y) => Model.At(x, ref y) * y;

        [Differentiable] public static double OfTheBase(double x, [NoDiff] Kernels.Disc disc) => disc.Scaled(x * x);

        [Differentiable] public static double OfTheSealedType(double x, [NoDiff] Kernels.Disc disc) => disc.Area(x * x);

        [Differentiable] public static double ChangesWhatItReads(double x) { x = Counter.Started(x); double s = Counter.Next(x); for (int i = 0; i < 3; i++) { s *= Counter.Next(s); } return s * s; }

        [Differentiable] public static double ChangesItsArray(double x) { x = Counter.Started(x); double s = Counter.Raised(x); return s * Counter.Raised(s * x); }

        [Differentiable] public static double ChangesWhatTheCallerReads(double x) { x = Counter.Started(x); double[] shared = Counter.Shared; double s = x * x * shared[1]; s *= Counter.Raised(s); return s * s * shared[1]; }

        [Differentiable] public static double ChangesAStaticArray(double x) { x = Kernels.Notes.Started(x); int[] table = Kernels.Notes.Table; double s = x * x * table[1]; s *= Kernels.Notes.Advanced(ref x); return s * s * x * table[1]; }

        [Differentiable] public static double ChangesAStaticArrayInALoop(double x) { x = Kernels.Notes.Started(x); int[] table = Kernels.Notes.Table; double s = x; for (int i = 0; i < 3; i++) { if (table[1] == 3) { s *= s; } s *= table[1] * x * Kernels.Library.Cube(Kernels.Notes.AdvancedPlain(s) * table[1] * 0.1); } return s; }

        [Differentiable] public static double ChangesTheCallersArgument(double x, int[] table) { table[1] = 2; double s = x * x * table[1]; s *= Kernels.Keeper.Shared.Raised(s, table); return s * s * table[1]; }

        [Differentiable] public static double KeepsAnArrayInside(double x) { double[] y = [x, x * x]; double s = Kernels.Keeper.Shared.Summed(y) * y[0]; y[1] *= s; return Kernels.Keeper.Shared.Summed(y) * y[0] * Kernels.Keeper.Shared.Read(Weights); }

        private static readonly double[] Weights = [0.5, 0.25];

        [Differentiable] public static double GivesDataOn(double x, [NoDiff] double[] y) { double s = Kernels.Keeper.Shared.Read(y); return x * x * s * y[0]; }

        [Differentiable] public static double ChangesAStaticArrayPlainly(double x) { x = Kernels.Notes.Started(x); int[] table = Kernels.Notes.Table; double s = x * x * table[1]; s *= Kernels.Notes.AdvancedPlain(x); return s * s * x * table[1]; }
        """, ProbeSettings.Default with { ExtraReferences = [Library.Value] }));

    private static readonly Lazy<Type> Kernels = new(static () => Program.Value.Assembly.GetReferencedAssemblies().Select(Assembly.Load).Select(static a => a.GetType("Kernels.Notes")).OfType<Type>().Single());

    public static TheoryData<string, object[]> Methods => new()
    {
        { "Reference", [0.7, 1.2] },
        { "Outputs", [0.7] },
        { "StructParameter", [0.7, 1.2] },
        { "StructResult", [0.7, 1.2] },
        { "StructReference", [0.7, 1.2] },
        { "Generic", [0.7] },
        { "GenericSingle", [0.7f] },
        { "GenericOfGeneric", [0.7] },
        { "OfGenericType", [0.7] },
        { "OfGenericTypeToo", [0.7] },
        { "OnAStruct", [0.7] },
        { "OnAClass", [new[] { 0.7, 1.2, 0.4 }] },
        { "OnAGenericClass", [0.7, 1.2] },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void Method_AgreesWithAllOraclesAndRunsOnce(string method, object[] at)
    {
        Program.Value.AgreesWithAllOracles(method, at);

        ProbedMethod probed = Program.Value[method];
        FieldInfo calls = Kernels.Value.GetField("Calls")!;
        int before = (int)calls.GetValue(null)!;
        object[] arguments = probed.Arguments(at);
        probed.Gradient(arguments, probed.Derivatives(arguments, static () => 0.0));
        Assert.Equal(1, (int)calls.GetValue(null)! - before);
    }

    // Before there were pairs for these, the gradient ran them again, with what they had left.
    [Theory]
    [InlineData("ChangesWhatItReads")]
    [InlineData("ChangesItsArray")]
    [InlineData("ChangesWhatTheCallerReads")]
    [InlineData("ChangesAStaticArray")]
    [InlineData("ChangesAStaticArrayInALoop")]
    [InlineData("ChangesAStaticArrayPlainly")]
    [InlineData("ChangesTheCallersArgument")]
    [InlineData("KeepsAnArrayInside")]
    [InlineData("GivesDataOn")]
    public void WhatIsReadAgain_CountsAsItWasThen(string method) =>
        Program.Value.AgreesWithAllOracles(method, method switch { "ChangesTheCallersArgument" => [0.7, new[] { 1, 2, 3 }], "GivesDataOn" => [0.7, new[] { 0.3, 0.4 }], _ => [0.7] }, OracleOptions.Default with { Allocates = true, Tape = false });
}
