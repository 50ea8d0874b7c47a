using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// A marked method as one run of the compiler sees it: with symbols, so never a key of the cache. Without a signature nothing
/// is generated for it.
/// </summary>
internal sealed class DiscoveredMethod(IMethodSymbol method, Compilation compilation, MethodSignature? signature, ImmutableArray<Diagnostic> diagnostics)
{
    public IMethodSymbol Method { get; } = method;

    public Compilation Compilation { get; } = compilation;

    public MethodSignature? Signature { get; } = signature;

    public ImmutableArray<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>The method's name in the source: where a diagnostic about the method as a whole stands.</summary>
    public Location NameLocation => Method.Locations.FirstOrDefault() ?? Location.None;
}
