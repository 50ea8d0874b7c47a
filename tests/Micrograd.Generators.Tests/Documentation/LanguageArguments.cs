using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Documentation;

/// <summary>The point at which an example is tried: one value for each type of parameter.</summary>
internal static class LanguageArguments
{
    /// <summary>A point for the example's <c>F</c>, or null where it has a type without plain values, and is left to tests of its own.</summary>
    public static IReadOnlyList<object>? For(ProbeCompilation example)
    {
        IMethodSymbol? method = example.Input.GetTypeByMetadataName("Probes.Functions")!.GetMembers("F").OfType<IMethodSymbol>().SingleOrDefault();
        object?[] at = method is null ? [] : [.. method.Parameters.Select(static p => For(p))];
        return method is null || at.Contains(null) || !(method.ReturnsVoid || IsFloating(method.ReturnType) || method.ReturnType.SpecialType == SpecialType.System_Boolean || ProbeShape.TryFind(method.ReturnType) is not null || ProbeArray.TryFind(method.ReturnType) is not null)
            ? null
            : [.. at.OfType<object>()];
    }

    /// <summary>What the oracles are told about the example.</summary>
    public static OracleOptions Options(LanguageRow row, ProbedMethod method) => OracleOptions.Default with
    {
        Tape = method.HasTape && !IsHalf(row.Example),
        Smooth = !IsRounded(row.Example),
        Allocates = row.Result == LanguageRow.OnTheTape || Allocates(row.Example),
    };

    /// <summary>An argument, or null where the type has none.</summary>
    private static object? For(IParameterSymbol parameter) => parameter.Type switch
    {
        _ when ProbeShape.TryFind(parameter.Type) is { } shape => shape.Leaves.Any(static leaf => leaf.Type.EndsWith(']')) ? null : shape.Leaves.Select((_, k) => 0.8 + (0.45 * parameter.Ordinal) + (0.3 * k)).ToArray(),
        IArrayTypeSymbol { Rank: 1 } array => Elements(array.ElementType),
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory", TypeArguments: [var element] } => Elements(element),
        { SpecialType: SpecialType.System_Int32 } => 2,
        { SpecialType: SpecialType.System_Boolean } => true,
        { SpecialType: SpecialType.System_String } => "double",
        INamedTypeSymbol { Name: "Nullable", TypeArguments: [{ SpecialType: SpecialType.System_Int32 }] } => 3,
        var type => IsFloating(type) ? 0.8 + (0.45 * parameter.Ordinal) : null,
    };

    private static bool IsFloating(ITypeSymbol type) =>
        type is ITypeParameterSymbol or { SpecialType: SpecialType.System_Double or SpecialType.System_Single };

    /// <summary>The tape computes in double and does not round.</summary>
    private static bool IsHalf(string example) => example.Contains("(Half)", StringComparison.Ordinal);

    /// <summary>What is differentiated is not what small steps of the arguments see.</summary>
    private static bool IsRounded(string example) =>
        example.Contains("Gradient.Stop", StringComparison.Ordinal) || example.Contains("DifferentiateAs", StringComparison.Ordinal) || IsHalf(example);

    /// <summary>The example itself allocates outside what is differentiated.</summary>
    private static bool Allocates(string example) => example.Contains("$\"", StringComparison.Ordinal)
        || example.Contains("List<int> n =", StringComparison.Ordinal)
        || example.Contains("Turn(n)", StringComparison.Ordinal);

    private static object? Elements(ITypeSymbol element) => element.SpecialType switch
    {
        SpecialType.System_Double or SpecialType.System_Single => new[] { 0.8, 1.3, 0.6, 1.1 },
        SpecialType.System_Int32 => new[] { 2, 0, 1 },
        _ => null,
    };
}
