using System;
using Micrograd;

namespace Consumer;

/// <summary>A class with trainable members.</summary>
internal sealed partial class Perceptron
{
    [Parameter] private readonly double[] _weights = [0.5, -0.25];
    [Parameter] private double _bias = 0.125;

    [Differentiable]
    internal double Loss([NoDiff] ReadOnlySpan<double> x, [NoDiff] double y)
    {
        double z = _bias;
        for (int i = 0; i < x.Length; i++)
        {
            z += _weights[i] * x[i];
        }

        return Losses.SquaredError(Activations.Tanh(z), y);
    }
}

/// <summary>One step down the gradient of a class's members.</summary>
internal static class Trained
{
    public static void Run()
    {
        Perceptron net = new();
        Perceptron.Gradients gradient = new(net);
        double loss = net.LossGradient([1.0, 2.0], 0.5, gradient);
        double[] flat = new double[gradient.Count];
        gradient.CopyTo(flat);
        Program.Print("Parameters", [loss, .. flat]);

        double[] parameters = new double[net.ParameterCount];
        net.CopyParametersTo(parameters);
        new Sgd(parameters.Length).Step(parameters, flat, 0.1);
        net.SetParameters(parameters);
        Program.Print("Trained", [.. parameters]);
    }
}
