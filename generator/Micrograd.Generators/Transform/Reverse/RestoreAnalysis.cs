using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Which stores must bring the old element back in reverse: those that may run after a step whose reversal reads that memory.
/// A store before every such read, as when an array is first filled, loses nothing.
/// </summary>
internal static class RestoreAnalysis
{
    public static HashSet<Step> StoresToRestore(ReverseContext context, IReadOnlyCollection<ElementRead> reads)
    {
        if (context.StoresEverything)
        {
            // What code kept as text may change in between is never stepped back, and rows are not numbers.
            return [.. context.Stores.Where(store => !context.ForeignClasses.Contains(context.StoredClass(store)) && !context.UnstableClasses.Contains(context.StoredClass(store)) && !IsRow(store))];
        }

        ILookup<int, Step> readers = reads.Where(static r => !r.IsRow).ToLookup(static r => r.Class, static r => r.Step);
        RefuseLostCalls(context, readers);
        if (readers.Any(group => context.UnstableClasses.Contains(group.Key)))
        {
            throw new ReverseNotSupportedException("an array or span of constants that the derivative reads as a whole, and that a method without a derivative may change");
        }

        Dictionary<int, Region> lifetimes = Lifetimes(context);
        Dictionary<(int, bool), MemoryReads> reading = reads.GroupBy(static r => (r.Class, r.IsRow)).ToDictionary(static group => group.Key, static group => new MemoryReads(group.Select(static r => r.Step)));
        HashSet<Step> stores = [.. context.Stores.Where(store => IsOfCaller(store, context) || NeedsOld(store))];

        if (stores.Any(IsRow))
        {
            throw new ReverseNotSupportedException("an array of arrays whose rows are read and then replaced");
        }

        // To bring an element back there would change what others see of it.
        return stores.FirstOrDefault(store => context.ForeignClasses.Contains(context.StoredClass(store))) is { Statement: AssignStatement assign }
            ? throw new ReverseNotSupportedException($"the array or span '{assign.Target.Root()?.Name}' from outside the method, whose elements are read and then overwritten")
            : stores;

        bool NeedsOld(Step store)
        {
            int memory = context.StoredClass(store);
            Region lifetime = !context.ParameterClasses.Contains(memory) && lifetimes.TryGetValue(memory, out Region? block) ? block : context.Top;
            return reading.TryGetValue((memory, IsRow(store)), out MemoryReads? reads) && reads.MayRunBefore(store, lifetime);
        }
    }

    private static bool IsRow(Step store) => ((AssignStatement)store.Statement).Target.Type.IsView;

    // Of a pair nobody knows what its callers read: it leaves their memory as it found it.
    private static bool IsOfCaller(Step store, ReverseContext context) => context.IsPair && context.ParameterClasses.Contains(context.StoredClass(store));

    // A call that carries no derivative has no reverse that would bring back what it overwrites.
    private static void RefuseLostCalls(ReverseContext context, ILookup<int, Step> readers)
    {
        if (context.Calls.FirstOrDefault(call => !context.IsActiveCall(call) && context.ClassesWrittenBy(call).Any(memory => context.IsPair || readers[memory].Any())) is { } lost)
        {
            throw new ReverseNotSupportedException($"the call of '{lost.Statement.PairCall()!.Target.Value}', which overwrites constants that the derivative needs");
        }
    }

    /// <summary>The block in which memory is created; a loop around that block gets new memory each trip.</summary>
    private static Dictionary<int, Region> Lifetimes(ReverseContext context)
    {
        var lifetimes = new Dictionary<int, Region>();
        foreach (Step step in context.Top.AllSteps())
        {
            if (step.Statement is DeclareStatement { Value: NewArrayExpression, Local: var local })
            {
                // Several arrays that one variable may name: the memory may be any of them.
                int memory = context.Activity.Roots.ClassOf(local);
                lifetimes[memory] = lifetimes.ContainsKey(memory) ? context.Top : step.Region;
            }
        }

        return lifetimes;
    }

    /// <summary>Where reversals read one memory.</summary>
    private sealed class MemoryReads(IEnumerable<Step> reads)
    {
        private readonly int _first = reads.Min(static read => read.Order);
        private readonly HashSet<Step> _loops = [.. reads.Select(static read => read.Region).Distinct().SelectMany(static region => region.Loops)];

        public bool MayRunBefore(Step store, Region lifetime) =>
            _first <= store.Order || store.Region.Loops.Any(loop => _loops.Contains(loop) && loop.Region.IsWithin(lifetime));
    }
}
