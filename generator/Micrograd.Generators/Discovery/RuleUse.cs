using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Discovery;

/// <summary>The [DerivativeOf] rules that the bodies of marked methods and their helpers ask for. While one of them does not bind, or is refused, there may be more.</summary>
internal sealed record RuleUse(bool IsComplete, EquatableArray<string> Used);
