using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Symbols;

/// <summary>
/// Parameters of a struct's primary constructor that its members read: each instance keeps them in a field without a name in C#.
/// </summary>
internal static class KeptParameters
{
    // Asked for at every use of the type; a type belongs to one compilation.
    private static readonly ConditionalWeakTable<ITypeSymbol, int[]> Known = new();

    /// <summary>In the order of the constructor. None of a type compiled earlier, whose fields are seen themselves.</summary>
    public static IEnumerable<IParameterSymbol> Of(ITypeSymbol type) => Constructor(type) is { } constructor
        ? Known.GetValue(type.OriginalDefinition, static t => Find(t)).Select(i => constructor.Parameters[i])
        : [];

    /// <summary>The name of the field.</summary>
    public static string FieldOf(string parameter) => $"<{parameter}>P";

    /// <summary>The field behind a parameter, which goes by the parameter as long as that is known.</summary>
    public static bool IsFieldOfOne(IFieldSymbol field) =>
        !field.ContainingType.DeclaringSyntaxReferences.IsEmpty && field.Name.StartsWith("<", StringComparison.Ordinal) && field.Name.EndsWith(">P", StringComparison.Ordinal);

    private static IMethodSymbol? Constructor(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Struct, IsRecord: false, DeclaringSyntaxReferences.IsEmpty: false } named
        ? named.InstanceConstructors.FirstOrDefault(static c => c.Parameters.Length > 0 && c.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() is TypeDeclarationSyntax)
        : null;

    private static int[] Find(ITypeSymbol type)
    {
        Compilation compilation = ((ISourceAssemblySymbol)type.ContainingAssembly).Compilation;
        IMethodSymbol constructor = Constructor(type)!;
        HashSet<string> names = [.. constructor.Parameters.Select(static p => p.Name)];
        HashSet<int> read = [.. type.DeclaringSyntaxReferences
            .SelectMany(static r => ((TypeDeclarationSyntax)r.GetSyntax()).Members.SelectMany(static m => m.DescendantNodes(static n => !IsInitializer(n))))
            .OfType<IdentifierNameSyntax>()
            .Where(n => names.Contains(n.Identifier.ValueText))
            .Select(n => compilation.GetSemanticModel(n.SyntaxTree).GetSymbolInfo(n).Symbol)
            .OfType<IParameterSymbol>()
            .Where(p => SymbolEqualityComparer.Default.Equals(p.ContainingSymbol, constructor))
            .Select(static p => p.Ordinal)];
        return [.. read.OrderBy(static i => i)];
    }

    // What a field or property is given first is computed by the constructor itself.
    private static bool IsInitializer(SyntaxNode node) =>
        node is EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } };
}
