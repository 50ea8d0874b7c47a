namespace Micrograd.Mutants;

internal enum Outcome
{
    /// <summary>A test fails.</summary>
    Killed,

    /// <summary>The generator or what it wrote never ended, ran out of memory or took the process with it.</summary>
    TimedOut,
    Crashed,

    /// <summary>Every test passes, and in some situation the generator writes another text than without the mutant.</summary>
    SurvivedWithOtherText,

    /// <summary>The generator writes the same text in every situation, or no situation passes the place at all.</summary>
    SurvivedWithSameText,
}

/// <summary>What became of a mutant; one line between the two processes.</summary>
internal sealed record Verdict(int Mutant, Outcome Outcome, string Situation, string Reason)
{
    public bool HasSurvived => Outcome is Outcome.SurvivedWithOtherText or Outcome.SurvivedWithSameText;

    public static Verdict Parse(string line) =>
        line.Split('\t') is [var mutant, var outcome, var situation, var reason]
            ? new Verdict(int.Parse(mutant, System.Globalization.CultureInfo.InvariantCulture), Enum.Parse<Outcome>(outcome), situation, reason)
            : throw new FormatException(line);

    public override string ToString() => $"{Mutant}\t{Outcome}\t{Flat(Situation)}\t{Flat(Reason)}";

    private static string Flat(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');
}
