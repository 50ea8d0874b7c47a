namespace Micrograd.Tests;

/// <summary>Values of <see cref="Activations"/> and <see cref="Losses"/>; their gradients are generated and tested with the generator.</summary>
public sealed class FunctionTests
{
    public static TheoryData<double> Extremes => [-1000, -40, -1e-300, 0, 1e-300, 1, 40, 1000];

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Activations_AtExtremes_AreFiniteAndRight(double x)
    {
        double sigmoid = x < -700 ? 0.0 : 1.0 / (1.0 + Math.Exp(-x));
        Assert.Equal(sigmoid, Activations.Sigmoid(x), 1e-15);
        Assert.Equal(x * sigmoid, Activations.Swish(x), 1e-12);
        Assert.Equal(Math.Max(x, 0), Activations.Relu(x));
        Assert.Equal(x > 0 ? x : 0.01 * x, Activations.LeakyRelu(x));
        Assert.Equal(x > 0 ? x : 0.3 * x, Activations.Prelu(x, 0.3));
        Assert.Equal(x > 0 ? x : Math.Exp(x) - 1.0, Activations.Elu(x), 1e-15);
        Assert.Equal(Math.Tanh(x), Activations.Tanh(x));
    }

    // Below −37 the naive 1 − σ(−x) has lost every digit.
    [Fact]
    public void Sigmoid_FarLeft_KeepsItsDigits() => Assert.Equal(Math.Exp(-40), Activations.Sigmoid(-40.0), 1e-30);

    [Theory]
    [MemberData(nameof(Extremes))]
    public void FloatActivations_FollowDouble(double x)
    {
        float f = (float)x;
        Assert.Equal(Activations.Sigmoid(f), (float)Activations.Sigmoid((double)f), 1e-6f);
        Assert.Equal(Activations.Swish(f), (float)Activations.Swish((double)f), 1e-4f);
        Assert.Equal(Activations.Relu(f), (float)Activations.Relu((double)f));
        Assert.Equal(Activations.Elu(f, 2f), (float)Activations.Elu((double)f, 2), 1e-6f);
        Assert.Equal(Activations.LeakyRelu(f), (float)Activations.LeakyRelu((double)f), 1e-6f);
        Assert.Equal(Activations.Prelu(f, 0.5f), (float)Activations.Prelu((double)f, 0.5));
        Assert.Equal(Activations.Tanh(f), (float)Activations.Tanh((double)f), 1e-6f);
        Assert.Equal(Losses.BinaryCrossEntropy(f, 0.25f), (float)Losses.BinaryCrossEntropy((double)f, 0.25), 1e-4f);
        Assert.Equal(Losses.Hinge(f, -1f), (float)Losses.Hinge((double)f, -1));
        Assert.Equal(Losses.SquaredError(f, 1f), (float)Losses.SquaredError((double)f, 1), 1f);
    }

    [Fact]
    public void Softmax_AtThousands_SumsToOne()
    {
        double[] p = new double[3];
        Activations.Softmax([1000, 999, -1000], p);
        Assert.Equal(1.0 / (1.0 + Math.Exp(-1)), p[0], 1e-15);
        Assert.Equal(1.0, p.Sum(), 1e-15);
        Assert.Equal(0.0, p[2]);

        float[] q = new float[2];
        Activations.Softmax([500f, 500f], q);
        Assert.Equal([0.5f, 0.5f], q);
    }

    [Fact]
    public void Softmax_InPlace_Works()
    {
        double[] x = [0, Math.Log(3)];
        Activations.Softmax(x, x);
        Assert.Equal(0.75, x[1], 1e-15);
    }

    [Fact]
    public void LogSoftmaxAndLogSumExp_AtThousands_AreFinite()
    {
        double[] p = new double[2];
        Activations.LogSoftmax([1000, -1000], p);
        Assert.Equal([0.0, -2000.0], p);
        Assert.Equal(1000 + Math.Log(2), Activations.LogSumExp([1000.0, 1000.0]), 1e-12);
        Assert.Equal(-1000 + Math.Log(2), Activations.LogSumExp([-1000.0, -1000.0]), 1e-12);
        Assert.Equal(double.NegativeInfinity, Activations.LogSumExp(ReadOnlySpan<double>.Empty));
        Assert.Equal(100f, Activations.LogSumExp([100f, -100f]));
        float[] q = new float[2];
        Activations.LogSoftmax([0f, 0f], q);
        Assert.Equal(-MathF.Log(2), q[1], 1e-6f);
    }

    [Theory]
    [InlineData(1000, 1, 0)]
    [InlineData(1000, 0, 1000)]
    [InlineData(-1000, 0, 0)]
    [InlineData(-1000, 1, 1000)]
    [InlineData(0, 0.3, 0.6931471805599453)]
    [InlineData(1e-300, 1, 0.6931471805599453)]
    public void BinaryCrossEntropy_AtExtremes_IsRight(double logit, double target, double expected) =>
        Assert.Equal(expected, Losses.BinaryCrossEntropy(logit, target), 1e-15);

    [Fact]
    public void CrossEntropy_AtThousands_KeepsItsDigits()
    {
        Assert.Equal(2000.0, Losses.CrossEntropy([1000.0, -1000.0], 1));
        Assert.Equal(0.0, Losses.CrossEntropy([1000.0, -1000.0], 0));

        // log(1 + e⁻³⁰) survives beside 1000.
        Assert.Equal(Math.Exp(-30), Losses.CrossEntropy([1000.0, 970.0], 0), 1e-15);
        Assert.Equal(MathF.Log(2), Losses.CrossEntropy([5f, 5f], 0), 1e-6f);
        Assert.Throws<IndexOutOfRangeException>(() => Losses.CrossEntropy([1.0], 1));
    }

    [Fact]
    public void SquaredErrorAndHinge()
    {
        Assert.Equal(9.0, Losses.SquaredError(1, 4));
        Assert.Equal(0.0, Losses.Hinge(2, 1));
        Assert.Equal(3.0, Losses.Hinge(2, -1));
    }
}
