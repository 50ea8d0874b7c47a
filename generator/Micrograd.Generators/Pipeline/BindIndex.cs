using Micrograd.Generators.Discovery;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>What binding a body may need to know of the rest of the compilation, made from attributes alone.</summary>
/// <param name="Signatures">Every marked method, and so every member that the generator adds.</param>
/// <param name="Rules">Every [DerivativeOf] rule, in the source and in references.</param>
internal sealed record BindIndex(SignatureIndex Signatures, EquatableArray<DerivativeRuleEntry> Rules);
