using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Lowering;

/// <summary>Code that is kept as it is, and needs something of the method it stood in that the generated one has not.</summary>
public class KeptTextTests
{
    // The lists and strings are the user's.
    private static readonly OracleOptions Allocating = OracleOptions.Default with { Allocates = true };

    // The generated method has no local functions: a body stands where it is called, also in the middle of such code.
    [Theory]
    [InlineData("List<double> list = [1.0]; List<double> Get() => list; Get().Add(4); return x * x * list.Count;")]
    [InlineData("List<double> list = [1.0]; List<double> Get(int k) { k++; list.Add(k); return list; } Get(n).Add(4); return x * Get(5)[2] * list.Count;")]
    [InlineData("List<double> list = [1.0]; Func<List<double>> get = () => list; get().Add(4); return x * get()[1];")]
    [InlineData("List<double> Get<T>(T k) => [1.0, n]; return x * Get(n).Count;")]
    [InlineData("int[] a = [1, 2]; ICollection<int> Get() => a; return x * (Get().IsReadOnly ? 2 : 3);")]
    [InlineData("List<int>? a = n < 0 ? null : [1, 2]; List<int>? Get() => a; return x * Get()!.Count;")]
    [InlineData("string Name(int k) => k.ToString(); return x * (Name(n) + Name(44)).IndexOf('4') * $\"{Name(n)}!\".Length;")]
    [InlineData("List<double> Get(int k) { if (k > 2) { return [1.0]; } return [2.0, 3.0]; } double s = 1; for (int i = 0; i < Get(i).Count; i++) { s *= x * Get(i)[0]; } return s;")]
    [InlineData("List<int> l = [1, 2]; return x * (3 + l.FindIndex(k => { bool Big(int m) => m > 1; return Big(k); }));")]
    public void LocalFunction_StandsWhereItIsCalled(string body) =>
        GradientProbe.Compile($"[Differentiable] public static double F(double x, int n) {{ {body} }}").AgreesWithAllOracles("F", at: [1.5, 3], Allocating);

    // Only unsafe code may say it of most types, and generated code is not unsafe.
    [Theory]
    [InlineData("sizeof(S)")]
    [InlineData("sizeof(int*) + sizeof(S**) + sizeof(void*) + sizeof(delegate*<int>)")]
    [InlineData("sizeof(DateTime) * sizeof((int, double)) + sizeof(nint) + sizeof(long) + sizeof(DayOfWeek)")]
    [InlineData("Math.Max(sizeof(S), 3) * $\"{sizeof(S)}\".Length")]
    [InlineData("SizeOf<S>() + SizeOf<double>()")]
    public void SizeOf_IsKnownInSafeCode(string size) => GradientProbe.Compile(
        $$"""
        public struct S { public int A; public double B; }
        private static unsafe int SizeOf<T>() where T : unmanaged => sizeof(T);
        [Differentiable] public static unsafe double F(double x) => x * x * ({{size}});
        """,
        ProbeSettings.Default with { AllowUnsafe = true }).AgreesWithAllOracles("F", at: [1.5], Allocating);

    [Fact]
    public void SizeOfATypeParameter_IsThatOfTheNumber() => GradientProbe.Compile(
        "[Differentiable] public static unsafe T F<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x * x * T.CreateChecked(sizeof(T));",
        ProbeSettings.Default with { AllowUnsafe = true }).AgreesWithAllOracles("F", at: [1.5]);
}
