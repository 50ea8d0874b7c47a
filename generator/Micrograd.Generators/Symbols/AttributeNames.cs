using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Symbols;

/// <summary>Metadata names of the runtime library's attributes. The generator knows the library by name only.</summary>
internal static class AttributeNames
{
    public const string Differentiable = "Micrograd.DifferentiableAttribute";
    public const string NoDiff = "Micrograd.NoDiffAttribute";
    public const string Parameter = "Micrograd.ParameterAttribute";
    public const string DerivativeOf = "Micrograd.DerivativeOfAttribute";
    public const string DifferentiateAs = "Micrograd.DifferentiateAsAttribute";

    public static bool Has(this ISymbol symbol, string attribute) => symbol.Find(attribute) is not null;

    public static AttributeData? Find(this ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(data => data.AttributeClass?.ToDisplayString() == attribute);
}
