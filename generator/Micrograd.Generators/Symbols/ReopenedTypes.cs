using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Symbols;

/// <summary>Types that generated code is added to: <c>partial</c>, and all around them too.</summary>
internal static class ReopenedTypes
{
    public static ReopenedType Of(INamedTypeSymbol innermost) => new(
        innermost.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat) : null,
        Around(innermost).Reverse().Select(static type => new TypeDeclaration(Keyword(type), type.Name, type.TypeParameters.Select(static p => Variance(p) + Identifier.Escape(p.Name)).ToEquatableArray())).ToEquatableArray());

    /// <summary>Those of the type and the types around it that are not partial, innermost first, each with the declaration that says so.</summary>
    public static IEnumerable<(INamedTypeSymbol Type, TypeDeclarationSyntax Declaration)> NotPartial(INamedTypeSymbol innermost, CancellationToken cancellationToken)
    {
        foreach (INamedTypeSymbol type in Around(innermost))
        {
            if (type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken)).OfType<TypeDeclarationSyntax>().FirstOrDefault(static d => !d.Modifiers.Any(SyntaxKind.PartialKeyword)) is { } declaration)
            {
                yield return (type, declaration);
            }
        }
    }

    /// <summary>Another file cannot add to a file-local type.</summary>
    public static bool IsFileLocal(INamedTypeSymbol innermost) => Around(innermost).Any(static type => type.IsFileLocal);

    private static string Variance(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => "",
    };

    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol innermost)
    {
        for (INamedTypeSymbol? type = innermost; type is not null; type = type.ContainingType)
        {
            yield return type;
        }
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        _ => "class",
    };
}
