using System.Text.Json;

namespace Micrograd.Tests;

/// <summary>The two-moons problem of the micrograd notebook with Karpathy's published run; see the README of the shared data.</summary>
internal sealed class MoonsData
{
    public required double[][] Points { get; init; }

    public required double[] Labels { get; init; }

    public required double[] InitialParameters { get; init; }

    public required double[] FirstStepGradient { get; init; }

    public required double[] ReferenceLoss { get; init; }

    internal static MoonsData Load()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "moons.json"));
        JsonSerializerOptions options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        return JsonSerializer.Deserialize<MoonsData>(file, options)!;
    }

    internal Mlp Network()
    {
        Mlp network = new(2, [16, 16, 1]);
        IReadOnlyList<Value> parameters = network.Parameters();
        for (int i = 0; i < parameters.Count; i++)
        {
            parameters[i].Data = InitialParameters[i];
        }

        return network;
    }

    internal Value Loss(Mlp network)
    {
        Value loss = 0.0;
        for (int i = 0; i < Points.Length; i++)
        {
            loss += (1.0 - (Labels[i] * network.Forward(Points[i])[0])).Relu();
        }

        Value penalty = 0.0;
        foreach (Value parameter in network.Parameters())
        {
            penalty += parameter * parameter;
        }

        return (loss * (1.0 / Points.Length)) + (1e-4 * penalty);
    }
}
