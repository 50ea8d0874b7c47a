using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// A delegate local that is one of several known functions: in the generated code a number, <paramref name="Selector"/>, that says
/// which, and each call a choice among the bodies.
/// </summary>
internal sealed record FunctionChoice(ILocalSymbol Symbol, LocalExpression Selector, ImmutableArray<KnownFunction> Functions);
