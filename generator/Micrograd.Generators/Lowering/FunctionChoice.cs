using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>The functions that a delegate local may be, the number of each by the text that makes it, and where it gets another.</summary>
internal sealed record FunctionPlan(ImmutableArray<KnownFunction> Functions, IReadOnlyDictionary<SyntaxNode, int> Numbers, AssignedFunctions? Assigned)
{
    /// <summary>The number of a local that is no function: null.</summary>
    public const int None = -1;
}

/// <summary>
/// A delegate local that is one of several known functions: in the generated code a number, <paramref name="Selector"/>, that says
/// which, and each call a choice among the bodies.
/// </summary>
internal sealed record FunctionChoice(ILocalSymbol Symbol, LocalExpression Selector, FunctionPlan Plan);
