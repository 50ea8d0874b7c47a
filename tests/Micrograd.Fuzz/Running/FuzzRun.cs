using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Micrograd.Fuzz.Oracles;
using Micrograd.Fuzz.Programs;

namespace Micrograd.Fuzz.Running;

/// <summary>Programs of one seed, compiled in batches and judged by every oracle.</summary>
internal sealed class FuzzRun(ulong seed, Action<string>? progress = null)
{
    private const int BatchSize = 25;

    private readonly ConcurrentBag<Failure> _failures = [];
    private readonly ConcurrentDictionary<Form, int> _coverage = new();
    private readonly ConcurrentDictionary<string, int> _refused = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _done;
    private int _judged;
    private int _onTape;

    public IReadOnlyCollection<Failure> Failures => _failures;

    /// <summary>By form, how many judged programs contain it in code that the marked method reaches.</summary>
    public IReadOnlyDictionary<Form, int> Coverage => _coverage;

    /// <summary>By diagnostic, how many programs the generator refused.</summary>
    public IReadOnlyDictionary<string, int> Refused => _refused;

    public int Judged => _judged;

    public int OnTape => _onTape;

    public void Run(int from, int count, int jobs)
    {
        IEnumerable<int> starts = Enumerable.Range(0, (count + BatchSize - 1) / BatchSize).Select(b => from + (b * BatchSize));
        Parallel.ForEach(Partitioner.Create(starts, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = jobs }, start =>
        {
            FuzzProgram[] programs = [.. Enumerable.Range(start, Math.Min(BatchSize, from + count - start)).Select(i => ProgramGenerator.Generate(seed, i))];
            Judge(programs);
            int done = Interlocked.Add(ref _done, programs.Length);
            progress?.Invoke($"{done:N0} of {count:N0} programs, {_failures.Count:N0} failed, {done / _watch.Elapsed.TotalSeconds:N1} a second");
        });
    }

    /// <summary>What is wrong with programs of different ids, each judged until the first oracle objects.</summary>
    public static IEnumerable<Failure> Judge(ProgramBatch batch, IReadOnlyList<Oracle> oracles) =>
        [.. batch.Failures, .. batch.Compiled.Select(p => Judge(p, oracles)).OfType<Failure>()];

    private void Judge(FuzzProgram[] programs)
    {
        ProgramBatch batch = ProgramBatch.Compile(programs);
        foreach (Failure failure in Judge(batch, Oracle.All))
        {
            _failures.Add(failure);
            progress?.Invoke($"{failure.Program.Seed}: {failure.Kind}: {failure.Message}");
        }

        foreach ((FuzzProgram program, string id) in batch.Refused)
        {
            _refused.AddOrUpdate($"{id} (e.g. {program.Seed})", 1, static (_, n) => n + 1);
        }

        Interlocked.Add(ref _judged, batch.Compiled.Count);
        Interlocked.Add(ref _onTape, batch.Compiled.Count(static p => p.IsOnTape));
        foreach (Form form in batch.Compiled.SelectMany(static p => p.Program.Forms))
        {
            _coverage.AddOrUpdate(form, 1, static (_, n) => n + 1);
        }
    }

    private static Failure? Judge(CompiledProgram program, IReadOnlyList<Oracle> oracles)
    {
        foreach (ImmutableArray<object> point in program.Program.Points)
        {
            foreach (Oracle oracle in oracles)
            {
                try
                {
                    if (oracle.Judge(program, point) is { } message)
                    {
                        return new Failure(program.Program, oracle.Name, message);
                    }
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    return new Failure(program.Program, $"{oracle.Name} threw {exception.GetType().Name}", exception.ToString());
                }
            }
        }

        return null;
    }
}
