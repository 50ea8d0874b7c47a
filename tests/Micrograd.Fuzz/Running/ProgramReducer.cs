using System.Diagnostics;
using Micrograd.Fuzz.Oracles;
using Micrograd.Fuzz.Programs;

namespace Micrograd.Fuzz.Running;

/// <summary>Makes a failing program as small as it gets while the same thing is wrong with it.</summary>
internal static class ProgramReducer
{
    private const int BatchSize = 24;

    public static Failure Reduce(Failure failure, TimeSpan limit)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Variant[] variants = [.. Variant.All.Where((v, i) => i == 0 || failure.Kind.Contains(v.Name, StringComparison.Ordinal))];
        IReadOnlyList<Oracle> oracles = Oracle.For(variants);
        for (Failure? smaller = failure; smaller is not null && watch.Elapsed < limit; smaller = Step(failure, variants, oracles))
        {
            failure = smaller;
        }

        return failure;
    }

    private static Failure? Step(Failure failure, Variant[] variants, IReadOnlyList<Oracle> oracles)
    {
        string id = failure.Program.Id;
        foreach (FuzzProgram[] chunk in ProgramReduction.Of(failure.Program).Where(p => p.Size < failure.Program.Size).OrderBy(static p => p.Size).Chunk(BatchSize))
        {
            FuzzProgram[] candidates = [.. chunk.Select(static (p, i) => p with { Id = $"{i}" })];
            Failure? smallest = Judge(failure, candidates, variants, oracles)
                .Where(f => f.Kind == failure.Kind)
                .OrderBy(static f => f.Program.Size)
                .FirstOrDefault();
            if (smallest is not null)
            {
                return smallest with { Program = smallest.Program with { Id = id } };
            }
        }

        return null;
    }

    private static IEnumerable<Failure> Judge(Failure failure, FuzzProgram[] candidates, Variant[] variants, IReadOnlyList<Oracle> oracles) =>
        failure.Kind.StartsWith("MGRAD", StringComparison.Ordinal)
            ? ProgramBatch.Generate(candidates, variants[^1])
            : FuzzRun.Judge(ProgramBatch.Compile(candidates, variants), oracles);
}
