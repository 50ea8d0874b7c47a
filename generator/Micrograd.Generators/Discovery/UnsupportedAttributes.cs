using Micrograd.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>Attributes of the library that this version does not act on: said where they stand, because silence would be a wrong derivative.</summary>
internal static class UnsupportedAttributes
{
    public static Diagnostic DifferentiateAs(ISymbol symbol, AttributeData attribute) =>
        Report(symbol, attribute, "DifferentiateAs", "");

    public static Diagnostic DerivativeOfArrays(ISymbol symbol, AttributeData attribute) =>
        Report(symbol, attribute, "DerivativeOf", " and let the method take ReadOnlySpan in place of arrays and Span: one that could write to its arguments is not called through a rule yet");

    private static Diagnostic Report(ISymbol symbol, AttributeData attribute, string name, string wayOut) => Diagnostic.Create(
        UsageDiagnostics.AttributeNotSupported,
        attribute.ApplicationSyntaxReference is { } reference ? reference.GetSyntax().GetLocation() : symbol.Locations.FirstOrDefault() ?? Location.None,
        name,
        symbol.Name,
        wayOut);
}
