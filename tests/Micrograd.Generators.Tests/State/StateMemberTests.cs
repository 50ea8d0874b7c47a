namespace Micrograd.Generators.Tests.State;

/// <summary>The corners of types with state: structs, properties, generic and nested types, float arrays, no [Parameter] at all.</summary>
public class StateMemberTests
{
    [Fact]
    public void Struct_IsTrainedThroughItsGradients() => Assert.Equal(
        [6.0, 2.0, 3.0, 4.5],
        StateProbe.Compile("""
            public partial struct Line
            {
                [Parameter] public double Slope { get; set; }
                [Parameter] private double _offset;

                [Differentiable]
                public double At(double x) => Slope * x + _offset;
            }

            public static class Use
            {
                public static object Run(object[] none)
                {
                    Line line = new();
                    line.SetParameters([2.0, 1.5]);
                    Line.Gradients gradient = new(line);
                    double d = 0.0;
                    double y = line.AtBackward(1.5, 2.0, ref d, gradient);
                    Line.Values values = Line.Values.From(line);
                    Value tape = Line.At(new Value(1.5), values);
                    tape.Backward();
                    return new[] { values.Slope.Grad * 4.0, gradient.Offset, gradient.Slope, y };
                }
            }
            """).Run<double[]>("Run"));

    [Fact]
    public void FloatArraysAndNestedTypes_WorkAlike() => Assert.Equal(
        [0.5, -1.0, 2.0, 3.0, 4.0],
        StateProbe.Compile("""
            public static partial class Models
            {
                public sealed partial class Dot
                {
                    [Parameter] public float[] Weights = new float[2];
                    [Parameter] public double[] More { get; } = new double[1];

                    [Differentiable]
                    public float At(ReadOnlySpan<float> x) => Weights[0] * x[0] + Weights[1] * x[1] + (float)More[0] * 2.0f;
                }
            }

            public static class Use
            {
                public static object Run(object[] none)
                {
                    Models.Dot dot = new();
                    dot.SetParameters([3.0, 4.0, 5.0]);
                    Models.Dot.Gradients gradient = new(dot);
                    float[] dx = new float[2];
                    dot.AtGradient([0.5f, -1.0f], dx, gradient);
                    double[] all = new double[gradient.Count];
                    gradient.CopyTo(all);
                    return (double[])[.. all, dx[0], dx[1]];
                }
            }
            """).Run<double[]>("Run"));

    // Nothing to train: the instance is constant data, and there is no parameter for its gradients.
    [Fact]
    public void InstanceWithoutParameters_IsConstantData() => Assert.Equal(
        [7.0, 12.0, 12.0, 7.0],
        StateProbe.Compile("""
            public sealed partial class Poly(double scale)
            {
                private readonly double _scale = scale;
                public double Offset { get; set; } = 1.0;

                [Differentiable]
                public double At(double x) => Cube(x) * _scale / 4.0 + Offset;

                private double Cube(double x) => this._scale * x * x * x;
            }

            public static class Use
            {
                public static object Run(object[] none)
                {
                    Poly poly = new(2.0) { Offset = -1.0 };
                    double y = poly.AtGradient(2.0, out double dx);
                    Value x = new(2.0);
                    Value tape = poly.At(x);
                    tape.Backward();
                    return new[] { y, dx, x.Grad, tape.Data };
                }
            }
            """).Run<double[]>("Run"));

    // A property that computes from [Parameter] members carries their derivative.
    [Fact]
    public void ComputedProperty_CarriesTheDerivative() => Assert.Equal(
        [48.0, 16.0, 24.0],
        StateProbe.Compile("""
            public sealed partial class Squared
            {
                [Parameter] private double _root;
                private double Factor => _root * _root;
                private double this[int i] => Factor * i;

                [Differentiable]
                public double At(double x) => this[2] * x;
            }

            public static class Use
            {
                public static object Run(object[] none)
                {
                    Squared squared = new();
                    squared.SetParameters([2.0]);
                    Squared.Gradients gradient = new(squared);
                    double y = squared.AtGradient(6.0, out _, gradient);
                    squared.AtGradient(2.0, out _, gradient);
                    double g = gradient.Root;
                    squared.AtGradient(3.0, out _, gradient);
                    return new[] { y, g, gradient.Root };
                }
            }
            """).Run<double[]>("Run"));

    // The type parameter is of the type, and the member's type is not.
    [Fact]
    public void GenericType_HasItsOwnGradients() => Assert.Equal(
        [10.0, 5.0, 7.0],
        StateProbe.Compile("""
            public partial class Tagged<T>
            {
                public T? Tag { get; set; }
                [Parameter] private double[] _w = [2.0, 7.0];

                [Differentiable]
                public double At(double x, int i) => _w[i] * x;
            }

            public sealed class Special : Tagged<string> { }

            public static class Use
            {
                public static object Run(object[] none)
                {
                    Special special = new();
                    Tagged<string>.Gradients gradient = new(special);
                    double y = special.AtGradient(5.0, 0, out _, gradient);
                    double g = gradient.W[0];
                    special.AtGradient(5.0, 1, out double dx, gradient);
                    return new[] { y, g, dx };
                }
            }
            """).Run<double[]>("Run"));

    // The tape takes over from a reverse sweep that cannot be written, with state too.
    [Fact]
    public void StateOnTheTape_GetsTheSameGradient() => Assert.Equal(
        [5.0, 3.0, 2.0],
        StateProbe.Compile("""
            public sealed partial class Sum
            {
                [Parameter] private double[] _w = [1.0, 2.0];

            #pragma warning disable MGRAD0300
                [Differentiable]
                public double Over(ReadOnlySpan<double> x)
            #pragma warning restore MGRAD0300
                {
                    double sum = 0.0;
                    while (x.Length > 0 && x[0] > 0.0)
                    {
                        sum += _w[x.Length - 1] * x[0];
                        x = x.Slice(1);
                    }
                    return sum;
                }
            }

            public static class Use
            {
                public static object Run(object[] none)
                {
                    Sum sum = new();
                    Sum.Gradients gradient = new(sum);
                    double[] dx = new double[2];
                    double y = sum.OverGradient([1.0, 3.0], dx, gradient);
                    return new[] { y, gradient.W[0], dx[0] };
                }
            }
            """, "MGRAD0300").Run<double[]>("Run"));

    [Theory]
    [InlineData("MGRAD0001", "public class ⟦C⟧ { [Parameter] private double _w; }")]
    [InlineData("MGRAD0012", "public partial class C { [Parameter] private static double ⟦W⟧; }")]
    [InlineData("MGRAD0012", "public partial class C { [Parameter] private readonly double ⟦_w⟧; }")]
    [InlineData("MGRAD0012", "public partial class C { [Parameter] public double ⟦W⟧ { get; } }")]
    [InlineData("MGRAD0012", "public partial class C { [Parameter] private decimal ⟦_w⟧; }")]
    [InlineData("MGRAD0012", "public partial class C { [Parameter] private double _w; [Parameter] private double ⟦W⟧; }")]
    [InlineData("MGRAD0012", "public partial class C { [Parameter] private double ⟦_count⟧; }")]
    [InlineData("MGRAD0006", "public partial class C { [Parameter] private double _w; public int ⟦ParameterCount⟧ => 1; }")]
    [InlineData("MGRAD0006", "public partial class C { [Parameter] private double _w; public sealed class ⟦Gradients⟧ { } }")]
    [InlineData("MGRAD0122", "public sealed partial class C { [Parameter] private double _w; [Differentiable] public double F(double x) { ⟦_w = 1.0⟧; return _w * x; } }")]
    [InlineData("MGRAD0122", "public sealed partial class C { [Parameter] private double _w; [Differentiable] public double F(double x) { ⟦_w += x⟧; return x; } }")]
    [InlineData("MGRAD0120", "public sealed partial class C { [Parameter] private double[] _w = new double[2]; [Differentiable] public double F(double x) { ⟦_w[0]⟧ = x; return x; } }")]
    [InlineData("MGRAD0202", "public sealed partial class C { [Parameter] private double[] _w = new double[2]; [Differentiable] public double F(double x) { double[] w = _w; ⟦w[0] = x⟧; return x; } }")]
    [InlineData("MGRAD0120", "public partial struct C { [Parameter] private double _w; [Differentiable] public double F(double x) { ⟦_w⟧ = x; return _w * x; } }")]
    [InlineData("MGRAD0120", "public partial struct C { private double _w; [Differentiable] public double F(double x) { ⟦_w⟧ += x; return _w * x; } }")]
    [InlineData("MGRAD0115", "public partial class C { [Parameter] private double _w; protected virtual double W => _w; [Differentiable] public double F(double x) => ⟦W⟧ * x; }")]
    [InlineData("MGRAD0115", "public partial class C { [Parameter] private double _w; protected virtual double W(double x) => _w * x; [Differentiable] public double F(double x) => ⟦W(x)⟧; }")]
    [InlineData("MGRAD0123", "public partial class B { [Parameter] protected double W; } public partial class C : B { [Differentiable] public double F(double x) => ⟦W⟧ * x; }")]
    [InlineData("MGRAD0202", "public sealed partial class C { private double _last; [Differentiable] public double F(double x) { ⟦_last = x⟧; return x; } }")]
    [InlineData("MGRAD0202", "public sealed partial class C { private readonly double[] _log = new double[2]; [Differentiable] public double F(double x) { double[] log = _log; ⟦log[0] = x * x⟧; return x; } }")]
    public void Mistake_IsReportedAtItsExactPlace(string id, string marked)
    {
        int start = marked.IndexOf('⟦', StringComparison.Ordinal);
        int length = marked.IndexOf('⟧', StringComparison.Ordinal) - start - 1;
        string[] found = [.. StateProbe.Generate(marked.Replace("⟦", "").Replace("⟧", "")).GeneratorDiagnostics.Select(d => $"{d.Id} at {d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan)}")];

        Assert.Contains($"{id} at {marked.Substring(start + 1, length)}", found);
        Assert.DoesNotContain(found, static f => f.StartsWith("MGRAD9", StringComparison.Ordinal));
    }

    // A warning in generated code breaks a build that treats warnings as errors, whether one is missing a `new` or has one too many.
    [Theory]
    [InlineData("public partial class Layer { [Parameter] private double _bias = 2.0; } public partial class Dense : Layer { [Parameter] private double _scale = 3.0; }")]
    [InlineData("public partial class Layer { [Parameter] private double _bias = 2.0; } public class Middle : Layer { } public partial class Dense : Middle { [Parameter] private double _scale = 3.0; }")]
    [InlineData("public class Layer { public int ParameterCount => 0; public void SetParameters(double[] p) { } private sealed class Gradients { } protected double Values { get; } } public partial class Dense : Layer { [Parameter] private double _scale = 3.0; }")]
    [InlineData("public partial class Layer<T> { [Parameter] private double _bias = 2.0; } public partial class Dense : Layer<int> { [Parameter] private double _scale = 3.0; }")]
    [InlineData("public class Layer { public void CopyParametersTo(Span<double> p) { } } public partial class Dense : Layer { [Parameter] private double _scale = 3.0; }")]
    public void MembersOfABaseType_AreHidden(string types) => Assert.Equal("1 3", StateProbe.Compile(types + """
         public static class Use
         {
             public static object Run(object[] none)
             {
                 Dense dense = new();
                 Span<double> numbers = stackalloc double[1];
                 dense.CopyParametersTo(numbers);
                 return $"{dense.ParameterCount} {numbers[0]}";
             }
         }
         """).Run<string>("Run"));
}
