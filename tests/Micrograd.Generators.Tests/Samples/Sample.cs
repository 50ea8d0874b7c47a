using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Samples;

/// <summary>A marked method of the corpus; names are unique in it.</summary>
internal sealed record Sample(string Name, string File, IReadOnlyList<SamplePoint> Points);

/// <summary>One <c>[At]</c>.</summary>
internal sealed record SamplePoint(object[] Arguments, OracleOptions Options)
{
    public static SamplePoint From(Attribute at)
    {
        dynamic values = at;
        double tolerance = values.Tolerance;
        return new SamplePoint(values.Arguments, new OracleOptions
        {
            Smooth = values.Smooth,
            Allocates = values.Allocates,
            Tape = values.Tape,
            Tolerance = tolerance == 0.0 ? null : tolerance,
            Step = values.Step,
        });
    }
}
