namespace Micrograd.Tests;

// The generator knows these by name only: a renamed member would silently be ignored.
public sealed class AttributeTests
{
    [Fact]
    public void Differentiable_DefaultsToGradientAndTape()
    {
        DifferentiableAttribute attribute = new();
        Assert.Equal(Derivatives.Gradient | Derivatives.Tape, attribute.Derivatives);
        Assert.Empty(attribute.WithRespectTo);
        Assert.Equal(63, (int)Derivatives.All);
    }

    [Differentiable(Derivatives.Jvp, WithRespectTo = ["x"], FastMath = true, Sparse = true, MaxScratchBytes = 1L << 40, Checkpoints = 3)]
    [DerivativeOf(typeof(Math), nameof(Math.Sin))]
    [DifferentiateAs(nameof(Soft))]
    private static void Marked([NoDiff] double x) => Soft(x);

    [NoDiff]
    private static double Soft(double x) => x;

    [Fact]
    public void Attributes_CarryTheirArguments()
    {
        System.Reflection.MethodInfo method = ((Action<double>)Marked).Method;
        object[] attributes = method.GetCustomAttributes(false);
        DifferentiableAttribute differentiable = Assert.Single(attributes.OfType<DifferentiableAttribute>());
        Assert.Equal(Derivatives.Jvp, differentiable.Derivatives);
        Assert.Equal(1L << 40, differentiable.MaxScratchBytes);
        DerivativeOfAttribute rule = Assert.Single(attributes.OfType<DerivativeOfAttribute>());
        Assert.Equal((typeof(Math), "Sin"), (rule.Type, rule.Method));
        Assert.Equal("Soft", Assert.Single(attributes.OfType<DifferentiateAsAttribute>()).Substitute);
        Assert.Throws<ArgumentNullException>(() => new DerivativeOfAttribute(null!, "f"));
    }

    [Fact]
    public void Stop_PassesTheValueAndOnTheTapeDropsTheDerivative()
    {
        Assert.Equal(2.5, Gradient.Stop(2.5));
        Assert.Equal((1, 2.0f), Gradient.Stop((1, 2.0f)));

        Value x = new(3.0);
        (x * Gradient.Stop(x)).Backward();
        Assert.Equal(3.0, x.Grad);
    }
}
