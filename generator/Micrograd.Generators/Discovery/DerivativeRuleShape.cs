using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// The parameters of a backward rule: the instance and the method's own, the adjoint of its result, and for each parameter that
/// carries a derivative the memory to add it to. A rule parameter marked [NoDiff] has none: its derivative is declared zero.
/// </summary>
internal static class DerivativeRuleShape
{
    public static bool Fits(IMethodSymbol rule, IMethodSymbol method) => Constructed(rule, method) is { } fitted && LeadsLike(fitted, method) && HasRest(fitted, method);

    /// <summary>The rule's leading parameters are the method's.</summary>
    public static bool LeadsLike(IMethodSymbol rule, IMethodSymbol method)
    {
        (ITypeSymbol Type, RefKind RefKind, string Name, bool IsNoDiff)[] given = [.. Inputs(method)];
        return Constructed(rule, method) is { } fitted
            && fitted.Parameters.Length >= given.Length
            && given.Select((p, i) => Same(p.Type, fitted.Parameters[i].Type) && IsPassedAlike(p.RefKind, fitted.Parameters[i].RefKind)).All(static same => same);
    }

    /// <summary>
    /// A forward rule: the method's parameters, a tangent for each that carries a derivative, and the tangent of the result. Of a
    /// method that returns nothing it looks like a backward rule, and counts as one.
    /// </summary>
    public static bool IsForward(IMethodSymbol rule, IMethodSymbol method)
    {
        if (Constructed(rule, method) is not { } fitted || !LeadsLike(rule, method) || !Carries(method.ReturnType) || fitted.Parameters[fitted.Parameters.Length - 1] is not { RefKind: RefKind.Out } tangent)
        {
            return false;
        }

        IParameterSymbol[] tangents = [.. fitted.Parameters.Skip(Inputs(method).Count())];
        ITypeSymbol[] differentiated = [.. Differentiated(fitted, method).Select(static p => p.Type)];
        return IsRule(rule) && Same(tangent.Type, method.ReturnType) && tangents.Length == differentiated.Length + 1
            && differentiated.Select((type, i) => Element(type) is { } element ? Same(Element(tangents[i].Type) ?? tangents[i].Type, element) : Same(tangents[i].Type, type)).All(static same => same);
    }

    /// <summary>The rule as a rule of this method: with its type arguments. Null where it has another number of type parameters, or other constraints.</summary>
    public static IMethodSymbol? Constructed(IMethodSymbol rule, IMethodSymbol method)
    {
        if (rule.Arity != method.Arity)
        {
            return null;
        }

        if (rule.Arity == 0)
        {
            return rule;
        }

        bool isAlike = rule.TypeParameters.Zip(method.OriginalDefinition.TypeParameters, static (r, m) =>
            r.HasReferenceTypeConstraint == m.HasReferenceTypeConstraint && r.HasValueTypeConstraint == m.HasValueTypeConstraint
            && r.HasUnmanagedTypeConstraint == m.HasUnmanagedTypeConstraint && r.HasConstructorConstraint == m.HasConstructorConstraint
            && r.ConstraintTypes.Select(static t => t.OriginalDefinition.ToDisplayString()).OrderBy(static t => t, StringComparer.Ordinal)
                .SequenceEqual(m.ConstraintTypes.Select(static t => t.OriginalDefinition.ToDisplayString()).OrderBy(static t => t, StringComparer.Ordinal))).All(static same => same);
        return isAlike ? rule.OriginalDefinition.Construct([.. method.TypeArguments]) : null;
    }

    /// <summary>The signature that a backward rule of the method has, as C#.</summary>
    public static string Signature(IMethodSymbol method, string name)
    {
        (ITypeSymbol Type, RefKind RefKind, string Name, bool IsNoDiff)[] given = [.. Inputs(method)];
        IEnumerable<string> own = given.Select(static p => $"{Modifier(p.RefKind)}{Text(p.Type)} {p.Name}");
        IEnumerable<string> upstream = Carries(method.ReturnType) ? [$"{Upstream(method.ReturnType)} upstream"] : [];
        IEnumerable<string> derivatives = given.Where(static p => !p.IsNoDiff && Carries(p.Type)).Select(static p => $"{Derivative(p.Type)} {Identifier.Prefixed("d", p.Name)}");
        string typeParameters = method.Arity == 0 ? "" : $"<{string.Join(", ", method.TypeParameters.Select(static t => t.Name))}>";
        return $"static void {name}{typeParameters}({string.Join(", ", own.Concat(upstream).Concat(derivatives))})";
    }

    /// <summary>The instance, and the parameters.</summary>
    private static IEnumerable<(ITypeSymbol Type, RefKind RefKind, string Name, bool IsNoDiff)> Inputs(IMethodSymbol method)
    {
        if (!method.IsStatic)
        {
            yield return (method.ContainingType, RefKind.None, Identifier.Decapitalized(method.ContainingType.Name), false);
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            yield return (parameter.Type, parameter.RefKind, parameter.Name, parameter.Has(AttributeNames.NoDiff));
        }
    }

    private static IEnumerable<(ITypeSymbol Type, RefKind RefKind, string Name, bool IsNoDiff)> Differentiated(IMethodSymbol rule, IMethodSymbol method) =>
        Inputs(method).Where((p, i) => !p.IsNoDiff && Carries(p.Type) && !rule.OriginalDefinition.Parameters[i].Has(AttributeNames.NoDiff));

    private static bool HasRest(IMethodSymbol rule, IMethodSymbol method)
    {
        List<IParameterSymbol> rest = [.. rule.Parameters.Skip(Inputs(method).Count())];
        if (Carries(method.ReturnType))
        {
            if (rest.Count == 0 || !IsUpstream(rest[0], method.ReturnType))
            {
                return false;
            }

            rest.RemoveAt(0);
        }

        ITypeSymbol[] differentiated = [.. Differentiated(rule, method).Select(static p => p.Type)];
        return IsRule(rule)
            && rest.Count == differentiated.Length
            && differentiated.Select((type, i) => IsDerivativeOf(rest[i], type)).All(static fits => fits);
    }

    private static bool IsRule(IMethodSymbol rule) => rule is { IsStatic: true, ReturnsVoid: true };

    private static bool IsUpstream(IParameterSymbol upstream, ITypeSymbol result) => upstream.RefKind is RefKind.None or RefKind.In
        && (result is IArrayTypeSymbol { Rank: 1 } array ? upstream.Type is INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments: [var item] } && Same(item, array.ElementType) : Same(upstream.Type, result));

    private static bool IsDerivativeOf(IParameterSymbol derivative, ITypeSymbol type) => Element(type) is { } element
        ? derivative is { RefKind: RefKind.None, Type: INamedTypeSymbol { Name: "Span", TypeArguments: [var item] } } && Same(item, element)
        : derivative.RefKind == RefKind.Ref && Same(derivative.Type, type);

    // `in` and `ref readonly` take a value, as far as a rule goes.
    private static bool IsPassedAlike(RefKind method, RefKind rule) => method is RefKind.Ref or RefKind.Out ? rule is RefKind.Ref or RefKind.Out : rule is not (RefKind.Ref or RefKind.Out);

    private static string Modifier(RefKind kind) => kind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", RefKind.In => "in ", _ => "" };

    private static string Upstream(ITypeSymbol type) => type is IArrayTypeSymbol { Rank: 1 } array ? $"System.ReadOnlySpan<{Text(array.ElementType)}>" : Text(type);

    private static string Derivative(ITypeSymbol type) => Element(type) is { } element ? $"System.Span<{Text(element)}>" : $"ref {Text(type)}";

    private static ITypeSymbol? Element(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", TypeArguments: [var item] } => item,
        _ => null,
    };

    private static bool Carries(ITypeSymbol type) => new TypeMapper().Map(type).IsDifferentiable;

    private static bool Same(ITypeSymbol left, ITypeSymbol right) => SymbolEqualityComparer.Default.Equals(left, right);

    private static string Text(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
}
