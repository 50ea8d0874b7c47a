using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>Argument checks stay in the generated members, in their order, with the exception and the parameter name of the method.</summary>
public class GuardTests
{
    private static readonly Lazy<GradientProbe> Probe = new(() => GradientProbe.Compile("""
        private static double Root(double value, double[]? items)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentNullException.ThrowIfNull(items);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value * 2.0, 10.0);
            return Math.Sqrt(value) * items![0];
        }

        [NoDiff] private static double[]? Make(int n) => n == 3 ? null : [1.5, 2.0];
        private static string Caller([System.Runtime.CompilerServices.CallerMemberName] string member = "") => member;

        [Differentiable] public static double F(double x, int n, string? name)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentOutOfRangeException.ThrowIfNegative(n);
            double y = Root(x, Make(n));
            ArgumentOutOfRangeException.ThrowIfNotEqual(n, 1);
            if (Caller() != "F") { throw new InvalidOperationException(Caller()); }
            return y * x;
        }

        public static string Fault(bool gradient, double x, int n, string? name)
        {
            try { if (gradient) { FGradient(x, n, name, out _); } else { F(x, n, name); } return "none"; }
            catch (ArgumentException e) { return $"{e.GetType().Name} {e.ParamName}"; }
        }
        """));

    [Theory]
    [InlineData(1.5, 1, "a", "none")]
    [InlineData(-1.5, -1, null, "ArgumentNullException name")]
    [InlineData(-1.5, -1, "", "ArgumentException name")]
    [InlineData(-1.5, -1, "a", "ArgumentOutOfRangeException n")]
    [InlineData(-1.5, 2, "a", "ArgumentOutOfRangeException value")]
    [InlineData(9.0, 3, "a", "ArgumentNullException items")]
    [InlineData(9.0, 2, "a", "ArgumentOutOfRangeException value * 2.0")]
    [InlineData(1.5, 2, "a", "ArgumentOutOfRangeException n")]
    public void FirstFault_IsThatOfTheMethod(double x, int n, string? name, string expected)
    {
        MethodInfo fault = Probe.Value.Assembly.GetType("Probes.Functions")!.GetMethod("Fault")!;

        Assert.Equal(expected, fault.Invoke(null, [false, x, n, name]));
        Assert.Equal(expected, fault.Invoke(null, [true, x, n, name]));
    }
}
