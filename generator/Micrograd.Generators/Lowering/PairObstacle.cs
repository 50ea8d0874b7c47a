using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>Why a method that calls itself cannot stand apart, in two halves: what its diagnostic says.</summary>
internal static class PairObstacle
{
    public const string NoMethod = "is no method that could stand apart";

    public static string Of(IMethodSymbol method, bool captures) => method switch
    {
        _ when captures => "reads variables of the method around it",
        { MethodKind: not (MethodKind.Ordinary or MethodKind.LocalFunction) } => NoMethod,
        _ when ExtensionMembers.IsMember(method) => "belongs to an extension block",
        _ when MemoryViews.IsPassedTo(method) => "is given Memory, which cannot be kept where a span is; take a span",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "returns a reference",
        _ when PairShape.Unsupported(method, changesReceiver: false) is { } part => part.Symbol is null ? "works on memory that its halves cannot share" : $"has the parameter '{part.Symbol.Name}' of type '{Describe(((IParameterSymbol)part.Symbol).Type)}'{(part.PassesBack ? ", which is passed by reference" : "")}",
        { ContainingType.IsValueType: true } when TypeMapping.Map(method.ReturnType) is ScalarType or VoidType && PairShape.Unsupported(method, changesReceiver: true) is not null => $"changes its struct '{method.ContainingType.Name}', which holds more than numbers",
        { ReturnsVoid: false } => $"returns '{Describe(method.ReturnType)}'",
        _ => NoMethod,
    };

    private static string Describe(ITypeSymbol type) => TypeSubstitution.Resolve(type).ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
