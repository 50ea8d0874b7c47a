using System.Diagnostics;
using Xunit.Abstractions;

namespace Micrograd.Tests;

public sealed class NetworkTests(ITestOutputHelper output)
{
    [Fact]
    public void Moons_FirstGradient_IsMicrograds()
    {
        MoonsData data = MoonsData.Load();
        Mlp network = data.Network();
        Value loss = data.Loss(network);
        loss.Backward();

        Assert.Equal(data.ReferenceLoss[0], loss.Data, 1e-12);
        IReadOnlyList<Value> parameters = network.Parameters();
        Assert.Equal(337, parameters.Count);
        double largest = data.FirstStepGradient.Max(Math.Abs);
        for (int i = 0; i < 337; i++)
        {
            Assert.Equal(data.FirstStepGradient[i], parameters[i].Grad, 1e-12 * largest);
        }
    }

    // All 100 steps: any error in the derivative or the schedule grows, and time is part of the contract (seconds, not minutes).
    [Fact]
    public void Moons_HundredSteps_FollowMicrogradsRun()
    {
        MoonsData data = MoonsData.Load();
        Mlp network = data.Network();
        LearningRateSchedule schedule = LearningRateSchedule.Linear(1.0, 0.1, 100);
        Sgd optimizer = new(337);
        double[] values = new double[337];
        double[] gradient = new double[337];
        Stopwatch watch = Stopwatch.StartNew();
        for (int step = 0; step < 100; step++)
        {
            Value loss = data.Loss(network);
            Assert.Equal(data.ReferenceLoss[step], loss.Data, 1e-9);
            network.ZeroGrad();
            loss.Backward();
            for (int i = 0; i < 337; i++)
            {
                values[i] = network.Parameters()[i].Data;
                gradient[i] = network.Parameters()[i].Grad;
            }

            optimizer.Step(values, gradient, schedule.At(step));
            for (int i = 0; i < 337; i++)
            {
                network.Parameters()[i].Data = values[i];
            }
        }

        output.WriteLine($"100 steps: {watch.Elapsed.TotalSeconds:F2} s");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
    }

    [Fact]
    public void Parameters_AreInMicrogradsOrder()
    {
        Mlp network = new(2, [3, 1], random: new Random(5));
        Random random = new(5);
        List<double> expected = [];
        foreach ((int inputs, int neurons) in new[] { (2, 3), (3, 1) })
        {
            for (int neuron = 0; neuron < neurons; neuron++)
            {
                for (int i = 0; i < inputs; i++)
                {
                    expected.Add((2.0 * random.NextDouble()) - 1.0);
                }

                expected.Add(0.0);
            }
        }

        Assert.Equal(expected, network.Parameters().Select(p => p.Data));
        Assert.Same(network.Layers[0].Neurons[1].Parameters()[2], network.Parameters()[5]);
    }

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Elu)]
    [InlineData(Activation.Swish)]
    public void Neuron_AppliesItsActivation(Activation activation)
    {
        Neuron neuron = new(2, activation, new Random(1));
        double[] w = [.. neuron.Parameters().Select(p => p.Data)];
        neuron.Parameters()[2].Data = -0.7;
        double z = -0.7 + (w[0] * 0.5) + (w[1] * -1.5);
        double expected = activation switch
        {
            Activation.Relu => Activations.Relu(z),
            Activation.Tanh => Activations.Tanh(z),
            Activation.Sigmoid => Activations.Sigmoid(z),
            Activation.LeakyRelu => Activations.LeakyRelu(z),
            Activation.Elu => Activations.Elu(z),
            Activation.Swish => Activations.Swish(z),
            _ => z,
        };
        Assert.Equal(expected, neuron.Forward([0.5, -1.5]).Data);
        Assert.Equal(expected, neuron.Forward((Value[])[0.5, -1.5]).Data);
    }

    [Fact]
    public void HiddenAndOutput_HaveTheirOwnActivation()
    {
        Mlp network = new(1, [2, 2], Activation.Relu, Activation.Sigmoid, new Random(3));
        IReadOnlyList<Value> y = network.Forward([10.0]);
        Assert.All(y, v => Assert.Equal("sigmoid", v.Operation));
        network.ZeroGrad();
        y[0].Backward();
        Assert.Contains(network.Parameters(), p => p.Grad != 0);
        network.ZeroGrad();
        Assert.All(network.Parameters(), p => Assert.Equal(0.0, p.Grad));
    }

    [Fact]
    public void WrongArguments_AreNamed()
    {
        Assert.Equal("outputs", Assert.Throws<ArgumentException>(() => new Mlp(2, [])).ParamName);
        Assert.Equal("outputs", Assert.Throws<ArgumentNullException>(() => new Mlp(2, null!)).ParamName);
        Assert.Equal("outputs", Assert.Throws<ArgumentOutOfRangeException>(() => new Mlp(2, [0])).ParamName);
        Assert.Equal("inputs", Assert.Throws<ArgumentOutOfRangeException>(() => new Mlp(0, [1])).ParamName);
        Assert.Equal("activation", Assert.Throws<ArgumentOutOfRangeException>(() => new Neuron(1, (Activation)99, new Random(1))).ParamName);
        Assert.Equal("x", Assert.Throws<ArgumentException>(() => new Mlp(2, [1]).Forward([1.0])).ParamName);
    }
}
