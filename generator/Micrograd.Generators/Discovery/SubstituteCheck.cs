using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>Checks a [DifferentiateAs] where it stands: that the substitute exists and fits.</summary>
internal static class SubstituteCheck
{
    public static IEnumerable<Diagnostic> Run(GeneratorAttributeSyntaxContext marked)
    {
        if (marked.TargetSymbol is not IMethodSymbol method || Substitutes.NameOf(method) is not { } name)
        {
            yield break;
        }

        Location place = marked.Attributes[0].ApplicationSyntaxReference is { } reference ? reference.GetSyntax().GetLocation() : method.Locations.FirstOrDefault() ?? Location.None;
        if (Substitutes.Find(method) is null)
        {
            yield return Diagnostic.Create(DerivativeDiagnostics.SubstituteMatchesNothing, place, name, method.Name, Signature(method, name));
        }
        else if (Substitutes.WhyUnsupported(method) is { } reason)
        {
            yield return Diagnostic.Create(UsageDiagnostics.AttributeNotSupported, place, "DifferentiateAs", method.Name, $", or let the method return its result and take ReadOnlySpan: one {reason} has no substitute yet");
        }
    }

    private static string Signature(IMethodSymbol method, string name) =>
        $"{(method.IsStatic ? "static " : "")}{Text(method.ReturnType)} {name}{(method.Arity == 0 ? "" : $"<{string.Join(", ", method.TypeParameters.Select(static t => t.Name))}>")}({string.Join(", ", method.Parameters.Select(static p => $"{Text(p.Type)} {p.Name}"))})";

    private static string Text(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
}
