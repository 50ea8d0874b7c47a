namespace Micrograd.Generators.Tests.State;

/// <summary><c>this</c> under another name: what always is <c>this</c> has its derivatives; other objects are data.</summary>
public class SelfNameTests
{
    [Theory]
    [InlineData("{ Net me = this; return me._b * x + me._w[1] * x; }", 2.0, 2.0)]
    [InlineData("{ Net me = this; return me.Half(x) + me.Twice * x; }", 5.0, 0.0)]
    [InlineData("=> Of(this, x);", 2.0, 2.0)]
    [InlineData("=> Through(this, x);", 2.0, 2.0)]
    [InlineData("=> this.Extended(x);", 4.0, 0.0)]
    [InlineData("=> Of(Other, x) * _b;", 1.4, 0.0)]
    [InlineData("=> (_b - _next._b) * x;", 2.0, 0.0)]
    public void Name_IsTheInstance(string body, double dB, double dW) => Assert.Equal(
        [dB, dW],
        StateProbe.Compile($$"""
            public partial class Net
            {
                public static readonly Net Other = new();
                public Net _next = null!;
                [Parameter] public double _b = 0.5;
                [Parameter] public readonly double[] _w = [0.3, 0.2];
                public double Twice => _b * 2;
                private double Half(double x) => 0.5 * _b * x;
                private static double Of(Net n, double x) => n._b * x + n._w[1] * x;
                private static double Through(Net n, double x) { Net again = n; return Of(again, x); }
                [Differentiable] public double F(double x) {{body}}
            }
            public static class Extension { public static double Extended(this Net n, double x) => n.Twice * x; }
            public static class Use
            {
                public static object Run(object[] none)
                {
                    Net net = new() { _next = new() };
                    Net.Gradients gradient = new(net);
                    net.FGradient(2.0, out _, gradient);
                    return new[] { gradient.B, gradient.W[1] };
                }
            }
            """).Run<double[]>("Run"),
        static (expected, actual) => Math.Abs(expected - actual) < 1e-12);
}
