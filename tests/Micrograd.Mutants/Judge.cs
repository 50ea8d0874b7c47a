using System.Globalization;

namespace Micrograd.Mutants;

/// <summary>The process that holds the mutated generator: reads a mutant's number from its input, and writes what became of it.</summary>
internal sealed class Judge
{
    public const string Argument = "--judge";
    public const string Keeping = "--keeping";
    public const string Ready = "ready";
    public const int Stuck = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<Situation> _situations;

    // When the present question was asked; 0 where there is none.
    private long _askedAt;

    private Judge(bool keeping, IEnumerable<string> names) =>
        _situations = [.. (keeping ? Situations.Keeping() : Situations.All()).Where(s => !names.Any() || names.Any(n => s.Name.Contains(n, StringComparison.Ordinal)))];

    /// <param name="keeping">The situations for a process that sees one mutant.</param>
    /// <param name="names">Parts of the names of the situations that are asked; all where there are none.</param>
    public static int Run(bool keeping, IEnumerable<string> names)
    {
        if (!MutantSwitch.Exists)
        {
            Console.Error.WriteLine("The generator beside this program is not mutated.");
            return 2;
        }

        Judge judge = new(keeping, names);
        Console.WriteLine($"{Ready}\t{judge._situations.Count} situations");
        using Timer watchdog = new(_ => judge.EndIfStuck(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        while (Console.ReadLine() is { } line)
        {
            Console.WriteLine(judge.Ask(int.Parse(line, CultureInfo.InvariantCulture)));
        }

        return 0;
    }

    /// <summary>Every test must pass on what the generator writes without a mutant, or the verdicts would mean nothing.</summary>
    public static int Check()
    {
        MutantSwitch.Activate(MutantSwitch.None);
        int wrong = 0;
        foreach (Situation situation in Situations.All().Concat(Situations.Keeping()))
        {
            if (situation.Check() is { } reason)
            {
                wrong++;
                Console.WriteLine($"{situation.Name}: {reason}");
            }
        }

        Console.WriteLine($"{wrong} situations fail without a mutant.");
        return wrong;
    }

    private Verdict Ask(int mutant)
    {
        int differ = 0;
        foreach (Situation situation in _situations.OrderByDescending(static s => s.Kills).ToArray())
        {
            Interlocked.Exchange(ref _askedAt, Environment.TickCount64);
            string? reason = situation.Ask(mutant, out bool isDifferent);
            Interlocked.Exchange(ref _askedAt, 0);
            if (reason is not null)
            {
                situation.Kills++;
                return new Verdict(mutant, Outcome.Killed, situation.Name, reason);
            }

            differ += isDifferent ? 1 : 0;
        }

        return new Verdict(mutant, differ > 0 ? Outcome.SurvivedWithOtherText : Outcome.SurvivedWithSameText, "", $"another text in {differ} of {_situations.Count} situations");
    }

    // What never ends cannot be stopped from outside its thread: the process goes, and its parent starts another.
    private void EndIfStuck()
    {
        long since = Interlocked.Read(ref _askedAt);
        if (since != 0 && Environment.TickCount64 - since > Limit.TotalMilliseconds)
        {
            Environment.Exit(Stuck);
        }
    }
}
