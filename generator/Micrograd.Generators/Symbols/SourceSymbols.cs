using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Symbols;

/// <summary>What has source that may be read.</summary>
internal static class SourceSymbols
{
    /// <summary>
    /// Whether a member is written in this very compilation. In an editor a referenced project is a compilation too, and its members
    /// have source; it belongs to another project, which the compiler on the command line sees as metadata.
    /// </summary>
    public static bool IsWrittenIn(this ISymbol symbol, Compilation compilation) =>
        !symbol.DeclaringSyntaxReferences.IsEmpty && SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);
}
