namespace Micrograd.Tests.Tape;

/// <summary>The conventions of semantics.md section 2, where the derivative does not exist or is not finite.</summary>
public sealed class RuleTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Fact]
    public void Tie_BothVaried_HalfEach()
    {
        Assert.Equal((0.5, 0.5), Gradient2(Value.Max, 2, 2));
        Assert.Equal((0.5, 0.5), Gradient2(Value.Min, 2, 2));
        Assert.Equal((0.5, 0.5), Gradient2(Value.MaxMagnitude, 2, 2));
        Assert.Equal((0.5, 0.5), Gradient2(Value.MaxNumber, 2, 2));
        Assert.Equal((0.5, 0.5), Gradient2(Value.Max, 0.0, -0.0));
    }

    // Max(0, x) and Max(x, 0) are ReLU, whose derivative at 0 is 0.
    [Fact]
    public void Tie_WithConstant_VariedGetsNothing()
    {
        Assert.Equal(0.0, Gradient1(x => Value.Max(x, 0), 0));
        Assert.Equal(0.0, Gradient1(x => Value.Max(0, x), 0));
        Assert.Equal(0.0, Gradient1(x => Value.Min(x, 0), 0));
        Assert.Equal(0.0, Gradient1(x => x.Relu(), 0));
    }

    // A variable that happens to hold a constant is still a variable: the generated overload writes new Value(c) to say so.
    [Fact]
    public void Tie_WithNewValue_IsHalf() => Assert.Equal(0.5, Gradient1(x => Value.Max(x, new Value(0)), 0));

    // What is computed from constants only is constant: no data flows to it from an input.
    [Fact]
    public void Tie_WithComputedConstant_VariedGetsNothing() =>
        Assert.Equal(0.0, Gradient1(x => Value.Max(x, Value.Sqrt(4.0) - 2.0), 0));

    [Fact]
    public void Max_OfTheSameValue_HasDerivativeOne() => Assert.Equal(1.0, Gradient1(x => Value.Max(x, x), 3));

    // Step by step in program order: the last gets half, the first two share the rest.
    [Fact]
    public void MaxChain_OfThreeEqual_IsQuarterQuarterHalf()
    {
        Value[] x = [new(1), new(1), new(1)];
        Value.Max(Value.Max(x[0], x[1]), x[2]).Backward();
        Assert.Equal([0.25, 0.25, 0.5], x.Select(v => v.Grad));
    }

    [Theory]
    [InlineData(NaN, 1.0, 1.0, 0.0)]
    [InlineData(1.0, NaN, 0.0, 1.0)]
    [InlineData(NaN, NaN, 1.0, 0.0)]
    public void Max_NaNResult_AdjointGoesToTheNaN(double a, double b, double dA, double dB)
    {
        Assert.Equal((dA, dB), Gradient2(Value.Max, a, b));
        Assert.Equal((dA, dB), Gradient2(Value.Min, a, b));
    }

    // MaxNumber ignores a NaN: its result, and so its derivative, is the other's.
    [Fact]
    public void MaxNumber_OneNaN_AdjointGoesToTheNumber() => Assert.Equal((0.0, 1.0), Gradient2(Value.MaxNumber, NaN, 1));

    // Equal magnitude, opposite sign: the library returns the positive one, so that one was selected.
    [Fact]
    public void MaxMagnitude_OppositeSigns_GoesToTheOneReturned() => Assert.Equal((0.0, 1.0), Gradient2(Value.MaxMagnitude, -2, 2));

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 0.5)]
    [InlineData(0.5, 1.0)]
    [InlineData(-1.0, 0.0)]
    public void Clamp_VariedBounds_TiesAsMinOfMax(double x, double dX)
    {
        Value v = new(x);
        Value low = new(0.0);
        Value high = new(1.0);
        Value.Clamp(v, low, high).Backward();
        Assert.Equal(dX, v.Grad);
        Assert.Equal(1.0, v.Grad + low.Grad + high.Grad);
    }

    [Fact]
    public void Clamp_ConstantBounds_TieIsZero()
    {
        Assert.Equal(0.0, Gradient1(x => x.Clamp(0, 1), 0));
        Assert.Equal(0.0, Gradient1(x => x.Clamp(0, 1), 1));
        Assert.Equal(1.0, Gradient1(x => x.Clamp(0, 1), 0.5));
        Assert.Equal(1.0, Gradient1(x => x.Clamp(0, 1), NaN));
    }

    // low = high = x: Max gives x and low half each, Min halves that against high.
    [Fact]
    public void Clamp_AllEqual_IsQuarterQuarterHalf()
    {
        Value[] v = [new(1), new(1), new(1)];
        Value.Clamp(v[0], v[1], v[2]).Backward();
        Assert.Equal([0.25, 0.25, 0.5], v.Select(x => x.Grad));
    }

    [Fact]
    public void KinksAndSteps_HaveDerivativeZero()
    {
        Assert.Equal(0.0, Gradient1(x => x.Abs(), 0));
        Assert.Equal(0.0, Gradient1(x => x.Sign(), 0));
        Assert.Equal(0.0, Gradient1(x => x.Floor(), 2));
        Assert.Equal(0.0, Gradient1(x => x.Ceiling(), 2));
        Assert.Equal(0.0, Gradient1(x => x.Round(), 2.5));
        Assert.Equal(0.0, Gradient1(x => x.Truncate(), 2));
    }

    // Selections select, they do not multiply by 0: an infinite adjoint must not make a NaN of what was not chosen.
    [Fact]
    public void Selections_InfiniteAdjoint_NotSelectedGetsZero()
    {
        Assert.Equal((Inf, 0.0), Gradient2((a, b) => Value.Max(a, b).Sqrt() + (0.0 * b), 0, -1));
        Assert.Equal(0.0, Gradient1(x => x.Abs().Sqrt(), 0));
        Assert.Equal(0.0, Gradient1(x => x.Clamp(0, 1).Sqrt(), -1));
    }

    [Theory]
    [InlineData(2.0, 3.0, 1.0)]
    [InlineData(-2.0, 3.0, -1.0)]
    [InlineData(2.0, -3.0, -1.0)]
    [InlineData(-2.0, -0.0, 1.0)]
    [InlineData(0.0, 3.0, 0.0)]
    public void CopySign_IsSignTimesSign(double x, double y, double dX) =>
        Assert.Equal((dX, 0.0), Gradient2(Value.CopySign, x, y));

    [Fact]
    public void BordersOfTheDomain_GiveWhatIeeeArithmeticGives()
    {
        Assert.Equal(Inf, Gradient1(x => x.Sqrt(), 0));
        Assert.Equal(Inf, Gradient1(x => x.Cbrt(), 0));
        Assert.Equal(Inf, Gradient1(x => x.RootN(3), 0));
        Assert.Equal(Inf, Gradient1(x => x.Log(), 0));
        Assert.Equal(Inf, Gradient1(x => x.Asin(), 1));
        Assert.Equal(Inf, Gradient1(x => x.Asin(), -1));
        Assert.Equal(-Inf, Gradient1(x => x.Acos(), 1));
        Assert.Equal(Inf, Gradient1(x => x.Acosh(), 1));
        Assert.Equal(Inf, Gradient1(x => x.Atanh(), 1));
        Assert.Equal(NaN, Gradient1(x => x.Sqrt(), -1));
    }

    [Theory]
    [InlineData(0.0, 2.0, 0.0, 0.0)]
    [InlineData(-2.0, 3.0, 12.0, NaN)]
    [InlineData(0.0, 0.0, 0.0, -Inf)]
    [InlineData(5.0, 0.0, 0.0, 1.6094379124341003)]
    [InlineData(0.0, 1.0, 1.0, 0.0)]
    [InlineData(0.0, 0.5, Inf, 0.0)]
    public void Pow_BothVaried(double x, double y, double dX, double dY) => Assert.Equal((dX, dY), Gradient2(Value.Pow, x, y));

    // A logarithm of −2 or 0 would poison the gradient: K09.
    [Fact]
    public void Pow_ConstantExponent_EvaluatesNoLogarithm()
    {
        Assert.Equal(0.0, Gradient1(x => x.Pow(2), 0));
        Assert.Equal(12.0, Gradient1(x => x.Pow(3), -2));
        Assert.Equal(0.0, Gradient1(x => x.Pow(0), 0));
    }

    // 1 % 0.1 takes 9 whole tenths (0.1 is a little more than a tenth), though 1/0.1 rounds to 10.
    [Theory]
    [InlineData(1.0, 0.1, -9.0)]
    [InlineData(7.5, 2.0, -3.0)]
    [InlineData(-7.5, 2.0, 3.0)]
    [InlineData(7.5, -2.0, 3.0)]
    public void Remainder_UsesTheQuotientReallyTaken(double x, double y, double dY) =>
        Assert.Equal((1.0, dY), Gradient2((a, b) => a % b, x, y));

    [Fact]
    public void IeeeRemainder_UsesTheQuotientReallyTaken() =>
        Assert.Equal((1.0, -4.0), Gradient2(Value.IEEERemainder, 7.5, 2));

    [Fact]
    public void Origin_OfAtan2AndHypot_IsZero()
    {
        Assert.Equal((0.0, 0.0), Gradient2(Value.Atan2, 0, 0));
        Assert.Equal((0.0, 0.0), Gradient2(Value.Atan2Pi, 0, 0));
        Assert.Equal((0.0, 0.0), Gradient2(Value.Hypot, 0, 0));
    }

    // x² + y² overflows here; the derivatives are ordinary numbers.
    [Fact]
    public void LargeArguments_DoNotOverflow()
    {
        Assert.Equal(5e-201, Gradient2(Value.Atan2, 1e200, 1e200).A, 1e-212);
        Assert.Equal(Math.Sqrt(0.5), Gradient2(Value.Hypot, 1e200, 1e200).A, 1e-15);
        Assert.Equal(1e-200, Gradient1(x => x.Asinh(), 1e200), 1e-212);
        Assert.Equal(-1e-200, Gradient2((a, b) => a / b, 1e200, 1e200).B, 1e-212);
    }

    public static TheoryData<string, double> StrongZeros => new()
    {
        { "Sqrt", 0 }, { "Cbrt", 0 }, { "RootN 3", 0 }, { "Log", 0 }, { "Log2", 0 }, { "Log10", 0 }, { "LogP1", -1 }, { "Log2P1", -1 },
        { "Log10P1", -1 }, { "Exp", 1000 }, { "Exp2", 2000 }, { "Exp10", 1000 }, { "ExpM1", 1000 }, { "Exp2M1", 2000 }, { "Exp10M1", 1000 },
        { "Sinh", 1000 }, { "Cosh", 1000 }, { "Asin", 1 }, { "Acos", 1 }, { "Acosh", 1 }, { "Atanh", 1 }, { "Pow -2", 0 },
    };

    // Max passes adjoint 0 to the branch that it did not select; there the partial is infinite.
    [Theory]
    [MemberData(nameof(StrongZeros))]
    public void StrongZero_ZeroAdjointAgainstInfinitePartial_ContributesZero(string name, double at)
    {
        OperationCase c = OperationCases.All.Single(c => c.Name == name);
        Value x = new(at);
        Value y = c.Form([x]);
        (y * 0.0).Backward();
        Assert.Equal(0.0, x.Grad);

        x.ZeroGrad();
        y.Backward();
        Assert.False(double.IsFinite(x.Grad), "the partial is not infinite, so this case shows nothing");
    }

    [Fact]
    public void StrongZero_OfTheBinaryPrimitives()
    {
        Assert.Equal((0.0, 0.0), Gradient2((a, b) => 0.0 * (a / b), 1, 0));
        Assert.Equal((0.0, 0.0), Gradient2((a, b) => 0.0 * Value.Pow(a, b), 0, -1));
        Assert.Equal((0.0, 0.0), Gradient2((a, b) => 0.0 * Value.Log(a, b), 0, 2));
    }

    // `*` is not tested: 0 · ∞ is NaN there, as in IEEE. Nor is tanh's family.
    [Fact]
    public void NoStrongZero_InAProduct()
    {
        Assert.Equal(NaN, Gradient2((a, b) => 0.0 * (a * b), 1, Inf).A);
        Assert.Equal(NaN, Gradient1(x => 0.0 * x.Tan(), Inf));
    }

    [Fact]
    public void InfiniteAdjoint_AgainstZeroPartial_IsNaN() =>
        Assert.Equal(NaN, Gradient1(x => x.Cos().Log() * 0.0 + (1.0 - x.Cos()).Sqrt(), 0));

    // J09: the square root's partial at 0 is infinite, but Max gave it adjoint 0.
    [Fact]
    public void SqrtAtZero_NotSelectedByMax_IsZero() =>
        Assert.Equal((0.0, 1.0), Gradient2((x, y) => Value.Max(x.Sqrt(), y), 0, 1));

    // J21 and J29: the branch taken decides.
    [Fact]
    public void Branches_OnlyTheOneTakenCounts()
    {
        Assert.Equal(0.0, Gradient1(x => x.Data == 0 ? 0.0 : x * x.Log(), 0));
        Assert.Equal(Inf, Gradient1(a => a >= 0.0 ? a.Sqrt() : (-a).Sqrt(), 0));
    }

    // Where 1 − y or y + 1 would have lost every digit.
    [Fact]
    public void SmallDerivatives_KeepTheirDigits()
    {
        Assert.Equal(Math.Exp(-40), Gradient1(x => x.Sigmoid(), 40), 1e-30);
        Assert.Equal(Math.Exp(-40), Gradient1(x => x.ExpM1(), -40), 1e-30);
    }

    private static double Gradient1(Func<Value, Value> f, double at)
    {
        Value x = new(at);
        f(x).Backward();
        return x.Grad;
    }

    private static (double A, double B) Gradient2(Func<Value, Value, Value> f, double atA, double atB)
    {
        Value a = new(atA);
        Value b = new(atB);
        f(a, b).Backward();
        return (a.Grad, b.Grad);
    }
}
