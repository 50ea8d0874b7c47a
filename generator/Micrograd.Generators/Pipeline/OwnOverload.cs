using Micrograd.Generators.Discovery;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Pipeline;

/// <summary>An overload on <c>Value</c> that the user has written: theirs stays, and none is generated.</summary>
internal static class OwnOverload
{
    public static DiscoveredMethod Respected(DiscoveredMethod discovered) =>
        discovered.Signature is { } signature && MemberSignature.Tape(signature)?.OverloadKey is { } key && IsTaken(discovered.Method, key)
            ? new(discovered.Method, discovered.Compilation, signature with { Options = signature.Options.WithoutTape() }, discovered.Diagnostics)
            : discovered;

    private static bool IsTaken(IMethodSymbol method, string key) => method.ContainingType.GetMembers(method.Name)
        .OfType<IMethodSymbol>()
        .Any(other => other is { MethodKind: MethodKind.Ordinary, Arity: 0 }
            && !SymbolEqualityComparer.Default.Equals(other, method)
            && MemberSignature.KeyOf(other.Name, other.Parameters.Select(static p => (p.RefKind != RefKind.None, TypeText.Declared(p.Type)))) == key);
}
