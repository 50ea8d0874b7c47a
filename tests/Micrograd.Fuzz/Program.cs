using System.Globalization;
using Micrograd.Fuzz.Edits;
using Micrograd.Fuzz.Oracles;
using Micrograd.Fuzz.Running;

namespace Micrograd.Fuzz;

/// <summary>The tool: <c>--programs N --seed S</c> fuzzes gradients, <c>--edits N --seed S</c> the generator under an editor.</summary>
internal static class Program
{
    private static readonly TimeSpan ReductionLimit = TimeSpan.FromMinutes(2);

    public static int Main(string[] arguments)
    {
        ulong seed = (ulong)Option(arguments, "--seed", 1);
        int jobs = Option(arguments, "--jobs", Environment.ProcessorCount);
        if (Option(arguments, "--print", -1) is >= 0 and var index)
        {
            Programs.FuzzProgram program = Programs.ProgramGenerator.Generate(seed, index);
            Console.WriteLine(RegressionFile.Write(new Failure(program, "", "")));
            return 0;
        }

        if (Option(arguments, "--edits", 0) is > 0 and var edits)
        {
            return FuzzEdits(seed, Option(arguments, "--from", 0), edits, jobs);
        }

        int programs = Option(arguments, "--programs", 0);
        return programs > 0 ? FuzzPrograms(seed, Option(arguments, "--from", 0), programs, jobs, Option(arguments, "--reduce", 10)) : Usage();
    }

    private static int FuzzPrograms(ulong seed, int from, int count, int jobs, int reduce)
    {
        FuzzRun run = new(seed, Console.Error.WriteLine);
        run.Run(from, count, jobs);
        Console.WriteLine($"Seed {seed}, programs {from} to {from + count - 1}: {run.Judged:N0} judged, {run.OnTape:N0} of them on the tape, {run.Failures.Count:N0} failed.");
        Console.WriteLine($"Central differences judged {DifferenceOracle.Counts.Judged:N0} partial derivatives; {DifferenceOracle.Counts.Skipped:N0} were not smooth.");
        Console.WriteLine("Refused: " + string.Join(", ", run.Refused.OrderBy(static r => r.Key).Select(static r => $"{r.Key} {r.Value}")));
        Console.WriteLine(CoverageTable.Write(run.Coverage));
        foreach (IGrouping<string, Failure> kind in run.Failures.GroupBy(static f => f.Kind).OrderByDescending(static g => g.Count()))
        {
            Console.WriteLine($"{kind.Count(),6}  {kind.Key}   e.g. {string.Join(", ", kind.Take(5).Select(static f => f.Program.Seed))}");
            Console.WriteLine($"        {kind.First().Message}");
        }

        // The smallest of each kind first: they are read.
        foreach (Failure failure in run.Failures.GroupBy(static f => f.Kind).SelectMany(static g => g.OrderBy(static f => f.Program.Size).Select(static (f, rank) => (f, rank))).OrderBy(static p => p.rank).Select(static p => p.f).Take(reduce))
        {
            Failure reduced = ProgramReducer.Reduce(failure, ReductionLimit);
            string text = RegressionFile.Write(reduced);
            string path = Path.Combine(Generators.Tests.Architecture.Repository.Root, "tests", "Micrograd.Fuzz", "Regressions", $"Seed{failure.Program.Seed.Replace('/', '_')}.cs");
            File.WriteAllText(path, text);
            Console.WriteLine($"\n{text}");
        }

        return run.Failures.IsEmpty() ? 0 : 1;
    }

    private static int FuzzEdits(ulong seed, int from, int count, int jobs)
    {
        EditRun run = new(seed, Console.Error.WriteLine);
        run.Run(from, count, jobs);
        Console.WriteLine($"Seed {seed}, edits {from} to {from + count - 1} of {EditedSource.All.Length} texts: {run.Broken:N0} left an error of the user's own, {run.Refused:N0} ended the compiler itself, {run.Cancelled:N0} runs were cancelled, {run.Failures.Count:N0} failed.");
        Console.WriteLine(string.Join(", ", run.Tried.OrderBy(static t => t.Key).Select(static t => $"{t.Key} {t.Value:N0}")));
        foreach (IGrouping<string, EditFailure> kind in run.Failures.GroupBy(static f => f.Kind).OrderByDescending(static g => g.Count()))
        {
            EditFailure shortest = kind.MinBy(static f => f.Text.Length)!;
            Console.WriteLine($"{kind.Count(),6}  {kind.Key}   e.g. {string.Join(", ", kind.Take(5).Select(static f => f.Seed))}\n{shortest.Source}: {shortest.Message}\n{(shortest.Text.Length < 3000 ? shortest.Text : "")}");
        }

        return run.Failures.IsEmpty() ? 0 : 1;
    }

    private static bool IsEmpty<T>(this IReadOnlyCollection<T> items) => items.Count == 0;

    private static int Option(string[] arguments, string name, int otherwise)
    {
        int at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }

    private static int Usage()
    {
        Console.WriteLine("--programs N [--from N] [--seed S] [--jobs N] [--reduce N]   random programs against every oracle\n--edits N [--seed S]   edits of the samples under the generator\n--print N [--seed S]   program N of a seed");
        return 2;
    }
}
