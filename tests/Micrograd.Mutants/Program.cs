using System.Globalization;

namespace Micrograd.Mutants;

/// <summary>The tool: a fixed random sample of the generator's mutants, each against the quick tests of the generator.</summary>
internal static class Program
{
    private const string Usage = """
        --sample N [--seed S]   N mutants, drawn with the seed; 0 is all of them
        --only ID,ID            these mutants
        --in NAME,NAME          in the situations with these parts of names
        --check                 the same tests without any mutant
        --again                 with the mutated generator that Stryker made last time
        """;

    public static int Main(string[] arguments)
    {
        if (arguments.Contains(Judge.Argument))
        {
            return Judge.Run(arguments.Contains(Judge.Keeping), arguments.Where(static a => a is not (Judge.Argument or Judge.Keeping)));
        }

        if (arguments.Contains("--check"))
        {
            return Judge.Check();
        }

        int sample = int.Parse(Option(arguments, "--sample") ?? "-1", CultureInfo.InvariantCulture);
        HashSet<int> only = [.. (Option(arguments, "--only") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static id => int.Parse(id, CultureInfo.InvariantCulture))];
        if (sample < 0 && only.Count == 0)
        {
            Console.WriteLine(Usage);
            return 2;
        }

        if (!arguments.Contains("--again") || !MutatedGenerator.IsMade)
        {
            MutatedGenerator.Make();
        }

        MutatedGenerator.PrepareJudge();
        IReadOnlyList<Mutant> mutants = Mutant.ReadReport(MutatedGenerator.Report, out int compileErrors, out int ignored);
        Mutant[] drawn = only.Count > 0
            ? [.. mutants.Where(m => only.Contains(m.Id))]
            : Draw(mutants, sample == 0 ? mutants.Count : sample, int.Parse(Option(arguments, "--seed") ?? "1", CultureInfo.InvariantCulture));
        Console.WriteLine($"{drawn.Length} of {mutants.Count} mutants; {compileErrors} more do not compile, {ignored} Stryker leaves out.");
        ScoreTable table = new();
        string[] situations = (Option(arguments, "--in") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

        // Loaded programs are given back late; a new process is cheaper than to wait for them.
        using JudgeProcess quick = new(situations, mutantsPerProcess: 100);
        using JudgeProcess keeping = new([Judge.Keeping, .. situations], mutantsPerProcess: 1);
        foreach (Mutant mutant in drawn)
        {
            Verdict verdict = quick.Ask(mutant.Id);
            if (verdict.HasSurvived && keeping.Ask(mutant.Id) is { HasSurvived: false } late)
            {
                verdict = late;
            }

            table.Add(mutant, verdict);
            Console.WriteLine($"{verdict.Outcome,-21} {mutant.Id,6} {mutant.File}:{mutant.Line}  {mutant.Kind}: {mutant.Original.Trim()} → {mutant.Replacement.ReplaceLineEndings(" ")}   [{verdict.Situation}: {verdict.Reason}]");
        }

        Console.WriteLine(table.Write());
        return 0;
    }

    // In the order drawn: what is done when somebody loses patience is a sample, too.
    private static Mutant[] Draw(IReadOnlyList<Mutant> mutants, int count, int seed)
    {
        Mutant[] shuffled = [.. mutants];
#pragma warning disable CA5394 // A sample that can be drawn again.
        new Random(seed).Shuffle(shuffled);
#pragma warning restore CA5394
        return shuffled[..Math.Min(count, shuffled.Length)];
    }

    private static string? Option(string[] arguments, string name)
    {
        int at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
    }
}
