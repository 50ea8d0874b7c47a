namespace Micrograd.Generators.Tests.State;

/// <summary>What the members of a type with state are called with: parameters by the type's name, memory that may not be shared.</summary>
public class StateArgumentTests
{
    private const string Net = """
        public sealed partial class Net
        {
            [Parameter] private readonly double[] _w = new double[2];

            [Differentiable]
            public double Loss(ReadOnlySpan<double> x) => _w[0] * x[0] + _w[1] * x[1] * _w[1];

            public double[] W => _w;
        }
        """;

    // A refused call leaves everything as it was.
    [Theory]
    [InlineData("gradient", "net.LossGradient(x, dx, gradient)", "x = gradient.W;")]
    [InlineData("gradient", "net.LossGradient(x, dx, gradient)", "dx = gradient.W;")]
    [InlineData("dX", "net.LossGradient(x, dx, gradient)", "dx = net.W;")]
    [InlineData("gradient", "net.LossBackward(x, 1, dx, gradient)", "dx = gradient.W;")]
    [InlineData("dX", "net.LossBackward(x, 1, dx, gradient)", "dx = net.W;")]
    [InlineData("none", "net.LossGradient(x, dx, gradient)", "x = net.W;")]
    public void SharedMemory_IsRefused(string parameter, string call, string share) => Assert.Equal(
        $"{parameter} {parameter != "none"}",
        StateProbe.Compile(Net + $$"""
            public static class Use
            {
                public static object Run(object[] none)
                {
                    Net net = new();
                    net.SetParameters([2.0, 3.0]);
                    Net.Gradients gradient = new(net);
                    gradient.W[0] = 5.0;
                    double[] x = [0.5, 0.25], dx = [7.0, 8.0];
                    {{share}}
                    double[] before = [.. net.W, .. gradient.W, .. x, .. dx];
                    string refused = "none";
                    try
                    {
                        {{call}};
                    }
                    catch (ArgumentException exception)
                    {
                        refused = exception.ParamName!;
                    }

                    return $"{refused} {before.SequenceEqual([.. net.W, .. gradient.W, .. x, .. dx])}";
                }
            }
            """).Run<string>("Run"));

    // The method reads the field where the caller's variable is written, so that the two derivatives cannot be told apart.
    [Theory]
    [InlineData("x", "net.MoveGradient(ref net.B, out d[0], gradient)")]
    [InlineData("x", "net.MoveBackward(ref net.B, 1, ref d[0], gradient)")]
    [InlineData("dX", "net.MoveBackward(ref d[0], 1, ref net.B, gradient)")]
    [InlineData("y", "net.MakeGradient(out net.B, gradient)")]
    [InlineData("none", "net.ReadGradient(in net.B, out d[0], gradient)")]
    [InlineData("none", "net.MoveGradient(ref d[0], out d[1], gradient)")]
    public void FieldOfTheInstance_IsNotPassedByReference(string parameter, string call) => Assert.Equal(
        $"{parameter} {parameter != "none"}",
        StateProbe.Compile($$"""
            public sealed partial class Net
            {
                [Parameter] public double B = 3.0;
                [Parameter] public double C { get; set; } = 0.5;

                [Differentiable] public double Move(ref double x) { x *= B; return x * B + C; }
                [Differentiable] public double Make(out double y) { y = B * C; return y * B; }
                [Differentiable] public double Read(in double x) => x * B * C;
            }

            public static class Use
            {
                public static object Run(object[] none)
                {
                    Net net = new();
                    Net.Gradients gradient = new(net) { B = 5.0, C = 6.0 };
                    double[] d = [7.0, 8.0];
                    string refused = "none";
                    try
                    {
                        {{call}};
                    }
                    catch (ArgumentException exception)
                    {
                        refused = exception.ParamName!;
                    }

                    return $"{refused} {net.B == 3.0 && gradient.B == 5.0 && gradient.C == 6.0 && d[0] == 7.0 && d[1] == 8.0}";
                }
            }
            """).Run<string>("Run"));

    [Theory]
    [InlineData("Net", "net")]
    [InlineData("MLP", "mLP")]
    [InlineData("Class", "@class")]
    [InlineData("number", "number")]
    [InlineData("_Net", "_Net")]
    public void Parameters_AreCalledAsTheType(string type, string parameter) => Assert.Equal(
        3.0,
        StateProbe.Compile($$"""
            public sealed partial class {{type}}
            {
                [Parameter] private readonly double[] _w = new double[1];
                [Parameter] private double _b;

                [Differentiable]
                public double At(double x) => _w[0] * x + _b;
            }

            public static class Use
            {
                public static object Run(object[] none)
                {
                    {{type}} given = new();
                    {{type}}.Gradients gradient = new({{parameter}}: given);
                    {{type}}.Values values = {{type}}.Values.From({{parameter}}: given);
                    given.AtGradient(2.0, out _, gradient);
                    return gradient.B + gradient.W[0] + values.W[0].Data;
                }
            }
            """).Run<double>("Run"));
}
