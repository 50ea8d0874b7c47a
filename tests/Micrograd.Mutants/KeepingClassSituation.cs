namespace Micrograd.Mutants;

/// <summary>The tests of a class that compiles its methods once and keeps them, all run to their ends.</summary>
internal sealed class KeepingClassSituation(Type type) : Situation(type.Name)
{
    private readonly TestClassSituation _tests = new(type);

    public override string? Check() => _tests.Check();

    public override string? Ask(int mutant, out bool isDifferent)
    {
        MutantSwitch.Activate(mutant);
        isDifferent = false;
        return Check();
    }
}
