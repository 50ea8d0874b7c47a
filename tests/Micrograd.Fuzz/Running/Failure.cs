using Micrograd.Fuzz.Programs;

namespace Micrograd.Fuzz.Running;

/// <summary>A program that something is wrong with.</summary>
/// <param name="Kind">What must stay the same while the program is reduced: the oracle, or the diagnostic's id.</param>
internal sealed record Failure(FuzzProgram Program, string Kind, string Message);
