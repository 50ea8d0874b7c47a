using Micrograd.Generators.Tests.State;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>An array of an object that is also an argument, where the method writes one of them: refused by the argument's name.</summary>
public class ObjectMemoryTests
{
    private static readonly Lazy<StateProbe> Probe = new(static () => StateProbe.Compile("""
        public sealed class Rig { public int[]? Row; public int[,]? Grid; }

        public static partial class Functions
        {
            [Differentiable] public static double StoresInRow(double x, int[] r, Rig rig) { int[]? q = rig.Row; double s = x * x * r[1]; if (q != null) { q[1] = 7; } return s * s * r[1]; }
            [Differentiable] public static double StoresInArgument(double x, int[] r, Rig rig) { int[] q = rig.Row!; double s = x * x * q[1]; r[1] = 7; return s * s * q[1]; }
            [Differentiable] public static double StoresInGrid(double x, int[,] r, Rig rig) { int[,]? q = rig.Grid; double s = x * x * r[0, 1]; if (q != null) { q[0, 1] = 7; } return s * s * r[0, 1]; }
            [Differentiable] public static double StoresInGridArgument(double x, int[,] r, Rig rig) { int[,] q = rig.Grid!; double s = x * x * q[0, 1]; r[0, 1] = 7; return s * s * q[0, 1]; }
        }

        public static class Use
        {
            public static object Call(object[] arguments)
            {
                int[] row = [1, 2], other = [3, 2];
                int[,] grid = { { 1, 2 } }, second = { { 3, 2 } };
                Rig rig = arguments[1] is "same" ? new() { Row = row, Grid = grid } : arguments[1] is "null" ? new() : new() { Row = other, Grid = second };
                double d;
                _ = arguments[0] switch
                {
                    "StoresInRow" => Functions.StoresInRowGradient(0.5, row, rig, out d),
                    "StoresInArgument" => Functions.StoresInArgumentGradient(0.5, row, rig, out d),
                    "StoresInGrid" => Functions.StoresInGridGradient(0.5, grid, rig, out d),
                    _ => Functions.StoresInGridArgumentGradient(0.5, grid, rig, out d),
                };
                return d;
            }
        }
        """));

    [Theory]
    [InlineData("StoresInRow")]
    [InlineData("StoresInArgument")]
    [InlineData("StoresInGrid")]
    [InlineData("StoresInGridArgument")]
    public void SameMemory_IsRefused(string method) =>
        Assert.Equal("r", Assert.IsType<ArgumentException>(Record.Exception(() => Probe.Value.Run<double>("Call", method, "same"))).ParamName);

    // (2x²)²·2 = 8x⁴
    [Theory]
    [InlineData("StoresInRow", "other")]
    [InlineData("StoresInRow", "null")]
    [InlineData("StoresInArgument", "other")]
    [InlineData("StoresInGrid", "other")]
    [InlineData("StoresInGrid", "null")]
    [InlineData("StoresInGridArgument", "other")]
    public void OtherMemory_IsLetThrough(string method, string rig) =>
        Assert.Equal(32.0 * 0.125, Probe.Value.Run<double>("Call", method, rig), 12);
}
