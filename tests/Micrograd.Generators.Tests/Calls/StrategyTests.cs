using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Calls;

/// <summary>A marked method that is generic over a strategy, called with each type that there is.</summary>
public class StrategyTests
{
    private const string Source = """
        using System; using Micrograd;
        internal interface IField { double At(double x); static abstract double Gain(double x); double Twice(double x) => 2 * At(x); }
        internal readonly record struct Cubic(double K) : IField { public Cubic() : this(1.5) { } public double At(double x) => K * x * x * x; public static double Gain(double x) => x * x; }
        internal struct Wave() : IField { internal double Frequency = 2; public double At(double x) => Math.Sin(Frequency * x); static double IField.Gain(double x) => Math.Exp(x); double IField.Twice(double x) => x; }
        internal class Base : IField { internal double C = 3; public virtual double At(double x) => x * x * C; public static double Gain(double x) => 3 * x; }
        internal sealed class Derived : Base { public override double At(double x) => base.At(x) * x; }
        internal static partial class P
        {
            [Differentiable] internal static double F<T>(T field, double x) where T : IField { double s = x; for (int i = 0; i < 3; i++) { s += Step(field, s) * 0.1; } return s * field.Twice(x); }
            private static double Step<T>(T field, double x) where T : IField => field.At(x) * T.Gain(x);
            [Differentiable] internal static double G<T>(T field, double x) where T : struct, IField => field.At(T.Gain(x)) + field.Twice(x);
        }
        """;

    private static readonly Assembly Compiled = Compile(Source);

    [Theory]
    [InlineData("F", "Cubic")]
    [InlineData("F", "Wave")]
    [InlineData("F", "Base")]
    [InlineData("F", "Derived")]
    [InlineData("F", "Derived", "Base")]
    [InlineData("G", "Cubic")]
    [InlineData("G", "Wave")]
    public void EachStrategy_HasItsOwnDerivative(string method, string type, string? typeArgument = null)
    {
        object strategy = Activator.CreateInstance(Compiled.GetType(type)!)!;
        (MethodInfo f, MethodInfo gradient) = (Method(method, typeArgument ?? type), Method(method + "Gradient", typeArgument ?? type));
        object?[] arguments = [strategy, 0.7, null];

        Assert.Equal(f.Invoke(null, [strategy, 0.7]), gradient.Invoke(null, arguments));

        (double expected, _) = CentralDifferences.At(x => (double)f.Invoke(null, [strategy, x])!, 0.7, 0.01);
        Assert.Equal(expected, (double)arguments[2]!, 1e-7);
    }

    [Fact]
    public void NoObject_IsTheExceptionOfTheMethodItself() => Assert.IsType<NullReferenceException>(
        Assert.Throws<TargetInvocationException>(() => Method("FGradient", "Base").Invoke(null, [null, 0.7, null])).InnerException);

    [Theory]
    [InlineData("public interface I { double At(double x); }", "other assemblies, which see 'I'")]
    [InlineData("internal interface I { double At(double x); } internal struct S<T> : I { public double At(double x) => x; }", "'S<T>' is generic")]
    [InlineData("internal interface I { double At(double x); } internal struct S : I { int _n; public double At(double x) => x * _n++; }", "that of 'S' may change the instance")]
    [InlineData("internal interface I { double At(double x); } internal struct S : I { public double At(double x) => x; } internal static class Rules { [Micrograd.DerivativeOf(typeof(S), \"At\")] internal static void AtRule(S s, double x, double upstream, ref double dX) => dX += upstream; }", "that of 'S' has a derivative of its own")]
    [InlineData("internal interface I { double At(double x); }", "no type of this assembly fits")]
    public void WhatIsNotKnown_IsSaid(string types, string reason)
    {
        ProbeCompilation compilation = ProbeCompilation.Create([ProbeCompilation.Parse(
            types + $" {types.Split(' ')[0]} static partial class P {{ [Micrograd.Differentiable] {types.Split(' ')[0]} static double F<T>(T f, double x) where T : struct, I => f.At(x); }}", "F.cs")]);

        Assert.Contains(reason, Assert.Single(compilation.GeneratorDiagnostics).GetMessage(null));
    }

    [Fact]
    public void StrategiesWithinAGenericType_CannotBeNamed()
    {
        ProbeCompilation compilation = ProbeCompilation.Create([ProbeCompilation.Parse(
            "internal static partial class G<U> { internal interface I { static abstract double At(double x); } internal readonly struct S : I { public static double At(double x) => x * x; } [Micrograd.Differentiable] internal static double F<T>(double x) where T : struct, I => T.At(x) * x; }", "G.cs")]);

        Assert.Contains("is generic", Assert.Single(compilation.GeneratorDiagnostics).GetMessage(null), StringComparison.Ordinal);
    }

    private static MethodInfo Method(string name, string type) =>
        Compiled.GetType("P")!.GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(Compiled.GetType(type)!);

    private static Assembly Compile(string source) => ProbeCompilation.Create([ProbeCompilation.Parse(source, "Strategies.cs")]).Load();
}
