using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// The parameters of a backward rule: those of the method, the adjoint of its result, and for each parameter that carries a
/// derivative the memory to add it to. A rule parameter marked [NoDiff] has none: its derivative is declared zero.
/// </summary>
internal static class DerivativeRuleShape
{
    public static bool Fits(IMethodSymbol rule, IMethodSymbol method) => LeadsLike(rule, method) && HasRest(rule, method);

    /// <summary>The rule's leading parameters are the method's.</summary>
    public static bool LeadsLike(IMethodSymbol rule, IMethodSymbol method) =>
        rule.Parameters.Length >= method.Parameters.Length
        && method.Parameters.Select((p, i) => Same(p.Type, rule.Parameters[i].Type)).All(static same => same);

    /// <summary>The signature that a backward rule of the method has, as C#.</summary>
    public static string Signature(IMethodSymbol method, string name)
    {
        IEnumerable<string> own = method.Parameters.Select(static p => $"{Text(p.Type)} {p.Name}");
        IEnumerable<string> upstream = method.ReturnsVoid ? [] : [$"{Text(method.ReturnType)} upstream"];
        IEnumerable<string> derivatives = method.Parameters.Where(static p => Carries(p.Type)).Select(static p => $"{Derivative(p.Type)} d{char.ToUpperInvariant(p.Name[0])}{p.Name.Substring(1)}");
        return $"static void {name}({string.Join(", ", own.Concat(upstream).Concat(derivatives))})";
    }

    /// <summary>The method could store into what it is given, which calls of rules do not follow yet.</summary>
    public static bool MayBeWritten(IParameterSymbol parameter) =>
        parameter.RefKind is RefKind.Ref or RefKind.Out || (Carries(parameter.Type) && parameter.Type is IArrayTypeSymbol or INamedTypeSymbol { Name: "Span" });

    private static bool HasRest(IMethodSymbol rule, IMethodSymbol method)
    {
        List<IParameterSymbol> rest = [.. rule.Parameters.Skip(method.Parameters.Length)];
        if (!method.ReturnsVoid)
        {
            if (rest.Count == 0 || !Same(rest[0].Type, method.ReturnType) || rest[0].RefKind != RefKind.None)
            {
                return false;
            }

            rest.RemoveAt(0);
        }

        IParameterSymbol[] differentiated = method.Parameters.Where((p, i) => Carries(p.Type) && !rule.Parameters[i].Has(AttributeNames.NoDiff)).ToArray();
        return rule is { IsStatic: true, ReturnsVoid: true, IsGenericMethod: false }
            && rest.Count == differentiated.Length
            && differentiated.Select((p, i) => IsDerivativeOf(rest[i], p.Type)).All(static fits => fits);
    }

    private static bool IsDerivativeOf(IParameterSymbol derivative, ITypeSymbol type) => Element(type) is { } element
        ? derivative is { RefKind: RefKind.None, Type: INamedTypeSymbol { Name: "Span", TypeArguments: [var item] } } && Same(item, element)
        : derivative.RefKind == RefKind.Ref && Same(derivative.Type, type);

    private static string Derivative(ITypeSymbol type) => Element(type) is { } element ? $"System.Span<{Text(element)}>" : $"ref {Text(type)}";

    private static ITypeSymbol? Element(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", TypeArguments: [var item] } => item,
        _ => null,
    };

    private static bool Carries(ITypeSymbol type) => (Element(type) ?? type).SpecialType is SpecialType.System_Double or SpecialType.System_Single;

    private static bool Same(ITypeSymbol left, ITypeSymbol right) => SymbolEqualityComparer.Default.Equals(left, right);

    private static string Text(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
}
