using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Which stores must bring the old element back in reverse: those that may run after a step whose reversal reads that memory.
/// A store before every such read, as when an array is first filled, loses nothing.
/// </summary>
internal static class RestoreAnalysis
{
    public static HashSet<Step> StoresToRestore(ReverseContext context, IEnumerable<(int Class, Step Step)> reads)
    {
        if (context.StoresEverything)
        {
            return [.. context.Stores.Where(store => !context.ForeignClasses.Contains(context.StoredClass(store)))];
        }

        ILookup<int, Step> readers = reads.ToLookup(static r => r.Class, static r => r.Step);
        RefuseLostCalls(context, readers);
        HashSet<Step> stores = [.. context.Stores.Where(store => IsOfCaller(store, context) || readers[context.StoredClass(store)].Any(read => MayRunBefore(read, store, Lifetime(store, context))))];

        // To bring an element back there would change what others see of it.
        return stores.FirstOrDefault(store => context.ForeignClasses.Contains(context.StoredClass(store))) is { Statement: AssignStatement assign }
            ? throw new ReverseNotSupportedException($"the array or span '{assign.Target.Root()?.Name}' from outside the method, whose elements are read and then overwritten")
            : stores;
    }

    // Of a pair nobody knows what its callers read: it leaves their memory as it found it.
    private static bool IsOfCaller(Step store, ReverseContext context) => context.IsPair && context.ParameterClasses.Contains(context.StoredClass(store));

    // A call that carries no derivative has no reverse that would bring back what it overwrites.
    private static void RefuseLostCalls(ReverseContext context, ILookup<int, Step> readers)
    {
        if (context.Calls.FirstOrDefault(call => !context.IsActiveCall(call) && context.ClassesWrittenBy(call).Any(memory => context.IsPair || readers[memory].Any())) is { } lost)
        {
            throw new ReverseNotSupportedException($"the call of '{lost.Statement.PairCall()!.Target.Method}', which overwrites constants that the derivative needs");
        }
    }

    private static bool MayRunBefore(Step read, Step store, Region lifetime) =>
        read.Order <= store.Order || store.Region.Loops.Any(loop => read.Region.Loops.Contains(loop) && loop.Region.IsWithin(lifetime));

    /// <summary>The block in which the memory of a store is created; a loop around that block gets new memory each trip.</summary>
    private static Region Lifetime(Step store, ReverseContext context)
    {
        int stored = context.StoredClass(store);
        Region? lifetime = null;
        foreach (Step step in context.Top.AllSteps())
        {
            if (step.Statement is DeclareStatement { Value: NewArrayExpression, Local: var local } && context.Activity.Roots.ClassOf(local) == stored)
            {
                // Several arrays that one variable may name: the memory may be any of them.
                lifetime = lifetime is null ? step.Region : context.Top;
            }
        }

        return context.ParameterClasses.Contains(stored) ? context.Top : lifetime ?? context.Top;
    }
}
