namespace Micrograd.Generators.Transform;

/// <summary>The overload on <c>Value</c> cannot be written for a construct; the generated gradient is not affected.</summary>
internal sealed class NotOnTapeException(string construct) : Exception(construct);
