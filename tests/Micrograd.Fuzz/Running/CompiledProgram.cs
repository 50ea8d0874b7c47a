using Micrograd.Fuzz.Programs;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Fuzz.Running;

/// <summary>A program as every oracle finds it: compiled in each variant, and once unmarked with its decisions traced.</summary>
internal sealed record CompiledProgram(FuzzProgram Program, IReadOnlyDictionary<string, ProbedMethod> Variants, ProbedMethod Traced, Func<ulong> TakePath, bool IsOnTape)
{
    public ProbedMethod Default => Variants[Variant.All[0].Name];
}
