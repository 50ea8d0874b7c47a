using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// Members that this generator writes: those of an assembly compiled earlier, and the declarations that stand for this
/// compilation's while it is being bound. Their bodies are never looked into.
/// </summary>
internal static class GeneratedMembers
{
    public const string Tool = "Micrograd.Generators";

    private const string Attribute = "System.CodeDom.Compiler.GeneratedCodeAttribute";

    public static bool IsGenerated(IMethodSymbol method) =>
        method.OriginalDefinition.Find(Attribute) is { ConstructorArguments: [{ Value: Tool }, ..] };
}
