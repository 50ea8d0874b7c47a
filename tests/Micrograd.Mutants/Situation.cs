namespace Micrograd.Mutants;

/// <summary>Something that a test looks at.</summary>
internal abstract class Situation(string name)
{
    public string Name => name;

    /// <summary>Mutants that failed here, to ask the strictest first.</summary>
    public int Kills { get; set; }

    /// <summary>What is wrong without any mutant, which would make every answer worthless.</summary>
    public abstract string? Check();

    /// <summary>Why a test fails with the mutant, or null; <paramref name="isDifferent"/> where it passes on another text.</summary>
    public abstract string? Ask(int mutant, out bool isDifferent);
}
