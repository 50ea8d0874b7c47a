using Micrograd.Generators.Ir;
using Micrograd.Generators.Pipeline;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Discovery;

/// <summary>Bodies that use what the generator is about to write.</summary>
public class BindingTests
{
    private const string Header = "using System;\nusing Micrograd;\n";

    // The members do not exist while the generator runs; their arguments are constants, so the calls are code like any other.
    [Fact]
    public void GeneratedMemberOnConstants_IsCodeLikeAnyOther()
    {
        GradientProbe probe = GradientProbe.Compile("""
            private static double Inner(double x, ReadOnlySpan<double> w) => Math.Sin(x) * x + w[0] * w[1] * x;

            [Differentiable]
            public static double Energy(double x, ReadOnlySpan<double> w) => Inner(x, w);

            [Differentiable]
            public static double Out(double x, [NoDiff] double c, [NoDiff] double[] w)
            {
                double[] dW = new double[w.Length];
                double energy = EnergyGradient(c, w, out double force, dW);
                return x * (energy + force) + x * x * dW[1];
            }

            [Differentiable]
            public static double Ref(double x, [NoDiff] double c, [NoDiff] double[] w)
            {
                double force = 0.5;
                for (int i = 0; i < 3; i++)
                {
                    EnergyBackward(c + i, w, 2.0, ref force, new double[2]);
                    x *= force;
                }

                EnergyGradient(c, w, out _, new double[2]);
                return x * x;
            }

            [Differentiable]
            public static double Newton(double x, [NoDiff] double c, [NoDiff] double[] w)
            {
                double[] roots = new double[4];
                for (int i = 0; i < roots.Length; i++)
                {
                    double value = EnergyGradient(c, w, out double slope, new double[2]);
                    roots[i] = slope;
                    c -= value / slope;
                    x = Math.Sin(x * roots[i]) * c;
                }

                return x * roots[2];
            }
            """);

        // The arrays go to code that is kept as it is, which could hold on to them.
        OracleOptions allocates = OracleOptions.Default with { Allocates = true };
        double[] w = [0.4, 1.3];
        probe.AgreesWithAllOracles("Out", at: [0.7, 0.3, w], allocates);
        probe.AgreesWithAllOracles("Ref", at: [0.7, 0.3, w], allocates);
        probe.AgreesWithAllOracles("Newton", at: [0.7, 0.3, w], allocates);
        Assert.Contains("double energy = global::Probes.Functions.EnergyGradient(c, w, out double force, dW);", probe.Compilation.GeneratedText(), StringComparison.Ordinal);
    }

    // Differentiating through generated members comes later: a message, never a gradient without that part.
    [Fact]
    public void GeneratedMemberOnVariedValue_IsReported()
    {
        ProbeCompilation probe = Run("""
            public static partial class A
            {
                [Differentiable]
                public static double Inner(ReadOnlySpan<double> x) => x[0] * x[0];

                [Differentiable]
                public static double F(ReadOnlySpan<double> x, [NoDiff] Span<double> slope) => x[0] * InnerGradient(x, slope);
            }
            """);

        Diagnostic diagnostic = Assert.Single(probe.GeneratorDiagnostics);
        Assert.Equal("MGRAD0209", diagnostic.Id);
        Assert.Equal("InnerGradient(x, slope)", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    // A derivative that comes out through a variable would carry one itself.
    [Theory]
    [InlineData("{ double y = InnerGradient(x, out var dX); return y + dX; }", "InnerGradient(x, out var dX)")]
    [InlineData("{ InnerGradient(x * 2.0, out double dX); return x * dX; }", "InnerGradient(x * 2.0, out double dX)")]
    [InlineData("{ double dX = 0.0; InnerBackward(1.0, x, ref dX); return x * dX; }", "InnerBackward(1.0, x, ref dX)")]
    [InlineData("{ double dX = x; InnerBackward(1.0, 1.0, ref dX); return x * dX; }", "InnerBackward(1.0, 1.0, ref dX)")]
    public void GeneratedMemberOnVariedNumber_IsReported(string body, string call)
    {
        ProbeCompilation probe = Run($"public static partial class A {{ [Differentiable] public static double Inner(double x) => x * x; [Differentiable] public static double F(double x) {body} }}");

        Diagnostic diagnostic = Assert.Single(probe.GeneratorDiagnostics);
        Assert.Equal("MGRAD0209", diagnostic.Id);
        Assert.Equal(call, diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    [Fact]
    public void UnknownCall_IsNamedAsWritten()
    {
        ProbeCompilation probe = Run("public static partial class A { [Differentiable] public static double F(double x) => x + double.Parse($\"{x}\") * BitConverter.Int64BitsToDouble(1) + Lib.Unknown(x); } public static class Lib { public static extern double Unknown(double x); }");

        Assert.Contains(probe.GeneratorDiagnostics, static d => d.Id == "MGRAD0201" && d.GetMessage(null).StartsWith("'Lib.Unknown' has no known derivative but depends on 'x'", StringComparison.Ordinal));
    }

    [Fact]
    public void StoreOutsideTheMethod_IsReported()
    {
        ProbeCompilation probe = Run("public static partial class A { private static double _last; [Differentiable] public static double F(double x) { _last = x; return x * x; } public static double G() => _last; }");

        Assert.Equal("MGRAD0202", Assert.Single(probe.GeneratorDiagnostics).Id);
    }

    [Fact]
    public void ResultWithoutDerivative_IsWarned()
    {
        ProbeCompilation probe = Run("public static partial class A { [Differentiable] public static double F(double x) => Math.Floor(2.0); }");

        Diagnostic diagnostic = Assert.Single(probe.GeneratorDiagnostics);
        Assert.Equal(("MGRAD0203", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Equal("F", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    // A stage that throws costs its method alone, and says so: MGRAD9001.
    [Fact]
    public void StageThrows_BecomesFinding()
    {
        MethodSignature signature = new(
            "F", "A.F.g.cs", "M:A.F(System.Double)", new(null, [new("class", "A", [])]), "public", true, [], [],
            [new(new IrLocal(0, "x", IrType.Double), ParameterRole.Independent, ParameterMode.Value, "double")], IrType.Double, new(3));
        MethodIr broken = new(signature, [new Unknown(), new ReturnStatement(ConstantExpression.Number(1.0, IrType.Double))]) { NextLocalId = 8 };

        DifferentiationResult result = Differentiator.Differentiate(new(signature, BodyState.Lowered, broken), BuildOptions.Default, default);

        Assert.Null(result.File);
        Assert.Equal(FindingKind.StageFailed, Assert.Single(result.Findings).Kind);
    }

    // double before float; the float method gets no overload on Value, and nothing is said.
    [Fact]
    public void OverloadsThatMeetOnTape_DoubleWins()
    {
        ProbeCompilation probe = Run("""
            public static partial class A
            {
                [Differentiable]
                public static float F(float x) => x * x;

                [Differentiable]
                public static double F(double x) => x * x;
            }
            """).Clean();

        string withTape = Assert.Single(probe.GeneratedTrees, static t => t.ToString().Contains("Micrograd.Value F(", StringComparison.Ordinal)).ToString();
        Assert.Contains("double FGradient(double x", withTape, StringComparison.Ordinal);
    }

    [Fact]
    public void NestedGenericAndRecordTypes_AreReopened()
    {
        ProbeCompilation probe = Run("""
            namespace N.M
            {
                public partial class Outer<T>
                {
                    internal partial record struct Inner(int I)
                    {
                        public partial interface IDeep
                        {
                            /// <summary>Half of <paramref name="class"/>, see <see cref="Outer{T}"/>.</summary>
                            [Differentiable]
                            public static double F(double @class, double dClass, int upstream) => @class * dClass / 2 + upstream;
                        }
                    }
                }
            }
            """).Clean();

        Assert.Contains("FGradient(double @class, double dClass, int upstream, out double dClass_, out double dDClass)", probe.GeneratedText(), StringComparison.Ordinal);
        Assert.Contains("FBackward(double @class, double dClass, int upstream, double upstream_, ref double dClass_, ref double dDClass)", probe.GeneratedText(), StringComparison.Ordinal);
    }

    [Fact]
    public void ReservedWordsAsTypeParameters_Compile() => ProbeCompilation.Create([ProbeCompilation.Parse(
        """
        using System.Numerics; using Micrograd;
        public partial class @class<@in>
        {
            [Parameter] private double @double = 2;
            [Parameter] private double[] @float = [1, 2];
            [Differentiable] public double @operator(double @params) => @params * @double * @float[0] * @float[1];
            [Differentiable] public static @as G<@as>(@as @is) where @as : IFloatingPointIeee754<@as> => @as.Sin(@is) * @is;
        }
        """,
        "Words.cs")]).Clean();

    [Fact]
    public void ParametersThatDifferInCase_Compile() => Run("""
        public static partial class A
        {
            [Differentiable]
            public static double F(double value, double Value, double dValueSum, double[] a) => value * Value * dValueSum * a[0];
        }
        """).Clean();

    [Fact]
    public void VarianceOverridesAndExtensions_Compile() => Run("""
        public partial interface IMap<in T, out U> { [Differentiable] static double S(double x) => x * x; }

        public abstract partial class Base
        {
            [Differentiable] public virtual double H<T>(double x, T? t) where T : class => x * x;
            [Differentiable] public virtual double M<T>(double x, T? t) => x;
        }

        public partial class Derived : Base
        {
            [Differentiable] public override double H<T>(double x, T? t) where T : class => x * 2;
            [Differentiable] public override double M<T>(double x, T? t) where T : default => x * x;
        }

        public static partial class Extensions
        {
            [Differentiable] public static void Increase(this ref double x, double k) => x += k * k;
        }

        public static class Trial { [System.Diagnostics.CodeAnalysis.Experimental("TRY1")] public static int Order => 3; }

        public static partial class Tries
        {
        #pragma warning disable TRY1
            [Differentiable] public static double F(double x) => Trial.Order * x * x;
        #pragma warning restore TRY1
        }
        """).Clean();

    // The scratch stacks are locals of the generated members; a parameter's name comes first.
    [Fact]
    public void ParametersNamedAsGeneratedLocals_Compile() => Run("""
        public static partial class A
        {
            [Differentiable]
            public static double F(double x, double[] records, double[] arrays)
            {
                double t = x;
                double[] y = new double[records.Length];
                for (int i = 0; i < records.Length; i++)
                {
                    y[i] = records[i] * t;
                    t = Math.Sin(t * y[i]) * arrays[i];
                }

                return t;
            }
        }
        """).Clean();

    private sealed record Unknown : IrStatement;

    private static ProbeCompilation Run(string source) => ProbeCompilation.Create([ProbeCompilation.Parse(Header + source, "Test.cs")]);
}
