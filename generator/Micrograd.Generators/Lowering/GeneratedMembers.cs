using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Members that this generator writes: those of an assembly compiled earlier, and the declarations that stand for this
/// compilation's while it is being bound. There is no body to look into.
/// </summary>
internal static class GeneratedMembers
{
    private const string Attribute = "System.CodeDom.Compiler.GeneratedCodeAttribute";

    public static bool IsGenerated(IMethodSymbol method) => method.OriginalDefinition.GetAttributes().Any(static data =>
        data.AttributeClass?.ToDisplayString() == Attribute && data.ConstructorArguments is [{ Value: "Micrograd.Generators" }, ..]);
}
