using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// The target of a delegate that is known: a lambda (with its body) or a method, with what was known where the delegate was made.
/// </summary>
internal sealed record KnownFunction(IMethodSymbol Method, IBlockOperation? Body, IOperation? Instance, TypeSubstitution? Types, CallChain Chain, IrExpression? Receiver);

/// <summary>
/// The methods whose bodies a call stands in, as written: a lambda stands where it was made, not where it is called, so that
/// <c>Apply(t =&gt; Apply(u =&gt; u * t, t), x)</c> is no recursion.
/// </summary>
internal sealed record CallChain(IMethodSymbol Method, string TypeArguments, CallChain? Outer)
{
    public bool Contains(IMethodSymbol method, string typeArguments) =>
        (TypeArguments == typeArguments && SymbolEqualityComparer.Default.Equals(Method, method)) || Outer?.Contains(method, typeArguments) == true;

    public bool ContainsAny(ImmutableArray<IMethodSymbol> methods) => methods.Contains(Method, SymbolEqualityComparer.Default) || Outer?.ContainsAny(methods) == true;

    public int Depth => 1 + (Outer?.Depth ?? 0);
}
