using System.Reflection;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>Struct parameters that hold arrays or spans: the derivative is a struct whose memory the caller provides.</summary>
public class StructOfArraysTests
{
    private const string Source = """
        using System; using Micrograd;
        public static partial class Functions
        {
            public struct Net { public double[] W; public double Bias { get; init; } public int N; }
            public ref struct View { public ReadOnlySpan<double> X; public double S; }
            public readonly record struct Two(Net Inner, double[] V, double Scale);
            [Differentiable] public static double A(Net s, double x) { double t = s.Bias; for (int i = 0; i < s.W.Length; i++) { t += s.W[i] * s.W[i] * x; } return t * s.N; }
            [Differentiable] public static double B(in Two s) { s.Inner.W[0] *= s.V[1]; return s.Inner.W[0] * s.Scale + s.Inner.Bias * s.V[0] * s.Inner.W[0]; }
            [Differentiable] public static double C(double x) { double[] w = [x, 2.0]; View v = new() { X = w, S = x }; return v.X[0] * v.X[1] * v.S; }
            private static Net Make(int n) => new() { W = new double[n], Bias = 7.0, N = 5 };
            private static Net At() => new() { W = [1.5, 2.0], Bias = 0.5, N = 2 };
            public static double[] GradientOfA() { Net d = Make(2); d.W[0] = 9; double y = AGradient(At(), 3.0, ref d, out double dX); return [y, d.W[0], d.W[1], d.Bias, d.N, dX]; }
            public static double[] GradientOfB()
            {
                Two at = new(At(), [2.0, 3.0], 4.0), d = new(Make(2), [9.0, 9.0], 9.0);
                double y = BGradient(in at, ref d);
                return [y, d.Inner.W[0], d.Inner.W[1], d.Inner.Bias, d.V[0], d.V[1], d.Scale, at.Inner.W[0]];
            }
            public static void Same() { Net at = At(); AGradient(at, 3.0, ref at, out _); }
            public static void Longer() { Net d = Make(3); AGradient(At(), 3.0, ref d, out _); }
            public static void Missing() { Net d = default; AGradient(At(), 3.0, ref d, out _); }
            public static void Empty() { Net d = Make(2); AGradient(default, 3.0, ref d, out _); }
        }
        """;

    public static TheoryData<string> Switches => [.. GeneratorSwitches.All.Select(static s => s.Name)];

    // By hand: A = (bias + x·Σw²)·n; B = w₀v₁·scale + bias·v₀·w₀v₁, and w₀ is changed in place.
    [Theory]
    [MemberData(nameof(Switches))]
    public void Gradient_IsInTheCallersMemory(string switches)
    {
        Assembly assembly = Compile(GeneratorSwitches.All.Single(s => s.Name == switches).Settings);
        Assert.Equal([38.5, 18.0, 24.0, 2.0, 5.0, 12.5], (double[])Run(assembly, "GradientOfA")!);
        Assert.Equal([22.5, 15.0, 0.0, 9.0, 2.25, 7.5, 4.5, 4.5], (double[])Run(assembly, "GradientOfB")!);
    }

    [Theory]
    [InlineData("Same", "dS", "overlaps another argument")]
    [InlineData("Longer", "dS", "The length of 'dS' is 3, but what it belongs to has length 2")]
    [InlineData("Missing", "dS", "cannot be null")]
    [InlineData("Empty", "s", "cannot be null")]
    public void WrongMemory_IsNamed(string call, string name, string message)
    {
        ArgumentException thrown = Assert.IsAssignableFrom<ArgumentException>(Assert.Throws<TargetInvocationException>(() => Run(Compile(ProbeSettings.Default), call)).InnerException);
        Assert.Equal(name, thrown.ParamName);
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    private static object? Run(Assembly assembly, string method) => assembly.GetType("Functions")!.GetMethod(method)!.Invoke(null, null);

    private static Assembly Compile(ProbeSettings settings) => ProbeCompilation.Create([ProbeCompilation.Parse(Source, "Functions.cs")], settings).Clean().Load();
}
