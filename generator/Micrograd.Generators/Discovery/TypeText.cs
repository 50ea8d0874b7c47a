using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>Types as generated code writes them: keywords for the built-in ones, <c>global::</c> before the rest.</summary>
internal static class TypeText
{
    private static readonly SymbolDisplayFormat Plain = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static readonly SymbolDisplayFormat Annotated = Plain.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Without nullable annotations of reference types: one type, one text.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(Plain);

    /// <summary>With nullable annotations, for a declaration.</summary>
    public static string Declared(ITypeSymbol type) => type.ToDisplayString(Annotated);
}
