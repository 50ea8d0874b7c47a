namespace Micrograd.Samples.Moons;

/// <summary>Which engines train the network.</summary>
internal enum EngineChoice
{
    Both,
    Generated,
    Tape,
}

/// <summary>What the command line asked for.</summary>
/// <param name="Engine">Which engines train.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="TraceFile">Where the steps are written as CSV, if anywhere.</param>
/// <param name="OutputDirectory">Where the pictures are written.</param>
internal sealed record Options(EngineChoice Engine, int Steps, string? TraceFile, string OutputDirectory)
{
    /// <summary>How long each engine runs before it is timed.</summary>
    internal TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);
}
