using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// The ids that <c>#pragma warning disable</c> names above a method or in it, so that what is copied from there says no more elsewhere.
/// What this generator reports it reports of the user's code.
/// </summary>
internal static class SuppressedWarnings
{
    public static IEnumerable<string> Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        SortedSet<string> ids = new(StringComparer.Ordinal);
        foreach (SyntaxNode declaration in method.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken)))
        {
            SyntaxNode root = declaration.SyntaxTree.GetRoot(cancellationToken);
            for (DirectiveTriviaSyntax? directive = root.GetFirstDirective(IsPragma); directive is not null && directive.SpanStart < declaration.Span.End; directive = directive.GetNextDirective(IsPragma))
            {
                PragmaWarningDirectiveTriviaSyntax pragma = (PragmaWarningDirectiveTriviaSyntax)directive;
                IEnumerable<string> named = pragma.ErrorCodes.Select(static c => c.ToString()).Where(static id => id.Length > 0 && !id.StartsWith("MGRAD", StringComparison.Ordinal));
                if (pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword))
                {
                    ids.UnionWith(named);
                }
                else if (directive.SpanStart < declaration.SpanStart)
                {
                    ids.ExceptWith(named);
                }
            }
        }

        return ids;
    }

    private static bool IsPragma(DirectiveTriviaSyntax directive) => directive is PragmaWarningDirectiveTriviaSyntax { IsActive: true };
}
