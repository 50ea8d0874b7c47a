using System.Text.Json;

namespace Micrograd.Samples.Moons;

/// <summary>The two-moons points of the micrograd demo notebook, and the run that the notebook published.</summary>
internal sealed class MoonsData
{
    private static readonly JsonSerializerOptions JsonOptions = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private MoonsData(Document document)
    {
        Points = [.. document.Points.SelectMany(point => point)];
        Labels = document.Labels;
        InitialParameters = document.InitialParameters;
        FirstStepGradient = document.FirstStepGradient;
        ReferenceLoss = document.ReferenceLoss;
        ReferenceAccuracyPercent = document.ReferenceAccuracyPercent;
    }

    /// <summary>x and y of every point, one after the other.</summary>
    internal double[] Points { get; }

    /// <summary>−1 or 1 for every point.</summary>
    internal double[] Labels { get; }

    /// <summary>The 337 parameters before the first step, in micrograd's order.</summary>
    internal double[] InitialParameters { get; }

    /// <summary>micrograd's gradient at <see cref="InitialParameters"/>.</summary>
    internal double[] FirstStepGradient { get; }

    /// <summary>micrograd's loss at steps 0 to 99, each before that step's update.</summary>
    internal double[] ReferenceLoss { get; }

    /// <summary>micrograd's accuracy at steps 0 to 99, each before that step's update.</summary>
    internal double[] ReferenceAccuracyPercent { get; }

    /// <summary>Reads the copy that is embedded in this assembly.</summary>
    internal static MoonsData Load()
    {
        using Stream stream = typeof(MoonsData).Assembly.GetManifestResourceStream("moons.json")!;
        return new MoonsData(JsonSerializer.Deserialize<Document>(stream, JsonOptions)!);
    }

    private sealed record Document(
        double[][] Points,
        double[] Labels,
        double[] InitialParameters,
        double[] FirstStepGradient,
        double[] ReferenceLoss,
        double[] ReferenceAccuracyPercent);
}
