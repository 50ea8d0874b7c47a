using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Members of C# 14 extension blocks. What their body calls the receiver is a parameter of the block, so the receiver is an argument
/// like the others, and the first of them.
/// </summary>
internal static class ExtensionMembers
{
    public static bool IsMember(ISymbol member) => member.ContainingType?.TypeKind == TypeKind.Extension;

    /// <summary>What the variables of the method's parameters belong to: the members of a block have its parameter in common.</summary>
    public static ISymbol OwnerOfVariables(IMethodSymbol method) => IsMember(method) ? method.ContainingType : method;

    /// <summary>The argument that the receiver is; null where the member is none of a block's, or static.</summary>
    public static InlineArgument? Receiver(IMethodSymbol method, IOperation? instance) =>
        instance is not null && IsMember(method) && method.ContainingType.ExtensionParameter is { } parameter ? InlineArgument.OfReceiver(parameter, instance) : null;

    /// <summary>The static method that a call of an extension method is another way to write; null for other methods.</summary>
    public static IMethodSymbol? StaticForm(IMethodSymbol method) =>
        method.ReducedFrom ?? (method is { IsStatic: false, ContainingType: { TypeKind: TypeKind.Extension, Arity: 0 } } ? method.AssociatedExtensionImplementation : null);

    /// <summary>A static form itself: what it is called with has other names in the body.</summary>
    public static bool IsStaticForm(IMethodSymbol method) => method is { IsStatic: true, ContainingType: { IsStatic: true, MightContainExtensionMethods: true } type } && type.GetTypeMembers()
        .Where(static t => t.TypeKind == TypeKind.Extension)
        .SelectMany(static t => t.GetMembers(), (_, m) => m as IMethodSymbol)
        .Any(m => m?.AssociatedExtensionImplementation is { } form && SymbolEqualityComparer.Default.Equals(form.OriginalDefinition, method.OriginalDefinition));

    /// <summary>The parameter that the body of <paramref name="definition"/> reads the argument by.</summary>
    public static IParameterSymbol Parameter(IMethodSymbol definition, InlineArgument argument) =>
        argument.Parameter.ContainingSymbol is INamedTypeSymbol ? definition.ContainingType.ExtensionParameter! : definition.Parameters[argument.Parameter.Ordinal];
}
