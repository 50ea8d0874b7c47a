namespace Micrograd.Generators.Tests.Probing;

/// <summary>Leaves no number in the thread's free scratch memory: who reads what it has not written gets NaN, not the 0 of a new block.</summary>
internal static class DirtyScratch
{
    // A little less than the first block, which is all that a test needs.
    private const int Length = 8000;

    public static void Leave()
    {
        using ScratchScope records = ScratchMemory.Enter(nameof(DirtyScratch));
        using ScratchScope arrays = ScratchMemory.EnterArrays(nameof(DirtyScratch));
        records.Take<double>(Length).Fill(double.NaN);
        arrays.Take<double>(Length).Fill(double.NaN);
    }
}
